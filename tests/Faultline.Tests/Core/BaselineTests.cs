namespace Faultline.Tests.Core;

public sealed class BaselineTests
{
    readonly List<string> _warnings = [];

    [Fact]
    public void Without_a_baseline_everything_is_new()
    {
        var findings = new[] { Made.Finding("FL107", "a") };

        Assert.Same(findings, Baseline.Compare(findings, Made.Checks(), null, showValues: true, _warnings));
        Assert.Equal(FindingState.New, findings[0].State);
    }

    [Fact]
    public void Findings_are_new_known_or_fixed()
    {
        var before = Made.Report(Made.Finding("FL107", "stays"), Made.Finding("FL107", "goes"));

        var compared = Compare([Made.Finding("FL107", "stays"), Made.Finding("FL103", "comes")], before);

        Assert.Equal(
            [("FL107-stays", FindingState.Known), ("FL103-comes", FindingState.New), ("FL107-goes", FindingState.Fixed)],
            compared.Select(finding => (finding.Id, finding.State)));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_was_fixed_before_is_new_when_it_comes_back_and_never_fixed_twice()
    {
        var before = Made.Report(Made.Finding("FL107", "back") with { State = FindingState.Fixed }, Made.Finding("FL107", "gone") with { State = FindingState.Fixed });

        var compared = Compare([Made.Finding("FL107", "back")], before);

        Assert.Equal([("FL107-back", FindingState.New)], compared.Select(finding => (finding.Id, finding.State)));
    }

    [Fact]
    public void What_was_only_worth_knowing_and_is_a_fault_now_is_new()
    {
        var before = Made.Report(Made.Finding("FL107", "grows", Severity.Info), Made.Finding("FL107", "shrinks", Severity.High));

        var compared = Compare([Made.Finding("FL107", "grows", Severity.Low), Made.Finding("FL107", "shrinks", Severity.Info)], before);

        Assert.Equal([FindingState.New, FindingState.Known], compared.Select(finding => finding.State));
    }

    [Fact]
    public void A_check_that_did_not_run_fixes_nothing()
    {
        var before = Made.Report(Made.Finding("FL107", "a"), Made.Finding("FL103", "b"));

        var compared = Baseline.Compare([], Made.Checks(Made.Check("FL107", CheckStatus.Skipped, reason: "not selected")), before, showValues: true, _warnings);

        Assert.Equal([("FL103-b", FindingState.Fixed)], compared.Select(finding => (finding.Id, finding.State)));
        Assert.Contains("FL107", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Under_no_values_a_fixed_finding_leaves_its_texts_and_cells_behind()
    {
        var gone = Assert.Single(Baseline.Compare([], Made.Checks(), Made.Report(Made.Finding("FL107", "a", rows: 3)), showValues: false, _warnings));

        Assert.Equal(FindingState.Fixed, gone.State);
        Assert.Contains("town", gone.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", gone.Title + gone.Cause + gone.Repair, StringComparison.Ordinal);
        Assert.Empty(gone.Examples);
        Assert.Empty(gone.Figures);
    }

    [Fact]
    public void A_report_that_was_written_and_read_back_compares_the_same()
    {
        var before = Made.Report(Made.Finding("FL107", "a"));

        var read = ReportJson.Read(ReportJson.Write(before), "report.json");

        Assert.Equal(FindingState.Known, Assert.Single(Compare([Made.Finding("FL107", "a")], read)).State);
    }

    IReadOnlyList<ReportFinding> Compare(IReadOnlyList<ReportFinding> now, AuditReport before) => Baseline.Compare(now, Made.Checks(), before, showValues: true, _warnings);
}
