using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>Confident learning beside cleanlab's <c>find_label_issues</c>, equal rows flagged.</summary>
sealed class LabelErrorsBench : IPairedBenchmark
{
    public string Name => "label-errors";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["50000x10"] : ["1000000x10", "200000x100"];

    public string? Prepare(string name, string folder)
    {
        var (rows, classes) = Shape(name);
        var random = SeededRandom.For(0, "label-errors/" + name);
        var labels = new int[rows];
        var probabilities = new double[(long)rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var truth = random.NextInt(classes);
            labels[row] = random.NextDouble() < 0.05 ? random.NextInt(classes) : truth;
            var own = probabilities.AsSpan(row * classes, classes);
            var sum = 0.0;
            for (var c = 0; c < classes; c++)
            {
                own[c] = Math.Exp(random.NextGaussian() + (c == truth ? 5 : 0));
                sum += own[c];
            }

            for (var c = 0; c < classes; c++)
            {
                own[c] /= sum;
            }
        }

        Npy.Write<int>(Path.Combine(folder, "labels.npy"), labels);
        Npy.Write<double>(Path.Combine(folder, "probabilities.npy"), probabilities, classes);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("cleanlab", out var source))
        {
            return [new Peer("cleanlab", "label_errors.py", [source])];
        }

        Console.Error.WriteLine("label-errors: no row for cleanlab; give its source as --peer cleanlab=DIR");
        return [];
    }

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var labels = Npy.Read<int>(Path.Combine(folder, "labels.npy"));
        var probabilities = Npy.Read<double>(Path.Combine(folder, "probabilities.npy"));
        var classes = Shape(name).Classes;
        return () =>
        {
            var flags = ConfidentLearning.Find(labels, probabilities, classes, LabelFilter.PruneByNoiseRate);
            return () => JsonSerializer.SerializeToElement(
                new Dictionary<string, int[]>(StringComparer.Ordinal) { ["flagged"] = [.. Enumerable.Range(0, flags.Length).Where(row => flags[row])] },
                AnswerJson.Default.DictionaryStringInt32Array);
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var left = ours.GetProperty("flagged").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        var right = peers.GetProperty("flagged").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        return (left.SequenceEqual(right), string.Create(CultureInfo.InvariantCulture, $"{left.Length} rows flagged by us, {right.Length} by the peer, {left.Intersect(right).Count()} in both"));
    }

    static (int Rows, int Classes) Shape(string name)
    {
        var parts = name.Split('x');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
