using System.Text.Json.Nodes;

namespace Faultline.Tests;

public sealed class ReportJsonTests
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("not json", "it is no JSON from line 1 on")]
    [InlineData("{\n\"schema\": \"faultline/report/1\",\n\"seed\": 1", "it is no JSON from line 3 on")]
    [InlineData("[1, 2]", "it is JSON that names no schema")]
    [InlineData("{\"schema\": 3}", "it is JSON that names no schema")]
    [InlineData("{\"schema\": \"other/2\"}", "its schema is 'other/2'")]
    [InlineData("{\"schema\": \"faultline/report/1\"}", "parts of it are missing")]
    [InlineData("{\"schema\": \"faultline/report/1\", \"tool\": 3}", "its 'tool' is not what an audit writes there")]
    public void What_is_no_report_is_said_in_our_words(string json, string why) => Assert.Equal(
        $"'b.json' is no Faultline report: {why}. Expected a report.json with the schema 'faultline/report/1'; give that of an earlier audit.",
        Assert.Throws<InputException>(() => ReportJson.Read(System.Text.Encoding.UTF8.GetBytes(json), "b.json")).Message);

    [Fact]
    public void Every_check_stands_in_report_json_with_the_stage_of_the_catalogue()
    {
        var report = Report();
        var checks = JsonNode.Parse(ReportJson.Write(report))!["checks"]!.AsArray();
        Assert.Equal(Catalogue.All.Select(entry => (entry.Info.Id, entry.Info.Id[2] switch { '1' => "enters", '2' => "learned", '3' => "shows", '4' => "spreads", '5' => "caught", _ => "repaired" })), checks.Select(check => ((string)check!["id"]!, (string)check["stage"]!)));
    }

    [Fact]
    public void Every_word_of_a_report_is_that_of_its_value_and_comes_back()
    {
        var report = Report();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            Assert.Equal(stage.ToString(), Back(report with { Checks = [report.Checks[0] with { Stage = stage }] }, "stage", out var back), ignoreCase: true);
            Assert.Equal(stage, back.Checks[0].Stage);
        }

        foreach (var status in Enum.GetValues<CheckStatus>())
        {
            Assert.Equal(status.ToString(), Back(report with { Checks = [report.Checks[0] with { Status = status }] }, "status", out var back), ignoreCase: true);
            Assert.Equal(status, back.Checks[0].Status);
        }

        foreach (var task in Enum.GetValues<TaskKind>())
        {
            var json = ReportJson.Write(report with { Task = task });
            Assert.Equal(task.ToString(), (string)JsonNode.Parse(json)!["task"]!, ignoreCase: true);
            Assert.Equal(task, ReportJson.Read(json, "report.json").Task);
        }

        foreach (var kind in Enum.GetValues<ColumnKind>())
        {
            var json = ReportJson.Write(report with { Columns = [report.Columns[0] with { Kind = kind }] });
            Assert.Equal(kind.ToString(), (string)JsonNode.Parse(json)!["columns"]![0]!["kind"]!, ignoreCase: true);
        }
    }

    [Theory]
    [InlineData(Severity.Info, "info")]
    [InlineData(Severity.Low, "low")]
    [InlineData(Severity.Medium, "medium")]
    [InlineData(Severity.High, "high")]
    public void A_finding_has_its_severity_and_state(Severity severity, string word)
    {
        var report = Report();
        var finding = Assert.Single(report.Findings) with { Severity = severity, State = FindingState.Known };
        var json = ReportJson.Write(report with { Findings = [finding] });
        var written = JsonNode.Parse(json)!["findings"]![0]!;
        Assert.Equal((word, "known", "enters"), ((string)written["severity"]!, (string)written["state"]!, (string)written["stage"]!));
        Assert.Equal(severity, ReportJson.Read(json, "report.json").Findings[0].Severity);
    }

    static string Back(AuditReport report, string field, out AuditReport back)
    {
        var json = ReportJson.Write(report);
        back = ReportJson.Read(json, "report.json");
        return (string)JsonNode.Parse(json)!["checks"]![0]![field]!;
    }

    // One cell is no sex.
    static AuditReport Report()
    {
        var data = Table.FromColumns(TextColumn.From("sex", [.. Enumerable.Range(0, 60).Select(i => i == 9 ? "?" : i % 2 == 0 ? "female" : "male")]));
        return Audit.Run(EvidenceBuilder.Build(new EvidenceRequest { Data = data }), new AuditOptions { Checks = ["FL107"] });
    }
}
