using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>The issue types of cleanlab's Datalab (label, outlier, near duplicate, non-iid, class imbalance, null) beside it, on embeddings with faults planted.</summary>
sealed class DatalabBench : IPairedBenchmark
{
    const int Classes = 10;
    static readonly string[] s_checks = ["FL101", "FL103", "FL104", "FL105", "FL107", "FL109"];
    static readonly string[] s_types = ["label", "outlier", "near_duplicate"];

    public string Name => "datalab";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["5000x64"] : ["50000x64"];

    public string? Prepare(string name, string folder)
    {
        var (rows, dimensions, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "datalab/" + name);
        var features = new float[rows * dimensions];
        var labels = new int[rows];
        var probabilities = new double[rows * Classes];
        var centres = Enumerable.Range(0, Classes * dimensions).Select(_ => random.NextGaussian()).ToArray();
        var planted = new Dictionary<string, List<double>>(StringComparer.Ordinal) { ["label"] = [], ["outlier"] = [], ["near_duplicate"] = [] };
        for (var row = 0; row < rows; row++)
        {
            // The last class is rare, and the file drifts: later rows lie farther along one direction.
            var truth = random.NextDouble() < 0.003 ? Classes - 1 : random.NextInt(Classes - 1);
            var far = random.NextDouble() < 0.002;
            var copied = row > 100 && !far && random.NextDouble() < 0.01 ? random.NextInt(row) : -1;
            if (copied >= 0)
            {
                truth = labels[copied];
                planted["near_duplicate"].AddRange([copied, row]);
            }

            for (var d = 0; d < dimensions; d++)
            {
                features[(row * dimensions) + d] = copied >= 0
                    ? features[(copied * dimensions) + d] + (float)(1e-6 * random.NextGaussian())
                    : (float)(centres[(truth * dimensions) + d] + ((far ? 4 : 1) * random.NextGaussian()) + (d < 8 ? row / (double)rows : 0));
            }

            labels[row] = truth;
            Probabilities(random, truth, probabilities.AsSpan(row * Classes, Classes));
            if (far)
            {
                planted["outlier"].Add(row);
            }
            else if (copied < 0 && random.NextDouble() < 0.03)
            {
                labels[row] = (truth + 1 + random.NextInt(Classes - 2)) % (Classes - 1);
                if (labels[row] != truth)
                {
                    planted["label"].Add(row);
                }
            }
        }

        Npy.Write<float>(Path.Combine(folder, "features.npy"), features, dimensions);
        Npy.Write<int>(Path.Combine(folder, "labels.npy"), labels);
        Npy.Write<double>(Path.Combine(folder, "probabilities.npy"), probabilities, Classes);
        File.WriteAllText(Path.Combine(folder, "planted.json"), JsonSerializer.Serialize(planted.ToDictionary(kind => kind.Key, kind => kind.Value.Distinct().ToArray(), StringComparer.Ordinal), AnswerJson.Default.DictionaryStringDoubleArray));
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("cleanlab", out var source))
        {
            return [new Peer("cleanlab Datalab", "datalab.py", [source]) { Environment = OpenBlas.Best(Shape.Of(name).Columns, "float32") }];
        }

        Console.Error.WriteLine("datalab: no row for cleanlab; give its source as --peer cleanlab=DIR");
        return [];
    }

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, dimensions, _) = Shape.Of(name);
        var features = Npy.Read<float>(Path.Combine(folder, "features.npy"));
        var codes = Npy.Read<int>(Path.Combine(folder, "labels.npy"));
        var classes = Enumerable.Range(0, Classes).Select(k => k.ToString(CultureInfo.InvariantCulture)).ToArray();
        var columns = Audits.Columns(features, dimensions);
        string[] embedded = [.. columns.Select(column => column.Name)];
        columns.Add(new TextColumn("y", codes, classes));
        var evidence = new Evidence
        {
            Data = Table.FromColumns([.. columns]),
            Roles = new Roles { Label = "y", Embedding = embedded },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(classes, codes, Npy.Read<double>(Path.Combine(folder, "probabilities.npy")), IsOutOfFold: false),
            Embedding = new VectorColumn("embedding", features, dimensions),
        };
        var planted = JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(folder, "planted.json")), AnswerJson.Default.DictionaryStringDoubleArray)!;
        return () =>
        {
            var report = Audits.Run(evidence, s_checks);
            return () => Agreement.Answer(
            [
                ("label", Audits.Flagged(report, "FL101")),
                ("outlier", Audits.Flagged(report, "FL104")),
                ("near_duplicate", Audits.Details<DuplicatesDetails>(report).Groups.SelectMany(group => group.Rows).Select(row => (double)row).Distinct()),
                ("non_iid", [report.Checks.First(check => check.Id == "FL105").Status == CheckStatus.Found ? 1 : 0]),
                .. s_types.Select(type => ("planted_" + type, (IEnumerable<double>)planted[type])),
            ]);
        };
    }

    /// <summary>Agreed where we find what was planted about as well (F1 at most 0.05 less) for every kind, and both say the same of the order.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var notes = new List<string>();
        var agree = true;
        foreach (var type in s_types)
        {
            var planted = Agreement.Numbers(ours, "planted_" + type);
            var (own, other) = (Agreement.F1(Agreement.Numbers(ours, type), planted), Agreement.F1(Agreement.Numbers(peers, type), planted));
            agree &= own >= other - 0.05;
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{type}: {Agreement.Numbers(ours, type).Length} and {Agreement.Numbers(peers, type).Length} rows, F1 on {planted.Length} planted {own:0.000} and {other:0.000}"));
        }

        var (ordered, theirs) = (Agreement.Number(ours, "non_iid") > 0, Agreement.Number(peers, "non_iid") > 0);
        notes.Add($"order: {(ordered ? "found" : "not found")} and {(theirs ? "found" : "not found")}");
        return (agree && ordered == theirs, string.Join("; ", notes));
    }

    static void Probabilities(SeededRandom random, int truth, Span<double> to)
    {
        var sum = 0.0;
        for (var k = 0; k < to.Length; k++)
        {
            to[k] = Math.Exp(random.NextGaussian() + (k == truth ? 5 : 0));
            sum += to[k];
        }

        foreach (ref var value in to)
        {
            value /= sum;
        }
    }
}
