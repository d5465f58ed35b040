namespace Faultline;

/// <summary>Compares findings with those of an earlier audit.</summary>
static class Baseline
{
    /// <summary>Marks findings as new or known and appends those that were fixed; without a baseline all are new.</summary>
    public static IReadOnlyList<ReportFinding> Compare(IReadOnlyList<ReportFinding> findings, AuditReport? baseline)
    {
        if (baseline is null)
        {
            return findings;
        }

        var before = baseline.Findings.Where(finding => finding.State != FindingState.Fixed).ToArray();
        var known = before.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        var now = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. findings.Select(finding => finding with { State = known.Contains(finding.Id) ? FindingState.Known : FindingState.New }),
            .. before.Where(finding => !now.Contains(finding.Id)).Select(finding => finding with { State = FindingState.Fixed }),
        ];
    }
}
