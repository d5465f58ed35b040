using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL105 on embeddings beside cleanlab's non-iid issue: the neighbours of every row, Euclidean, 10 each, and 25 random orders on both sides.</summary>
sealed class OrderDependenceBench : IPairedBenchmark
{
    public string Name => "order-dependence";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["3000x16-drift", "3000x16-none"] : ["20000x16-drift", "20000x16-none"];

    public string? Prepare(string name, string folder)
    {
        var (rows, dimensions, kind) = Shape.Of(name);
        var random = SeededRandom.For(0, "order/" + name);
        var points = new float[rows * dimensions];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = (float)(random.NextGaussian() + (kind == "drift" && i % dimensions < 4 ? 1.5 * (i / dimensions) / rows : 0));
        }

        Npy.Write<float>(Path.Combine(folder, "points.npy"), points, dimensions);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("cleanlab", out var source))
        {
            return [new Peer("cleanlab non_iid", "order_dependence.py", [source]) { Environment = OpenBlas.Best(Shape.Of(name).Columns, "float32") }];
        }

        Console.Error.WriteLine("order-dependence: no row for cleanlab; give its source as --peer cleanlab=DIR");
        return [];
    }

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, dimensions, _) = Shape.Of(name);
        var evidence = Audits.Embedded(Npy.Read<float>(Path.Combine(folder, "points.npy")), dimensions);
        return () =>
        {
            var report = Audits.Run(evidence, ["FL105"], string.Create(CultureInfo.InvariantCulture, $"FL105.queryRows={rows}"), "FL105.permutations=25");
            var details = Audits.Details<OrderDependenceDetails>(report);
            return () => Agreement.Answer(("statistic", [details.Statistic]), ("p", [details.P]));
        };
    }

    /// <summary>Agreed where both call the order chance, or both do not (of 26 orders the least p is 0.04), at nearly the same statistic.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (statistic, other) = (Agreement.Number(ours, "statistic"), Agreement.Number(peers, "statistic"));
        var (p, otherP) = (Agreement.Number(ours, "p"), Agreement.Number(peers, "p"));
        return (p < 0.05 == otherP < 0.05 && Agreement.Close([statistic], [other], 0.02, 0.002), string.Create(CultureInfo.InvariantCulture, $"statistic {statistic:0.0000} and {other:0.0000}, p {p:0.000} and {otherP:0.000}"));
    }
}
