using System.Text.Json.Nodes;

namespace Faultline.Reporting.Tests;

public sealed class ReportSchemaTests
{
    [Fact]
    public void The_published_schema_is_that_of_the_code()
    {
        var file = Path.Combine(Repository.Root, "docs", "report.schema.json");
        if (Environment.GetEnvironmentVariable("FAULTLINE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, JsonReport.Schema());
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == JsonReport.Schema(), "docs/report.schema.json is stale; run these tests once with FAULTLINE_WRITE_DOCS=1 and commit it.");
    }

    [Fact]
    public void The_schema_names_what_the_contract_promises()
    {
        var properties = JsonNode.Parse(JsonReport.Schema())!["properties"]!.AsObject();
        string[] promised = ["schema", "tool", "input", "roles", "seed", "task", "model", "checks", "findings", "columns", "gates", "warnings", "plan", "environment", "seconds"];
        Assert.Empty(promised.Except(properties.Select(property => property.Key)));
        var finding = properties["findings"]!["items"]!["properties"]!.AsObject();
        string[] ofFinding = ["id", "check", "stage", "title", "severity", "measure", "p", "q", "rows", "columns", "cause", "repair", "reproduce", "state"];
        Assert.Empty(ofFinding.Except(finding.Select(property => property.Key)));
    }

    [Fact]
    public void A_report_comes_back_from_its_json()
    {
        var report = SampleReports.Rich();
        var json = JsonReport.Write(report);

        var back = ReportJson.Read(json, "report.json");

        Assert.Equal(json, JsonReport.Write(back));
        Assert.Equal(report.Findings.Select(finding => finding.Title), back.Findings.Select(finding => finding.Title));
    }
}
