using Faultline.Contract.Fakes;

namespace Faultline.Tests.Core;

/// <summary>Gates, baselines and suppressions: which findings are open, and what that does to the exit code.</summary>
public sealed class GateTests
{
    static readonly Evidence s_evidence = new() { Data = Table.FromColumns("d.csv", [new NumberColumn("x", new double[200])]), Roles = new Roles { Features = ["x"] } };

    static readonly CheckInfo s_first = FakeEntry.Describe("FL101", "First");
    static readonly CheckInfo s_second = FakeEntry.Describe("FL102", "Second");

    static Finding Wrong(string key, Severity severity, long rows = 0, double measure = 1) =>
        FakeEntry.Wrong(key, severity) with { Rows = new FoundRows(rows, []), Measure = new Measure("m", measure) };

    static FakeEntry First(params Finding[] findings) => new(_ => Verdict.Of(findings) with { RowsFlagged = findings.Where(finding => finding.Severity > Severity.Info).Sum(finding => finding.Rows.Count) }, s_first);

    static AuditReport Run(AuditOptions options, params CatalogueEntry[] entries) => Audit.Run(s_evidence, options with { Entries = entries }, TestContext.Current.CancellationToken);

    static bool Passes(string gate, params CatalogueEntry[] entries)
    {
        var report = Run(AuditOptions.Standard with { Gates = [gate] }, entries);
        Assert.Equal(report.Gates[0].Passed ? 0 : 1, report.ExitCode);
        return report.Gates[0].Passed;
    }

    [Theory]
    [InlineData("FL101<=2", true)]
    [InlineData("FL101<=1", false)]
    [InlineData("first <= 2", true)]
    [InlineData("FL101.rows<=6", true)]
    [InlineData("FL101.rows<=5", false)]
    [InlineData("FL101.rows<=3%", true)]
    [InlineData("FL101.rows<=2.9%", false)]
    [InlineData("FL101.measure<=8.5", true)]
    [InlineData("FL101.measure<=8.4", false)]
    [InlineData("severity<high", true)]
    [InlineData("severity<medium", false)]
    [InlineData("severity<low", false)]
    public void A_condition_holds_over_findings_above_info(string gate, bool passes) =>
        Assert.Equal(passes, Passes(gate, First(Wrong("a", Severity.Medium, 4, 8.5), Wrong("b", Severity.Low, 2), Wrong("c", Severity.Info, 90, 99))));

    [Theory]
    [InlineData("FL101<=0", 1, "FL101 First: 1 open finding")]
    [InlineData("FL101<=0", 2, "FL101 First: 2 open findings")]
    [InlineData("FL101.rows<=0", 1, "FL101 First: 1 row")]
    [InlineData("severity<low", 1, "1 open finding of low severity or worse")]
    public void One_is_one_and_two_are_several(string gate, int findings, string says)
    {
        Finding[] found = [.. Enumerable.Range(0, findings).Select(i => Wrong($"{i}", Severity.Medium, 1))];
        Assert.Equal(says, Run(AuditOptions.Standard with { Gates = [gate] }, First(found)).Gates[0].Reason);
    }

    [Theory]
    [InlineData("FL101")]
    [InlineData("FL101<2")]
    [InlineData("FL101<=x")]
    [InlineData("FL101<=2%")]
    [InlineData("FL101.rows<=-1")]
    [InlineData("FL101.columns<=1")]
    [InlineData("FL109<=1")]
    [InlineData("severity<=high")]
    [InlineData("severity<3")]
    [InlineData("severity<low,high")]
    [InlineData("<=3")]
    [InlineData("FL101<=NaN")]
    public void A_condition_that_can_not_be_read_is_refused(string gate) => Assert.Throws<InputException>(() => Passes(gate, First()));

