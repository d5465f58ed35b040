using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL104 on embeddings beside scikit-learn's mean distance to the 10 nearest rows, by its fastest algorithm for the shape.</summary>
sealed class OutliersBench : IPairedBenchmark
{
    const int Farthest = 100;

    public string Name => "outliers";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["5000x32"] : ["100000x8", "50000x64"];

    public string? Prepare(string name, string folder)
    {
        var (rows, dimensions, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "outliers/" + name);
        var points = new float[rows * dimensions];
        for (var row = 0; row < rows; row++)
        {
            var scale = random.NextDouble() < 0.001 ? 5 : 1;
            for (var d = 0; d < dimensions; d++)
            {
                points[(row * dimensions) + d] = (float)(scale * random.NextGaussian());
            }
        }

        Npy.Write<float>(Path.Combine(folder, "points.npy"), points, dimensions);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) =>
    [
        new Peer("scikit-learn brute", "outliers.py", ["brute"]) { Environment = OpenBlas.Best(Shape.Of(name).Columns, "float32") },
        .. Shape.Of(name).Columns <= 16 ? [new Peer("scikit-learn kd_tree", "outliers.py", ["kd_tree"])] : Array.Empty<Peer>(),
    ];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var evidence = Audits.Embedded(Npy.Read<float>(Path.Combine(folder, "points.npy")), Shape.Of(name).Columns);
        return () =>
        {
            var report = Audits.Run(evidence, ["FL104"]);
            var scores = report.Scores.First(check => check.Check == "FL104").Rows!.Scores;
            return () => Agreement.Answer(
                ("median", [Audits.Details<OutliersDetails>(report).MedianDistance]),
                ("farthest", Enumerable.Range(0, scores.Length).OrderBy(row => scores[row]).Take(Farthest).Select(row => (double)row)));
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (median, other) = (Agreement.Number(ours, "median"), Agreement.Number(peers, "median"));
        var overlap = Agreement.Overlap(Agreement.Numbers(ours, "farthest"), Agreement.Numbers(peers, "farthest"));
        return (overlap >= 0.98 && Agreement.Close([median], [other], 1e-4), string.Create(CultureInfo.InvariantCulture, $"median distance {median:0.00000} and {other:0.00000}, of the {Farthest} farthest rows {overlap:0.00} are shared"));
    }
}
