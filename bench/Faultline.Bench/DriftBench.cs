using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL401 on two tables beside scipy: the test of Kolmogorov and Smirnov for numbers, chi-squared for categories. The case <c>-columns</c> leaves out the classifier, which the peer has none of.</summary>
sealed class DriftBench : IPairedBenchmark
{
    public string Name => "drift";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["20000x20-columns", "20000x20"] : ["500000x20-columns", "500000x20"];

    public string? Prepare(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        Npy.Write<double>(Path.Combine(folder, "reference.npy"), MixedTables.Draw(rows, columns, "drift/reference"), columns);
        Npy.Write<double>(Path.Combine(folder, "now.npy"), MixedTables.Draw(rows, columns, "drift/now", shift: 0.2), columns);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) => [new Peer("scipy", "drift.py", [])];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (_, columns, kind) = Shape.Of(name);
        var data = MixedTables.Of(Npy.Read<double>(Path.Combine(folder, "now.npy")), columns);
        var evidence = new Evidence
        {
            Data = data,
            Reference = MixedTables.Of(Npy.Read<double>(Path.Combine(folder, "reference.npy")), columns),
            Roles = new Roles { Features = [.. data.Columns.Select(column => column.Name)] },
        };
        return () =>
        {
            var details = Audits.Details<DriftDetails>(Audits.Run(evidence, ["FL401"], kind == "columns" ? ["FL401.classifierRows=0"] : []));
            return () => Agreement.Answer(
                ("statistic", data.Columns.Select(column => details.Columns.First(found => found.Column == column.Name).Effect)),
                ("drifted", data.Columns.Select((column, j) => (Column: column.Name, Place: j)).Where(pair => details.Columns.First(found => found.Column == pair.Column).Drifted).Select(pair => (double)pair.Place)));
        };
    }

    /// <summary>Agreed where the statistics are equal: of numbers the largest difference of the distribution functions, of categories the total variation.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (own, other) = (Agreement.Numbers(ours, "statistic"), Agreement.Numbers(peers, "statistic"));
        return (Agreement.Close(own, other, 1e-9, 1e-12), string.Create(CultureInfo.InvariantCulture, $"statistics of {own.Length} columns, the largest {own.Max():0.0000} and {other.Max():0.0000}; {Agreement.Numbers(ours, "drifted").Length} columns drifted by us, {Agreement.Number(peers, "significant"):0} with p below 0.05 by the peer"));
    }
}
