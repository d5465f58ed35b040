using System.Globalization;

namespace Faultline;

/// <summary>Rows to take out because an earlier one says the same.</summary>
static class RowRepair
{
    const string Prefix = "row ";

    /// <summary>
    /// Exact repeats that FL103 finds above chance, and near ones that it finds, where they are wanted; never rows of equal features with
    /// different labels.
    /// </summary>
    /// <returns>Rows taken out, ascending, each with the earlier row that stays.</returns>
    public static List<RepairChange> Learn(CheckContext context, RepairOptions options)
    {
        Duplicates check = CheckSelection.Configured<Duplicates>(options.Audit);
        Verdict verdict = check.Run(context);
        return Of(context, verdict, options.Has);
    }

    /// <summary>The rows of one kind that a verdict flags.</summary>
    public static List<RepairChange> Flagged(CheckContext context, Verdict verdict, RepairKind kind) => Of(context, verdict, wanted => wanted == kind);

    static List<RepairChange> Of(CheckContext context, Verdict verdict, Func<RepairKind, bool> wanted)
    {
        if (verdict.Status != CheckStatus.Found || verdict.Rows is not { } found)
        {
            return [];
        }

        Column[] naming = [.. Duplicates.Naming(context.Evidence).Select(name => context.Data[name])];
        var changes = new List<RepairChange>();
        var gone = new HashSet<int>();
        for (int row = 0; row < context.Data.RowCount; row++)
        {
            if (!found.Flagged[row] || First(found.Suggestion?.Invoke(row)) is not { } first || gone.Contains(first))
            {
                continue;
            }

            // Rows that differ in a key or id that nobody named are no exact repeats.
            RepairKind kind = found.Scores[row] == 0 && !naming.Any(column => Differ(column, first, row)) ? RepairKind.Duplicates : RepairKind.NearDuplicates;
            if (!wanted(kind))
            {
                continue;
            }

            if (!PartsLabels(context, first, row) && SamePart(context, first, row))
            {
                gone.Add(row);
                changes.Add(new RepairChange(kind, row, string.Empty, null, null, Duplicates.Info.Id, Reason(kind, first)));
            }
        }

        return changes;
    }

    static string Reason(RepairKind kind, int first) =>
        string.Create(CultureInfo.InvariantCulture, $"taken out: {(kind == RepairKind.Duplicates ? "repeats" : "nearly repeats")} row {first}");

    static int? First(string? suggestion) =>
        suggestion is not null && suggestion.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(suggestion.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int row) ? row : null;

    static bool PartsLabels(CheckContext context, int first, int later) =>
        context.Roles.Label is { } label && Differ(context.Data[label], first, later)
        && !context.Roles.Features.Any(name => Differ(context.Data[name], first, later));

    static bool SamePart(CheckContext context, int first, int later) => context.Roles.Split is not { } split || !Differ(context.Data[split], first, later);

    static bool Differ(Column column, int first, int later) => !string.Equals(column.Text(first), column.Text(later), StringComparison.Ordinal);
}
