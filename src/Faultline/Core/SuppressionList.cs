namespace Faultline;

/// <summary>Findings that the user accepts.</summary>
static class SuppressionList
{
    /// <summary>Why a finding is accepted, or null.</summary>
    public static string? ReasonFor(IReadOnlyList<Suppression> suppressions, CheckInfo check, string findingId) =>
        suppressions.FirstOrDefault(suppression => Covers(suppression, check, findingId))?.Reason;

    /// <summary>A sentence for each suppression that covers nothing although its check ran: what it accepted is gone, or its id is wrong.</summary>
    public static IEnumerable<string> Unused(IReadOnlyList<Suppression> suppressions, IReadOnlyList<ReportFinding> findings, IReadOnlyList<CheckReport> checks, IReadOnlyList<CatalogueEntry> entries)
    {
        foreach (var suppression in suppressions)
        {
            var about = entries.FirstOrDefault(entry => Catalogue.Is(entry.Info, suppression.Id.Split('-')[0]))?.Info;
            if (about is null)
            {
                yield return $"the suppression of '{suppression.Id}' names no finding and no check.";
            }
            else if (checks.Any(check => check.Id == about.Id && check.Status is CheckStatus.Found or CheckStatus.Clean)
                && !findings.Any(finding => finding.State != FindingState.Fixed && finding.Check == about.Id && Covers(suppression, about, finding.Id)))
            {
                yield return $"the suppression of '{suppression.Id}' covers no finding; take it out if what it accepted is mended.";
            }
        }
    }

    static bool Covers(Suppression suppression, CheckInfo check, string findingId) =>
        string.Equals(suppression.Id, findingId, StringComparison.OrdinalIgnoreCase) || Catalogue.Is(check, suppression.Id);
}
