using System.Globalization;
using System.Text.Json.Nodes;
using Faultline.DuckDb;

namespace Faultline.Cli.Tests;

/// <summary>Tables of more rows than are held in memory, asked of the real program.</summary>
public sealed class LargeTableTests : IDisposable
{
    const int Rows = 4_100_000;
    const long Memory = 300_000_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_report_and_the_scores_are_the_same_in_little_memory_and_in_much()
    {
        Make();

        var (small, peak) = await Audit("300MB", "small", 1);
        var (large, _) = await Audit("8GB", "large", 2);

        Assert.True(JsonNode.DeepEquals(small, large), "the reports differ");
        Assert.Equal(await File.ReadAllBytesAsync(_folder["small/scores.csv"], TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(_folder["large/scores.csv"], TestContext.Current.CancellationToken));
        Assert.InRange(peak, 1, Memory);
        var label = small["checks"]!.AsArray().Single(check => (string?)check!["id"] == "FL101")!;
        Assert.Equal("found", (string?)label["status"]);
        Assert.Equal(Rows, (long)label["rowsScored"]!);

        // One of 20 labels was replaced, half of these by another class.
        Assert.InRange((double)label["details"]!["estimatedErrors"]!["low"]!, 0, Rows / 40.0);
        Assert.InRange((double)label["details"]!["estimatedErrors"]!["high"]!, Rows / 40.0, Rows);
        var lines = File.ReadLines(_folder["small/scores.csv"]).Skip(1).ToArray();
        Assert.Equal((long)label["rowsFlagged"]!, lines.Count(line => line.Contains(",FL101,", StringComparison.Ordinal)));
        Assert.All(lines.Where(line => line.Contains(",FL101,", StringComparison.Ordinal)).Take(1000), line => Assert.Equal("id" + line.Split(',')[0], line.Split(',')[1]));
    }

    [Fact]
    public async Task A_bad_probability_far_down_is_named_with_file_and_row_and_nothing_is_written()
    {
        Make(bad: 3_777_777);

        var result = await FaultlineProcess.RunAsync(_folder.Path, Words("300MB", "r", 2));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("faultline: 'large.parquet' row 3777777, column 'p1': ", result.Error.Split('\n').Last(line => line.Length > 0), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["r"]));
    }

    [Fact]
    public async Task What_a_killed_run_spilled_is_gone_after_the_next()
    {
        _folder.Write("d.csv", "a,b\n1,2\n3,4\n");
        var orphan = Path.Join(_folder.Path, "faultline-999999999");
        var other = Path.Join(_folder.Path, "faultline-999999998");
        var running = Path.Join(_folder.Path, "faultline-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        foreach (var path in new[] { Path.Join(orphan, "spill"), Path.Join(other, "mine"), Path.Join(running, "spill") })
        {
            Directory.CreateDirectory(path);
            await File.WriteAllTextAsync(Path.Join(path, "block"), "x", TestContext.Current.CancellationToken);
        }

        var result = await FaultlineProcess.RunAsync(_folder.Path, null, new Dictionary<string, string?>(StringComparer.Ordinal) { ["TMPDIR"] = _folder.Path }, ["audit", "d.csv", "--checks", "FL107", "--out", "r", "--quiet"]);

        Assert.Equal(0, result.ExitCode);
        Assert.False(Directory.Exists(orphan));
        Assert.True(Directory.Exists(other));
        Assert.True(Directory.Exists(running));
    }

    void Make(int bad = -1)
    {
        using var database = new Database(threads: 2);
        using var connection = database.Connect();
        connection.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT 'id' || i AS key, CASE WHEN hash(i + 3) % 20 = 0 THEN hash(i + 5) % 2 WHEN (hash(i + 7) % 1000) / 1000.0 < p THEN 1 ELSE 0 END AS y, CAST(1 - p AS FLOAT) AS p0, CASE WHEN i = {bad} THEN NULL ELSE CAST(p AS FLOAT) END AS p1, 'g' || hash(i + 9) % 4 AS g "
            + $"FROM (SELECT i, 1 / (1 + exp(-30 * ((hash(i) % 100000) / 100000.0 - 0.5))) AS p FROM range({Rows}) t(i))) TO {Sql.Literal(_folder["large.parquet"])} (FORMAT parquet)"));
    }

    static string[] Words(string memory, string to, int threads) =>
        ["audit", "large.parquet", "--label", "y", "--id", "key", "--probabilities", "p0,p1", "--checks", "FL101,FL107,FL301,FL302", "--scores", "csv", "--memory", memory, "--out", to, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--quiet"];

    async Task<(JsonNode Report, long Peak)> Audit(string memory, string to, int threads)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/time"), "the program 'time', which reads the peak that the operating system kept, is not installed");
        var result = await FaultlineProcess.RunProgramAsync("/usr/bin/time", _folder.Path, null, null, ["-f", "%M", "-o", to + ".peak", FaultlineProcess.Host, FaultlineProcess.Program, .. Words(memory, to, threads)]);

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        var peak = 1024 * long.Parse(await File.ReadAllTextAsync(_folder[to + ".peak"], TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        var report = JsonNode.Parse(await File.ReadAllBytesAsync(_folder[to + "/report.json"], TestContext.Current.CancellationToken))!;
        report.AsObject().Remove("seconds");
        report.AsObject().Remove("environment");
        foreach (var check in report["checks"]!.AsArray())
        {
            check!.AsObject().Remove("seconds");
        }

        return (report, peak);
    }
}
