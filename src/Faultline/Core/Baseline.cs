namespace Faultline;

/// <summary>Compares findings with those of an earlier audit.</summary>
static class Baseline
{
    /// <summary>
    /// Marks findings as new or known and appends those that were fixed; without a baseline all are new. A finding that was only
    /// <see cref="Severity.Info"/> before and is more now is new. What a check found earlier is fixed only where the check ran again.
    /// </summary>
    /// <param name="findings">What was found now.</param>
    /// <param name="checks">How every check ended now.</param>
    /// <param name="baseline">The earlier report, or null.</param>
    /// <param name="showValues">False strips fixed findings of the texts and cells that the earlier report shows.</param>
    /// <param name="warnings">Receives what could not be compared.</param>
    public static IReadOnlyList<ReportFinding> Compare(
        IReadOnlyList<ReportFinding> findings,
        IReadOnlyList<CheckReport> checks,
        AuditReport? baseline,
        bool showValues,
        List<string> warnings)
    {
        if (baseline is null)
        {
            return findings;
        }

        var before = baseline.Findings.Where(finding => finding.State != FindingState.Fixed).ToArray();
        var worst = before.GroupBy(finding => finding.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Max(finding => finding.Severity), StringComparer.Ordinal);
        var now = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        var ran = checks.Where(check => check.Status is CheckStatus.Found or CheckStatus.Clean).Select(check => check.Id).ToHashSet(StringComparer.Ordinal);
        var gone = before.Where(finding => !now.Contains(finding.Id)).ToArray();
        var unknown = gone.Where(finding => !ran.Contains(finding.Check)).ToArray();
        if (unknown.Length > 0)
        {
            warnings.Add($"{Counted.Of(unknown.Length, "finding")} of the baseline can not be compared, because {(unknown.DistinctBy(finding => finding.Check).Count() == 1 ? "its check" : "their checks")} did not run this time: {string.Join(", ", unknown.Select(finding => finding.Check).Distinct(StringComparer.Ordinal))}.");
        }

        return
        [
            .. findings.Select(finding => finding with { State = worst.TryGetValue(finding.Id, out var was) && !(was == Severity.Info && finding.Severity > Severity.Info) ? FindingState.Known : FindingState.New }),
            .. gone.Where(finding => ran.Contains(finding.Check)).Select(finding => Fixed(finding, showValues)),
        ];
    }

    static ReportFinding Fixed(ReportFinding finding, bool showValues) => showValues
        ? finding with { State = FindingState.Fixed }
        : finding with
        {
            State = FindingState.Fixed,
            Title = $"A finding of {finding.Check} is gone" + (finding.Columns.Count > 0 ? $" ({string.Join(", ", finding.Columns)})" : string.Empty),
            Cause = "It stood in the baseline and is not found any more.",
            Repair = "Nothing.",
            Examples = [],
            Figures = [],
        };
}
