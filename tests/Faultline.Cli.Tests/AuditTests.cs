using System.Text.Json;
using System.Text.Json.Nodes;

namespace Faultline.Cli.Tests;

/// <summary>What CONTRACT.md says of <c>faultline audit</c>, asked of the real program.</summary>
public sealed class AuditTests : IDisposable
{
    static readonly string[] s_files = ["junit.xml", "report.html", "report.json", "report.sarif", "scores.parquet"];

    readonly TemporaryFolder _folder = new();

    public AuditTests()
    {
        // Twelve cells of u are question marks: FL107 has something to find, and needs no label.
        var lines = Tables.TwoClasses(200).TrimEnd('\n').Split('\n');
        for (var row = 1; row <= 12; row++)
        {
            lines[row * 13] = $"k{(row * 13) - 1},?,0.5,{(row % 2 == 0 ? "no" : "yes")}";
        }

        _folder.Write("d.csv", string.Join('\n', lines) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_summary_is_on_standard_output_and_the_files_are_in_the_default_folder()
    {
        var result = (await Audit("d.csv", "--checks", "FL107")).Ran();

        Assert.Contains("FL107", result.Output, StringComparison.Ordinal);
        Assert.Contains("faultline-report", result.Output, StringComparison.Ordinal);
        Assert.True(result.Output.TrimEnd('\n').Split('\n').Length <= 25);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.All(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("faultline: ", line, StringComparison.Ordinal));
        Assert.Equal(s_files, Directory.GetFileSystemEntries(_folder["faultline-report"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["d.csv", "faultline-report"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("csv", "scores.csv")]
    [InlineData("none", null)]
    public async Task Scores_go_where_they_are_asked(string format, string? file)
    {
        (await Audit("d.csv", "--checks", "FL107", "--scores", format, "--out", "o")).Ran();

        Assert.Equal(file, Directory.GetFiles(_folder["o"], "scores.*").Select(Path.GetFileName).SingleOrDefault());
        if (file is not null)
        {
            var lines = await File.ReadAllLinesAsync(_folder["o/" + file], TestContext.Current.CancellationToken);
            Assert.Equal("row,id,check,column,score,flagged,suggestion", lines[0]);
            Assert.Equal(13, lines.Length);
            Assert.Equal(12, lines.Count(line => line.Contains(",FL107,u,", StringComparison.Ordinal) && line.Contains(",true,", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Findings_without_a_gate_do_not_change_the_exit_code_and_a_gate_does()
    {
        (await Audit("d.csv", "--checks", "FL107", "--out", "a")).Ran();
        var failed = (await Audit("d.csv", "--checks", "FL107", "--out", "b", "--gate", "FL107.rows<=11", "severity<high")).Ran(1);
        (await Audit("d.csv", "--checks", "FL107", "--out", "c", "--gate", "FL107.rows<=12")).Ran();

        Assert.Contains("FL107.rows<=11", failed.Output, StringComparison.Ordinal);
        Assert.Equal([("FL107.rows<=11", false)], Report("b")["gates"]!.AsArray().Take(1).Select(gate => ((string)gate!["condition"]!, (bool)gate["passed"]!)));
        Assert.Contains("<failure", await File.ReadAllTextAsync(_folder["b/junit.xml"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_over_a_skipped_check_fails_unless_it_has_a_question_mark()
    {
        (await Audit("d.csv", "--checks", "FL107,FL401", "--out", "a", "--gate", "FL401<=0")).Ran(1);
        (await Audit("d.csv", "--checks", "FL107,FL401", "--out", "a", "--gate", "FL401?<=0")).Ran();
    }

    [Fact]
    public async Task Data_comes_after_two_dashes_or_from_standard_input_or_by_a_glob()
    {
        (await Audit("--checks", "FL107", "--gate", "FL107<=9", "--", "d.csv")).Ran();
        var piped = await FaultlineProcess.RunAsync(_folder.Path, await File.ReadAllBytesAsync(_folder["d.csv"], TestContext.Current.CancellationToken), null, ["audit", "-", "--checks", "FL107", "--out", "piped"]);
        piped.Ran();
        File.Copy(_folder["d.csv"], _folder["e.csv"]);
        (await Audit("?.csv", "--checks", "FL107", "--out", "both")).Ran();

        Assert.Equal(12, (int)Check("piped", "FL107")["rowsFlagged"]!);
        Assert.Equal(["d.csv", "e.csv"], Report("both")["input"]!.AsArray().Select(input => (string)input!["path"]!));
        Assert.Equal(24, (int)Check("both", "FL107")["rowsFlagged"]!);
    }

    [Fact]
    public async Task A_folder_with_other_things_needs_overwrite_and_keeps_them()
    {
        Directory.CreateDirectory(_folder["o"]);
        _folder.Write("o/mine.txt", "mine");

        (await Audit("d.csv", "--checks", "FL107", "--out", "o")).CouldNotRun("--overwrite");
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_folder["o"]).Select(Path.GetFileName));
        (await Audit("d.csv", "--checks", "FL107", "--out", "o", "--overwrite")).Ran();

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["o/mine.txt"], TestContext.Current.CancellationToken));
        Assert.True(File.Exists(_folder["o/report.json"]));
    }

    [Fact]
    public async Task An_earlier_report_is_replaced_and_survives_a_run_that_can_not_be()
    {
        (await Audit("d.csv", "--checks", "FL107", "--out", "o", "--scores", "csv")).Ran();
        var before = await File.ReadAllBytesAsync(_folder["o/report.json"], TestContext.Current.CancellationToken);
        (await Audit("missing.csv", "--out", "o")).CouldNotRun();
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder["o/report.json"], TestContext.Current.CancellationToken));

        (await Audit("d.csv", "--checks", "FL302", "--out", "o")).Ran();

        Assert.Equal(s_files, Directory.GetFileSystemEntries(_folder["o"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("skipped", (string)Check("o", "FL107")["status"]!);
    }

    [Theory]
    [InlineData("d.csv")]
    [InlineData("d.csv/below")]
    [InlineData("/proc/nowhere/report")]
    [InlineData("/")]
    public async Task An_output_that_can_not_be_written_is_refused_before_the_audit(string target)
    {
        var result = (await Audit("d.csv", "--out", target)).CouldNotRun("--out");

        Assert.Empty(result.Output);
        Assert.Equal(["d.csv"], _folder.Everything());
    }

    [Fact]
    public async Task Every_check_of_the_catalogue_appears_once_with_a_status_and_a_reason_where_it_did_not_run()
    {
        (await Audit("d.csv", "--checks", "ColumnHygiene", "--out", "o")).Ran();
        var checks = Report("o")["checks"]!.AsArray();

        Assert.Equal(Catalogue.All.Select(entry => entry.Info.Id), checks.Select(check => (string)check!["id"]!));
        Assert.All(checks.Where(check => (string)check!["id"]! is not "FL107"), check =>
        {
            Assert.Equal("skipped", (string)check!["status"]!);
            Assert.False(string.IsNullOrWhiteSpace((string)check["reason"]!));
        });
    }

    [Fact]
    public async Task The_report_is_the_same_whatever_the_number_of_threads_and_the_place_of_the_output()
    {
        (await Audit("d.csv", "--label", "y", "--threads", "1", "--out", "one", "--scores", "csv")).Ran();
        (await Audit("d.csv", "--label", "y", "--threads", "2", "--out", "two", "--scores", "csv", "--quiet")).Ran();

        Assert.Equal(Comparable("one"), Comparable("two"));
        Assert.Equal(await File.ReadAllTextAsync(_folder["one/scores.csv"], TestContext.Current.CancellationToken), await File.ReadAllTextAsync(_folder["two/scores.csv"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reproduce_gives_the_same_finding_when_run_as_printed()
    {
        File.Move(_folder["d.csv"], _folder["it's my data.csv"]);
        _folder.Write("c.yaml", "label: y\nseed: 3\nnull: [\"?\", \"-\", -200]\nset: {FL107: {rareShare: 0.06}}\nquiet: yes\n");
        (await Audit("it's my data.csv", "--config", "c.yaml", "--out", "o", "--threads", "1", "--gate", "severity<high")).HasNoStackTrace();
        var findings = Report("o")["findings"]!.AsArray();
        Assert.NotEmpty(findings);

        foreach (var byCheck in findings.GroupBy(finding => (string)finding!["check"]!))
        {
            var command = (string)byCheck.First()!["reproduce"]!;
            Assert.DoesNotMatch("--(out|threads|shards|engine|quiet|config|gate)\\b", command);
            (await FaultlineProcess.ShellAsync(_folder.Path, command)).Ran();
            Assert.Superset(byCheck.Select(finding => (string)finding!["id"]!).ToHashSet(), Report("faultline-report")["findings"]!.AsArray().Select(finding => (string)finding!["id"]!).ToHashSet());
        }
    }

    [Fact]
    public async Task Without_values_no_cell_leaves_but_in_the_scores()
    {
        const string Secret = "Xyzzyplugh";
        _folder.Write("s.csv", Tables.Of(["town", "n", "y"], 120, (row, name) => name switch
        {
            "town" => row % 40 == 3 ? Secret : row % 40 == 5 ? "  " + Secret.ToUpperInvariant() : "other",
            "n" => row == 7 ? "424242424" : $"{row % 9}",
            _ => row % 2 == 0 ? "yes" : "no",
        }) + $"{Secret},3,yes\n{Secret},3,yes\n");

        (await Audit("s.csv", "--label", "y", "--out", "shown", "--quiet")).Ran();
        var hidden = (await Audit("s.csv", "--label", "y", "--out", "hidden", "--no-values", "--baseline", "shown/report.json")).Ran();

        Assert.Contains(Secret, await File.ReadAllTextAsync(_folder["shown/report.json"], TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        foreach (var text in Directory.GetFiles(_folder["hidden"]).Where(file => !Path.GetFileName(file).StartsWith("scores", StringComparison.Ordinal)).Select(File.ReadAllText).Append(hidden.Output).Append(hidden.Error))
        {
            Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("424242424", text, StringComparison.Ordinal);
            Assert.DoesNotContain("424,242,424", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_baseline_only_what_is_new_fails_a_gate()
    {
        (await Audit("d.csv", "--checks", "FL107", "--out", "before")).Ran();
        (await Audit("d.csv", "--checks", "FL107", "--out", "same", "--baseline", "before/report.json", "--gate", "severity<low")).Ran();
        _folder.Write("clean.csv", Tables.TwoClasses(200));
        (await Audit("clean.csv", "--checks", "FL107", "--out", "gone", "--baseline", "before/report.json", "--gate", "severity<low")).Ran();
        (await Audit("d.csv", "--checks", "FL107", "--out", "back", "--baseline", "gone/report.json", "--gate", "FL107<=0")).Ran(1);

        Assert.All(Report("same")["findings"]!.AsArray(), finding => Assert.Equal("known", (string)finding!["state"]!));
        Assert.Contains("fixed", Report("gone")["findings"]!.AsArray().Select(finding => (string)finding!["state"]!));
        Assert.Contains("new", Report("back")["findings"]!.AsArray().Select(finding => (string)finding!["state"]!));
    }

    [Fact]
    public async Task A_suppression_is_shown_with_its_reason_and_fails_no_gate()
    {
        _folder.Write("c.yaml", "data: d.csv\nchecks: FL107\nout: o\ngate: FL107<=0\nsuppress:\n  - {id: ColumnHygiene, reason: they are meant}\n  - {id: FL107-00000000, reason: long gone}\n");

        var result = (await Audit("--config", "c.yaml")).Ran();

        Assert.Contains("they are meant", Report("o").ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("faultline: warning: the suppression of 'FL107-00000000' covers no finding", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_leaves_standard_error_to_warnings_and_errors()
    {
        var result = (await Audit("d.csv", "--checks", "FL107", "--quiet")).Ran();

        Assert.NotEmpty(result.Output);
        Assert.All(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("faultline: warning: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_is_audited_and_its_rows_are_numbered_in_its_order()
    {
        _folder.Write("q.csv", Tables.Of(["n", "t"], 200, (row, name) => name == "n" ? $"{row}" : row < 12 ? "?" : row % 3 == 0 ? "red" : "green"));

        (await Audit("q.csv", "--query", "select n, t from data order by n desc", "--checks", "FL107", "--out", "o", "--scores", "csv")).Ran();

        var rows = (await File.ReadAllLinesAsync(_folder["o/scores.csv"], TestContext.Current.CancellationToken)).Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal(Enumerable.Range(188, 12).Select(row => $"{row}"), rows);
        Assert.Contains("--query 'select n, t from data order by n desc'", (string)Report("o")["findings"]![0]!["reproduce"]!, StringComparison.Ordinal);

        var chosen = (await Audit("q.csv", "--query", "from data where n < 50", "--checks", "FL107", "--out", "o")).Ran();
        Assert.Contains(" in the 50 rows of q.csv", chosen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_title_of_every_finding_and_its_command_are_in_the_report_that_a_browser_shows()
    {
        (await Audit("d.csv", "--checks", "FL107", "--out", "o")).Ran();

        var html = await File.ReadAllTextAsync(_folder["o/report.html"], TestContext.Current.CancellationToken);
        Assert.Contains((string)Report("o")["findings"]![0]!["id"]!, html, StringComparison.Ordinal);
    }

    Task<ProcessResult> Audit(params string[] words) => FaultlineProcess.RunAsync(_folder.Path, words.Prepend("audit"));

    JsonObject Report(string folder) => JsonNode.Parse(File.ReadAllBytes(_folder[folder + "/report.json"]))!.AsObject();

    JsonObject Check(string folder, string id) => Report(folder)["checks"]!.AsArray().Single(check => (string)check!["id"]! == id)!.AsObject();

    string Comparable(string folder)
    {
        var report = Report(folder);
        report.Remove("seconds");
        report.Remove("environment");
        foreach (var check in report["checks"]!.AsArray())
        {
            check!.AsObject().Remove("seconds");
        }

        return report.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
