using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>Exact 10 nearest neighbours beside the best algorithm of scikit-learn.</summary>
sealed class KnnBench : IPairedBenchmark
{
    public string Name => "knn";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["10000x64"] : ["100000x64"];

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
        [.. new[] { "brute", "auto" }.Select(algorithm => new Peer("scikit-learn " + algorithm, "knn.py", [algorithm]))];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var points = Npy.Read<float>(Path.Combine(folder, "points.npy"));
        var dimensions = Shape(name).Dimensions;
        return () =>
        {
            var (indices, distances) = NearestNeighbours.Exact(points, dimensions, 10, Distance.Euclidean);
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

    static (int Rows, int Dimensions) Shape(string name)
    {
        var parts = name.Split('x');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
