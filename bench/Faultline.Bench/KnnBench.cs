using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>Exact 10 nearest neighbours, Euclidean and cosine, beside the algorithms of scikit-learn: brute force everywhere, trees where dimensions are few.</summary>
sealed class KnnBench : IPairedBenchmark
{
    public string Name => "knn";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["10000x64", "10000x64-cosine", "20000x8"] : ["100000x64", "50000x64-cosine", "100000x8"];

    public string? Prepare(string name, string folder)
    {
        var (rows, dimensions) = Shape(name);
        var random = SeededRandom.For(0, "knn/" + name);
        var points = new float[rows * dimensions];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = (float)random.NextGaussian();
        }

        Npy.Write<float>(Path.Combine(folder, "points.npy"), points, dimensions);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) =>
        [.. Algorithms(name).Select(algorithm => new Peer("scikit-learn " + algorithm, "knn.py", [algorithm, Metric(name)]) { Environment = OpenBlas.Best(Shape(name).Dimensions, "float64") })];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var points = Npy.Read<float>(Path.Combine(folder, "points.npy"));
        var dimensions = Shape(name).Dimensions;
        var distance = Metric(name) == "cosine" ? Distance.Cosine : Distance.Euclidean;
        return () =>
        {
            var (indices, distances) = NearestNeighbours.Exact(points, dimensions, 10, distance);
            return () => JsonSerializer.SerializeToElement(
                new Dictionary<string, int[]>(StringComparer.Ordinal) { ["sample"] = indices[..1000], ["meanMillionths"] = [(int)Math.Round(1e6 * distances.Average(d => (double)d))] },
                AnswerJson.Default.DictionaryStringInt32Array);
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var left = ours.GetProperty("sample").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        var right = peers.GetProperty("sample").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(e => e.GetInt32())).ToArray();
        var same = left.Zip(right).Count(pair => pair.First == pair.Second);
        var mean = ours.GetProperty("meanMillionths")[0].GetInt32() / 1e6;
        var other = peers.GetProperty("mean").GetDouble();
        return (same >= 0.99 * left.Length && Math.Abs(mean - other) < 1e-4 * other, string.Create(CultureInfo.InvariantCulture, $"{same} of {left.Length} neighbours equal, mean distance {mean:0.0000} and {other:0.0000}"));
    }

    static string Metric(string name) => name.EndsWith("-cosine", StringComparison.Ordinal) ? "cosine" : "euclidean";

    /// <summary>Trees know no cosine. <c>auto</c> is brute force above 15 dimensions and the tree below, so it is not measured again.</summary>
    static string[] Algorithms(string name) => Metric(name) == "cosine" || Shape(name).Dimensions > 15 ? ["brute"] : ["kd_tree", "brute"];

    static (int Rows, int Dimensions) Shape(string name)
    {
        var parts = name.Split('-')[0].Split('x');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
