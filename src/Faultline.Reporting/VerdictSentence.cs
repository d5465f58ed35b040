namespace Faultline.Reporting;

/// <summary>The one sentence that an audit comes to; the same in the report and on the terminal.</summary>
public static class VerdictSentence
{
    /// <summary>The sentence, with its numbers and what they mean for the reader.</summary>
    public static string Of(ReportView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var where = $"in the {NumberText.Plural(view.Rows, "row")} of {VisibleText.Line(view.Input)}";
        var open = view.Faults.Count;
        if (open == 0)
        {
            return NothingFound(view, where);
        }

        var worst = view.Faults[0].Severity;
        var count = view.Faults.Count(finding => finding.Severity == worst);
        var begin = $"{NumberText.Plural(open, worst == Severity.Low ? "small finding" : "finding")} {where}";
        var own = open == 1 ? (worst == Severity.Low ? string.Empty : $", {Word(worst)}") : count == open && worst != Severity.Low ? $", all {Word(worst)}" : worst == Severity.Low ? string.Empty : $", {NumberText.Count(count)} of them {Word(worst)}";
        return begin + own + worst switch
        {
            Severity.High => $": mend {(count == 1 ? "it" : "them")} before you trust any result.",
            Severity.Medium => $": results will feel {(count == 1 ? "it" : "them")}.",
            _ => ": worth a look, unlikely to change results.",
        };
    }

    /// <summary>How the checks ended that found nothing, as <c>4 clean, 2 skipped, 1 unmeasured</c>; empty when there are none.</summary>
    public static string Rest(StageCount stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return string.Join(", ", new[] { (stage.Clean, "clean"), (stage.Skipped, "skipped"), (stage.Unmeasured, "unmeasured") }
            .Where(part => part.Item1 > 0).Select(part => $"{part.Item1} {part.Item2}"));
    }

    static string NothingFound(ReportView view, string where)
    {
        int Ended(CheckStatus status) => view.Ended(status).Count();
        var clean = view.Report.Checks.Count - Ended(CheckStatus.Skipped) - Ended(CheckStatus.Unmeasured);
        var rest = string.Join(" and ", new[] { (Ended(CheckStatus.Skipped), "skipped"), (Ended(CheckStatus.Unmeasured), "could not be measured") }
            .Where(part => part.Item1 > 0)
            .Select(part => part.Item2 == "skipped" ? $"{part.Item1} {(part.Item1 == 1 ? "was" : "were")} skipped" : $"{part.Item1} {part.Item2}"));
        if (clean == 0)
        {
            return $"Nothing was checked {where}: {(rest.Length > 0 ? "of the checks, " + rest : "no check was selected")}.";
        }

        var accepted = view.Suppressed.Count > 0 ? $" beyond the {NumberText.Plural(view.Suppressed.Count, "finding")} that you accepted" : string.Empty;
        return $"Nothing wrong was found {where}{accepted}: {NumberText.Plural(clean, "check")} looked{(rest.Length > 0 ? ", " + rest : string.Empty)}.";
    }

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
