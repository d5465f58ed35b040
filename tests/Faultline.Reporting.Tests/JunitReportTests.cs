using System.Xml.Linq;

namespace Faultline.Reporting.Tests;

public sealed class JunitReportTests
{
    [Fact]
    public void Every_check_is_one_test_case_and_ends_as_the_check_did()
    {
        var report = SampleReports.Rich();

        var suite = Parse(report);

        Assert.Equal(report.Checks.Select(check => $"{check.Id} {check.Name}"), suite.Elements("testcase").Select(test => (string?)test.Attribute("name")));
        Assert.Equal("needs groups: give --group COLUMNS", (string?)Case(suite, "FL303").Element("skipped")?.Attribute("message"));

        // Two checks have a high finding, so the gate severity<high fails both.
        Assert.Equal(["FL101 LabelErrors", "FL103 Duplicates"], suite.Elements("testcase").Where(test => test.Element("failure") is not null).Select(test => (string?)test.Attribute("name")));
        Assert.Equal("7", (string?)suite.Attribute("tests"));
        Assert.Equal("2", (string?)suite.Attribute("failures"));
        Assert.Equal("1", (string?)suite.Attribute("skipped"));
        Assert.Equal("0", (string?)suite.Attribute("errors"));
    }

    [Fact]
    public void Unmeasured_is_an_error_with_its_reason()
    {
        var suite = Parse(SampleReports.Clean());

        Assert.Equal("8 rows are too few for 15 bins; give at least 200", (string?)Case(suite, "FL302").Element("error")?.Attribute("message"));
        Assert.Equal("1", (string?)suite.Attribute("errors"));
    }

    [Fact]
    public void A_failed_gate_over_a_skipped_check_fails_that_check()
    {
        var report = SampleReports.Clean() with { Gates = [new GateResult("UnequalErrorRates.measure <= 0.1", false, "FL303 UnequalErrorRates is skipped")] };

        var test = Case(Parse(report), "FL303");

        Assert.Contains("UnequalErrorRates.measure <= 0.1", (string?)test.Element("failure")?.Attribute("message"), StringComparison.Ordinal);
        Assert.Null(test.Element("skipped"));
    }

    [Fact]
    public void Hostile_text_stays_well_formed() => Assert.NotEmpty(Parse(SampleReports.Hostile()).Elements("testcase"));

    static XElement Parse(AuditReport report) => XDocument.Load(new MemoryStream(JunitReport.Write(report))).Root!.Element("testsuite")!;

    static XElement Case(XElement suite, string id) => suite.Elements("testcase").Single(test => ((string?)test.Attribute("name"))!.StartsWith(id, StringComparison.Ordinal));
}