    [Fact]
    public void A_gate_over_an_unmeasured_check_fails_and_over_a_skipped_one_unless_asked()
    {
        CatalogueEntry[] entries = [new FakeEntry(_ => Verdict.Unmeasured("too few rows"), s_first), new FakeEntry(_ => Verdict.Skipped("needs --reference"), s_second)];
        Assert.False(Passes("FL101<=9", entries));
        Assert.False(Passes("FL101?<=9", entries));
        Assert.False(Passes("FL102<=9", entries));
        Assert.True(Passes("FL102?<=9", entries));
        Assert.True(Passes("FL102?.rows<=9%", entries));
        Assert.True(Passes("FL101<=0", First()));
    }

    [Fact]
    public void Without_a_gate_findings_do_not_change_the_exit_code() => Assert.Equal(0, Run(AuditOptions.Standard, First(Wrong("a", Severity.High))).ExitCode);

    [Fact]
    public void Only_what_is_new_against_the_baseline_fails()
    {
        var before = Written(Run(AuditOptions.Standard, First(Wrong("a", Severity.High, 50), Wrong("gone", Severity.Low, 3))));
        var now = Run(AuditOptions.Standard with { Baseline = before, Gates = ["FL101<=0", "FL101.rows<=0"] }, First(Wrong("a", Severity.High, 70)));
        Assert.Equal([FindingState.Known, FindingState.Fixed], now.Findings.Select(finding => finding.State));
        Assert.Equal(0, now.ExitCode);
        var worse = Run(AuditOptions.Standard with { Baseline = before, Gates = ["FL101<=0", "FL101.rows<=4"] }, First(Wrong("a", Severity.High, 70), Wrong("b", Severity.Low, 4)));
        Assert.Equal([FindingState.Known, FindingState.New, FindingState.Fixed], worse.Findings.Select(finding => finding.State));
        Assert.Equal([false, true], worse.Gates.Select(gate => gate.Passed));
        var third = Run(AuditOptions.Standard with { Baseline = Written(now) }, First(Wrong("a", Severity.High), Wrong("gone", Severity.Low)));
        Assert.Equal([FindingState.Known, FindingState.New], third.Findings.Select(finding => finding.State));
    }

    [Fact]
    public void A_finding_is_fixed_only_where_its_check_ran()
    {
        var before = Written(Run(AuditOptions.Standard, First(Wrong("a", Severity.High))));
        var now = Run(AuditOptions.Standard with { Baseline = before }, new FakeEntry(_ => Verdict.Unmeasured("too few rows"), s_first));
        Assert.Empty(now.Findings);
        Assert.Contains(now.Warnings, text => text.Contains("FL101", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_a_note_and_is_a_fault_now_is_new()
    {
        var before = Written(Run(AuditOptions.Standard, First(Wrong("a", Severity.Info))));
        Assert.Equal(FindingState.New, Run(AuditOptions.Standard with { Baseline = before }, First(Wrong("a", Severity.Medium))).Findings[0].State);
    }

    [Fact]
    public void What_is_accepted_with_a_reason_is_no_longer_open()
    {
        var id = Run(AuditOptions.Standard, First(Wrong("a", Severity.High))).Findings[0].Id;
        foreach (var name in new[] { id, "FL101", "first" })
        {
            var report = Run(AuditOptions.Standard with { Suppressions = [new Suppression(name, "known since May")], Gates = ["severity<low", "FL101<=0"] }, First(Wrong("a", Severity.High)));
            Assert.Equal("known since May", report.Findings[0].Suppressed);
            Assert.Equal(CheckStatus.Found, report.Checks[0].Status);
            Assert.Equal(0, report.ExitCode);
        }

        var other = Run(AuditOptions.Standard with { Suppressions = [new Suppression(id, "known")], Gates = ["FL101<=0"] }, First(Wrong("a", Severity.High), Wrong("b", Severity.Low)));
        Assert.Equal(1, other.ExitCode);
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Suppressions = [new Suppression("FL101", " ")] }, First()));
        Assert.Contains(Run(AuditOptions.Standard with { Suppressions = [new Suppression("FL101", "gone")] }, First()).Warnings, text => text.Contains("FL101", StringComparison.Ordinal));
    }

    static AuditReport Written(AuditReport report) => ReportJson.Read(ReportJson.Write(report), "report.json");
}
