namespace Faultline;

/// <summary>A row whose label is probably wrong.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Suggested">Code of the class that it probably is.</param>
/// <param name="Score">1 = certainly fine.</param>
readonly record struct WrongLabel(int Row, int Suggested, double Score);

/// <summary>Finds the labels to mend: what FL101 flags where it finds noise.</summary>
static class LabelCure
{
    /// <summary>The labels to put for those that the check flags.</summary>
    public static IReadOnlyList<RepairChange> Changes(CheckContext context, Verdict verdict)
    {
        if (verdict is not { Status: CheckStatus.Found, Rows: { } rows } || context.Roles.Label is not { } name)
        {
            return [];
        }

        Column label = context.Data[name];
        return [.. from row in Enumerable.Range(0, rows.Flagged.Length)
                   where rows.Flagged[row]
                   let suggestion = rows.Suggestion?.Invoke(row)
                   where suggestion is not null
                   select new RepairChange(RepairKind.Labels, row, name, label.Text(row), suggestion, LabelErrors.Info.Id, "probably wrong")];
    }

    /// <summary>The wrong labels, in row order, with how the check ended.</summary>
    public static (IReadOnlyList<WrongLabel> Rows, Verdict Verdict) Learn(CheckContext context, RepairOptions options)
    {
        LabelErrors check = CheckSelection.Configured<LabelErrors>(options.Audit);
        Verdict verdict = check.Run(context);
        if (verdict is not { Status: CheckStatus.Found, Rows: { } rows })
        {
            return ([], verdict);
        }

        ClassPredictions predictions = context.Classes!;
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int code = 0; code < predictions.Classes.Count; code++)
        {
            codeOf.Add(predictions.Classes[code], code);
        }

        return ([.. from row in Enumerable.Range(0, rows.Flagged.Length)
                    where rows.Flagged[row]
                    let suggestion = rows.Suggestion?.Invoke(row)
                    where suggestion is not null
                    select new WrongLabel(row, codeOf[suggestion], rows.Scores[row])], verdict);
    }
}
