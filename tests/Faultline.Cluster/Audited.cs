using System.Globalization;
using System.Text.Json.Nodes;
using Faultline.Cli.Tests;
using Faultline.DuckDb;

namespace Faultline.Cluster;

/// <summary>A small table that is read as if it were larger than memory, and what audits of it write.</summary>
sealed class Audited(TemporaryFolder folder)
{
    /// <summary>Small enough to be quick, large enough that the sample is not all of it.</summary>
    public const int Rows = 60_000;

    const string HeldRows = "FAULTLINE_HELD_ROWS";

    /// <summary>The words that say what is audited.</summary>
    public static string[] Words { get; } = ["--label", "y", "--id", "key", "--probabilities", "p0,p1", "--checks", "FL101,FL107,FL301,FL302"];

    /// <summary>The folder.</summary>
    public TemporaryFolder Folder => folder;

    /// <summary>Makes two files with uneven row groups.</summary>
    /// <param name="rows">Rows of both.</param>
    /// <param name="bad">A row without a probability, or −1.</param>
    /// <param name="group">Rows of a row group of the first file.</param>
    public void Make(int rows = Rows, int bad = -1, int group = 2_048)
    {
        using var database = new Database(threads: 2);
        using var connection = database.Connect();
        foreach (var (name, from, to, size) in new[] { ("a", 0, rows * 2 / 3, group), ("b", rows * 2 / 3, rows, 3 * group) })
        {
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"COPY (SELECT 'id' || i AS key, CASE WHEN hash(i + 3) % 20 = 0 THEN hash(i + 5) % 2 WHEN (hash(i + 7) % 1000) / 1000.0 < p THEN 1 ELSE 0 END AS y, CAST(1 - p AS FLOAT) AS p0, CASE WHEN i = {bad} THEN NULL ELSE CAST(p AS FLOAT) END AS p1, 'g' || hash(i + 9) % 4 AS g, hash(i + 11) % 1000 / 10.0 AS n "
                + $"FROM (SELECT i, 1 / (1 + exp(-30 * ((hash(i) % 100000) / 100000.0 - 0.5))) AS p FROM range({from}, {to}) t(i))) TO {Sql.Literal(folder[name + ".parquet"])} (FORMAT parquet, ROW_GROUP_SIZE {size})"));
        }
    }

    /// <summary>Runs the program where a table of more than 1,000 rows is not held.</summary>
    public Task<ProcessResult> RunAsync(params IEnumerable<string> words) => RunAsync(null, words);

    /// <summary>The same with further changes to the environment.</summary>
    public Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> words) =>
        FaultlineProcess.RunAsync(folder.Path, null, Environment(environment), words);

    /// <summary>Starts the program without waiting.</summary>
    public System.Diagnostics.Process Start(IReadOnlyDictionary<string, string?>? environment, params IEnumerable<string> words) =>
        FaultlineProcess.StartHeedingSignals(folder.Path, Environment(environment), words);

    /// <summary>Audits both files.</summary>
    public Task<ProcessResult> AuditAsync(string to, params IEnumerable<string> words) => RunAsync([.. Command(to), .. words]);

    /// <summary>The words of an audit of both files.</summary>
    public static string[] Command(string to) => ["audit", "a.parquet", "b.parquet", .. Words, "--scores", "csv", "--out", to, "--threads", "2"];

    /// <summary>The report without what may differ between two runs.</summary>
    public string Report(string name)
    {
        var report = JsonNode.Parse(File.ReadAllBytes(folder[name + "/report.json"]))!;
        report.AsObject().Remove("seconds");
        report.AsObject().Remove("environment");
        foreach (var check in report["checks"]!.AsArray())
        {
            check!.AsObject().Remove("seconds");
        }

        return report.ToJsonString();
    }

    /// <summary>Asserts that two audits wrote the same.</summary>
    public void Equal(string expected, string actual)
    {
        Assert.Equal(Report(expected), Report(actual));
        Assert.Equal(File.ReadAllBytes(folder[expected + "/scores.csv"]), File.ReadAllBytes(folder[actual + "/scores.csv"]));
    }

    /// <summary>Where an audit keeps what it reads.</summary>
    public string States(string name) => folder[$".{name}.faultline-states"];

    static Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string?>? more) => new(more ?? new Dictionary<string, string?>(StringComparer.Ordinal), StringComparer.Ordinal) { [HeldRows] = "1000" };
}
