using System.Text.Json.Nodes;

namespace Faultline.Reporting.Tests;

public sealed class SarifReportTests
{
    [Fact]
    public void Rules_are_the_checks_and_results_the_findings()
    {
        var report = SampleReports.Rich();

        var run = Run(report);

        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal(report.Checks.Select(check => check.Id), rules.Select(rule => (string?)rule!["id"]));
        Assert.All(rules, rule => Assert.False(string.IsNullOrEmpty((string?)rule!["help"]!["text"])));
        var results = run["results"]!.AsArray();
        Assert.Equal(report.Findings.Select(finding => finding.Id), results.Select(result => (string?)result!["partialFingerprints"]!["faultlineFinding/v1"]));
        Assert.Equal(["error", "error", "warning", "warning", "note", "none"], results.Select(result => (string?)result!["level"]));
        Assert.All(results, result => Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]));

        // SARIF 2.1.0, 3.27.9: a result whose kind is not "fail" has the level "none".
        Assert.All(results, result => Assert.Equal((string?)result!["kind"] == "fail", (string?)result["level"] != "none"));
        Assert.Equal("shared/data/adult.csv", (string?)results[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
    }

    [Fact]
    public void Baseline_and_acceptance_are_said_in_SARIFs_words()
    {
        var finding = Builder.Finding("FL107", "a", Severity.High, "One");
        var report = Builder.Report(
            [finding, finding with { Id = "FL107-2", State = FindingState.Known, Suppressed = "agreed with the owner" }, finding with { Id = "FL107-3", State = FindingState.Fixed }], null);

        var results = Run(report)["results"]!.AsArray();

        Assert.Equal(["new", "unchanged", "absent"], results.Select(result => (string?)result!["baselineState"]));
        Assert.Equal("agreed with the owner", (string?)results[1]!["suppressions"]![0]!["justification"]);
        Assert.Null(results[0]!["suppressions"]);
    }

    [Fact]
    public void What_could_not_be_measured_is_a_notification()
    {
        var notes = Run(SampleReports.Clean())["invocations"]![0]!["toolExecutionNotifications"]!.AsArray();
        Assert.Equal("FL302", (string?)notes[0]!["associatedRule"]!["id"]);
    }

    [Fact]
    public void Rows_belong_to_the_file_they_were_read_from_and_paths_are_escaped()
    {
        var report = Builder.Report([Builder.Finding("FL107", "a", Severity.High, "One") with { Rows = new FoundRows(1, [12]) }], null) with
        {
            Input = [new InputInfo("/data/a b.csv", 10, 2, 1), new InputInfo("c#%.csv", 10, 2, 1)],
        };

        var run = Run(report);

        Assert.Equal("file:///data/a%20b.csv", (string?)run["artifacts"]![0]!["location"]!["uri"]);
        Assert.Equal("c%23%25.csv", (string?)run["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
    }

    [Fact]
    public void Rows_that_a_query_took_from_several_files_belong_to_none_of_them()
    {
        var report = Builder.Report([Builder.Finding("FL107", "a", Severity.High, "One") with { Rows = new FoundRows(1, [2]) }], null) with
        {
            Input = [new InputInfo("a.csv", 10, 2, 1), new InputInfo("b.csv", 10, 2, 1)],
            RowCount = 5,
        };

        Assert.Null(Run(report)["results"]![0]!["locations"]![0]!["physicalLocation"]);
    }

    static JsonNode Run(AuditReport report) => JsonNode.Parse(SarifReport.Write(report))!["runs"]![0]!;
}
