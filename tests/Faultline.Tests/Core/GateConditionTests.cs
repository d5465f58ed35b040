namespace Faultline.Tests.Core;

public sealed class GateConditionTests
{
    const string Hygiene = "FL107";
    const string Duplicates = "FL103";

    [Theory]
    [InlineData("FL107<=1", true)]
    [InlineData("FL107<=0", false)]
    [InlineData("ColumnHygiene<=0", false)]
    [InlineData("fl107 <= 0", false)]
    [InlineData("FL107.rows<=30", true)]
    [InlineData("FL107.rows<=29", false)]
    [InlineData("FL107.rows<=15%", true)]
    [InlineData("FL107.rows<=14.9%", false)]
    [InlineData("FL107.ROWS<=2e1%", true)]
    [InlineData("FL107.measure<=7.5", true)]
    [InlineData("FL107.measure<=7.4", false)]
    [InlineData("FL103<=0", true)]
    [InlineData("FL103.rows<=0%", true)]
    [InlineData("FL103.measure<=0", true)]
    [InlineData("severity<high", true)]
    [InlineData("severity<medium", false)]
    [InlineData("Severity < LOW", false)]
    public void A_condition_is_judged_over_open_findings(string condition, bool passes)
    {
        var checks = Made.Checks(Made.Check(Hygiene, CheckStatus.Found, rowsFlagged: 30));
        var findings = new[] { Made.Finding(Hygiene, "a", Severity.Medium, measure: 7.5, rows: 30), Made.Finding(Duplicates, "b", Severity.Info, measure: 99, rows: 99) };

        var result = Gate.Parse(condition, Made.Entries).Judge(checks, findings, rows: 200);

        Assert.Equal(passes, result.Passed);
        Assert.Equal(condition, result.Condition);
        Assert.NotEmpty(result.Reason);
    }

    [Theory]
    [InlineData("FL107<=5", CheckStatus.Unmeasured, false)]
    [InlineData("FL107?<=5", CheckStatus.Unmeasured, false)]
    [InlineData("FL107.rows<=100%", CheckStatus.Unmeasured, false)]
    [InlineData("FL107<=5", CheckStatus.Skipped, false)]
    [InlineData("FL107?<=5", CheckStatus.Skipped, true)]
    [InlineData("ColumnHygiene?.rows<=1%", CheckStatus.Skipped, true)]
    [InlineData("FL107?.measure<=1", CheckStatus.Skipped, true)]
    public void What_was_not_measured_fails_and_what_was_skipped_passes_only_with_a_question_mark(string condition, CheckStatus status, bool passes)
    {
        var result = Gate.Parse(condition, Made.Entries).Judge(Made.Checks(Made.Check(Hygiene, status, reason: "8 rows are too few")), [], rows: 8);

        Assert.Equal(passes, result.Passed);
        Assert.Contains("8 rows are too few", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_mark_forgives_no_finding() =>
        Assert.False(Gate.Parse("FL107?<=0", Made.Entries).Judge(Made.Checks(Made.Check(Hygiene, CheckStatus.Found, 3)), [Made.Finding(Hygiene, "a")], 10).Passed);

    [Fact]
    public void Known_fixed_and_accepted_findings_fail_no_gate()
    {
        var checks = Made.Checks(Made.Check(Hygiene, CheckStatus.Found, rowsFlagged: 30));
        ReportFinding[] findings =
        [
            Made.Finding(Hygiene, "known", Severity.High, rows: 10) with { State = FindingState.Known },
            Made.Finding(Hygiene, "fixed", Severity.High, rows: 10) with { State = FindingState.Fixed },
            Made.Finding(Hygiene, "accepted", Severity.High, rows: 20) with { Suppressed = "agreed" },
        ];

        Assert.All(Gate.ParseAll(["FL107<=0", "FL107.rows<=0", "FL107.measure<=0", "severity<low"], Made.Entries), gate => Assert.True(gate.Judge(checks, findings, 100).Passed));
    }

    [Fact]
    public void Beside_known_findings_only_the_rows_of_new_ones_count()
    {
        var checks = Made.Checks(Made.Check(Hygiene, CheckStatus.Found, rowsFlagged: 500));
        ReportFinding[] findings = [Made.Finding(Hygiene, "known", rows: 497) with { State = FindingState.Known }, Made.Finding(Hygiene, "new", rows: 3)];

        Assert.True(Gate.Parse("FL107.rows<=3", Made.Entries).Judge(checks, findings, 1000).Passed);
        Assert.False(Gate.Parse("FL107.rows<=2", Made.Entries).Judge(checks, findings, 1000).Passed);
    }

    [Fact]
    public void Rows_that_several_findings_share_count_once() =>
        Assert.True(Gate.Parse("FL107.rows<=30", Made.Entries).Judge(
            Made.Checks(Made.Check(Hygiene, CheckStatus.Found, rowsFlagged: 30)),
            [Made.Finding(Hygiene, "a", rows: 30), Made.Finding(Hygiene, "b", rows: 30)],
            100).Passed);

    [Fact]
    public void A_severity_gate_says_how_much_was_not_measured() =>
        Assert.Contains("1 check is unmeasured", Gate.Parse("severity<low", Made.Entries).Judge(Made.Checks(Made.Check(Hygiene, CheckStatus.Unmeasured, reason: "few")), [], 5).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("FL107")]
    [InlineData("FL107<3")]
    [InlineData("FL107=3")]
    [InlineData("FL107>=3")]
    [InlineData("<=3")]
    [InlineData("FL107<=")]
    [InlineData("FL107<=three")]
    [InlineData("FL107<=-1")]
    [InlineData("FL107<=NaN")]
    [InlineData("FL107.rows<=∞")]
    [InlineData("FL107<=3%")]
    [InlineData("FL107.measure<=3%")]
    [InlineData("FL107.row<=3")]
    [InlineData("FL107.rows?<=3")]
    [InlineData("FL107.<=3")]
    [InlineData("severity<=high")]
    [InlineData("severity<info")]
    [InlineData("severity<3")]
    [InlineData("severity<low,high")]
    [InlineData("data.csv")]
    public void What_can_not_be_read_is_refused_with_the_forms_that_can(string condition) =>
        Assert.Contains("expected CHECK<=N", Assert.Throws<InputException>(() => Gate.Parse(condition, Made.Entries)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_check_is_refused_with_the_nearest_named() =>
        Assert.Contains("ColumnHygiene", Assert.Throws<InputException>(() => Gate.Parse("ColumHygiene<=0", Made.Entries)).Message, StringComparison.Ordinal);
}
