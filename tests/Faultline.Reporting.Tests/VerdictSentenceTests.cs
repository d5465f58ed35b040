namespace Faultline.Reporting.Tests;

public sealed class VerdictSentenceTests
{
    [Fact]
    public void High_findings_forbid_trust() =>
        Assert.Equal("5 findings in the 32,561 rows of adult.csv, 2 of them high: mend them before you trust any result.", Of(SampleReports.Rich()));

    [Theory]
    [InlineData(Severity.High, "1 finding in the 32,561 rows of adult.csv, high: mend it before you trust any result.")]
    [InlineData(Severity.Medium, "1 finding in the 32,561 rows of adult.csv, medium: results will feel it.")]
    [InlineData(Severity.Low, "1 small finding in the 32,561 rows of adult.csv: worth a look, unlikely to change results.")]
    public void One_finding_is_it(Severity severity, string expected) =>
        Assert.Equal(expected, Of(Builder.Report([Builder.Finding("FL107", "a", severity, "One")], null)));

    [Fact]
    public void Where_a_query_chose_the_rows_they_are_counted_and_not_those_of_the_files() =>
        Assert.StartsWith("Nothing wrong was found in the 73 rows of adult.csv", Of(SampleReports.Clean() with { RowCount = 73 }), StringComparison.Ordinal);

    [Fact]
    public void Standard_input_has_a_name() =>
        Assert.StartsWith("Nothing wrong was found in the 9 rows of standard input", Of(SampleReports.Clean() with { Input = [new InputInfo("-", 9, 2, null)] }), StringComparison.Ordinal);

    [Fact]
    public void Nothing_found_says_how_many_looked_and_what_did_not() =>
        Assert.Equal("Nothing wrong was found in the 32,561 rows of adult.csv: 5 checks looked, 1 was skipped and 1 could not be measured.", Of(SampleReports.Clean()));

    [Fact]
    public void Nothing_measured_is_not_clean()
    {
        var report = SampleReports.Clean();
        report = report with { Checks = [.. report.Checks.Select(check => check with { Status = CheckStatus.Unmeasured })] };
        Assert.Equal("Nothing was checked in the 32,561 rows of adult.csv: of the checks, 7 could not be measured.", Of(report));
    }

    [Fact]
    public void Accepted_and_fixed_findings_are_not_open()
    {
        var report = Builder.Report(
            [
                Builder.Finding("FL107", "a", Severity.High, "Accepted") with { Suppressed = "known" },
                Builder.Finding("FL107", "b", Severity.High, "Gone") with { State = FindingState.Fixed },
                Builder.Finding("FL107", "c", Severity.Info, "Note"),
            ],
            null);
        Assert.StartsWith("Nothing wrong was found in the 32,561 rows of adult.csv beyond the 1 finding that you accepted", Of(report), StringComparison.Ordinal);
    }

    static string Of(AuditReport report) => VerdictSentence.Of(new ReportView(report));
}
