using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>How the processor time of each check grows with the rows: a mixed table of 12 columns with predictions of three classes, each check alone; no peer.</summary>
sealed class GrowthBench : IPairedBenchmark
{
    const int Columns = 12;
    const int Large = 1_000_000;
    static readonly string[] s_checks = ["FL101", "FL103", "FL104", "FL105", "FL106", "FL107", "FL108", "FL109", "FL301", "FL302", "FL303", "FL304", "FL401"];

    public string Name => "growth";

    /// <summary>Larger tables are left out.</summary>
    public int MostRows { get; set; } = 10_000_000;

    public IReadOnlyList<string> Cases(bool quick) =>
        [.. s_checks.SelectMany(check => (quick ? new[] { 10_000, 100_000 } : [10_000, 100_000, 1_000_000, 10_000_000]).Where(rows => rows <= MostRows).Select(rows => string.Create(CultureInfo.InvariantCulture, $"{rows}x{Columns}-{check}")))];

    public IEnumerable<Measurement> Run(string name, IReadOnlyDictionary<string, string> sources, int runs) => Comparison.Run(this, name, sources, Shape.Of(name).Rows >= Large ? 1 : 3);

    public string? Prepare(string name, string folder) => null;

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) => [];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, columns, check) = Shape.Of(name);
        var evidence = Evidence(rows, columns, withReference: check == "FL401");
        return () =>
        {
            var report = Audits.Run(evidence, [check]);
            return () => Agreement.Answer(("flagged", [report.Checks.First(result => result.Id == check).RowsFlagged]));
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers) => throw new NotSupportedException("growth has no peers");

    /// <summary>Says at each check's largest case what power of the rows its processor time grows by.</summary>
    public static void Summarise(List<Measurement> rows)
    {
        foreach (var check in rows.Where(row => row.Bench == "growth").GroupBy(row => Shape.Of(row.Case).Kind, StringComparer.Ordinal).ToArray())
        {
            var points = check.Select(row => ((double)Shape.Of(row.Case).Rows, row.OursCpuSeconds)).ToArray();
            var last = check.MaxBy(row => Shape.Of(row.Case).Rows)!;
            if (points.Length > 1)
            {
                rows[rows.IndexOf(last)] = last with { Note = string.Create(CultureInfo.InvariantCulture, $"processor time grows as rows^{GrowthFit.Exponent(points):0.00} from {points.Min(point => point.Item1):0} to {points.Max(point => point.Item1):0} rows") };
            }
        }
    }

    /// <summary>Evidence of one size: numbers and categories, a label of three classes with predictions, two groups.</summary>
    public static Evidence Evidence(int rows, int columns, bool withReference)
    {
        var data = MixedTables.Of(MixedTables.Draw(rows, columns, "growth"), columns);
        var random = SeededRandom.For(0, "growth/label");
        string[] classes = ["a", "b", "c"];
        var labels = new int[rows];
        var probabilities = new double[3 * rows];
        for (var row = 0; row < rows; row++)
        {
            var truth = random.NextInt(3);
            var own = probabilities.AsSpan(3 * row, 3);
            own.Fill(0.1);
            own[random.NextDouble() < 0.9 ? truth : (truth + 1) % 3] = 0.8;
            labels[row] = random.NextDouble() < 0.03 ? (truth + 1) % 3 : truth;
        }

        string[] features = [.. data.Columns.Select(column => column.Name)];
        return new Evidence
        {
            Data = Table.FromColumns([.. data.Columns, new TextColumn("y", labels, classes)]),
            Reference = withReference ? MixedTables.Of(MixedTables.Draw(rows, columns, "growth/reference"), columns) : null,
            Roles = new Roles { Label = "y", Features = features, Groups = [features[MixedTables.Numbers(columns)]] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(classes, labels, probabilities, IsOutOfFold: false),
        };
    }
}
