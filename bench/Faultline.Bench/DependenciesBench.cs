using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL106 with up to two columns on the left beside a partition baseline in Python (NumPy codes, pandas factorize, g₃ by counting); three dependencies are planted.</summary>
sealed class DependenciesBench : IPairedBenchmark
{
    static readonly (int[] Left, int Right)[] s_planted = [([0], 3), ([1], 4), ([0, 2], 5)];

    public string Name => "dependencies";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["10000x12"] : ["100000x12", "500000x20"];

    public string? Prepare(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "dependencies/" + name);
        var codes = new int[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var own = codes.AsSpan(row * columns, columns);
            for (var j = 0; j < columns; j++)
            {
                own[j] = random.NextInt(10 + (5 * (j % 4)));
            }

            own[3] = Wrong(random, own[0] * 7 % 11);
            own[4] = Wrong(random, own[1] * 5 % 13);
            own[5] = Wrong(random, ((own[0] * 3) + (own[2] * 5)) % 17);
        }

        Npy.Write<int>(Path.Combine(folder, "codes.npy"), codes, columns);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.ContainsKey("desbordante"))
        {
            Console.Error.WriteLine("dependencies: desbordante is not driven yet; its place is taken by a partition baseline");
        }

        return [new Peer("partition baseline in Python", "dependencies.py", [])];
    }

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        var codes = Npy.Read<int>(Path.Combine(folder, "codes.npy"));
        var data = Table.FromColumns([.. Enumerable.Range(0, columns).Select(Column (j) =>
        {
            var own = new int[rows];
            for (var row = 0; row < rows; row++)
            {
                own[row] = codes[(row * columns) + j];
            }

            return new TextColumn($"x{j}", own, [.. Enumerable.Range(0, own.Max() + 1).Select(level => $"v{level}")]);
        })]);
        var evidence = new Evidence { Data = data, Roles = new Roles { Features = [.. data.Columns.Select(column => column.Name)] } };
        return () =>
        {
            var details = Audits.Details<BrokenDependenciesDetails>(Audits.Run(evidence, ["FL106"], "FL106.maxLeft=2"));
            return () => Agreement.Answer(
                ("errors", s_planted.Select(planted => details.Dependencies.FirstOrDefault(found => found.Right == $"x{planted.Right}" && found.Left.SequenceEqual(planted.Left.Select(j => $"x{j}"), StringComparer.Ordinal))?.Error ?? double.NaN)),
                ("count", [details.Count]));
        };
    }

    /// <summary>Agreed where both find the planted dependencies with the same g₃ error. The baseline tests nothing against chance, so it may list more.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (own, other) = (Agreement.Numbers(ours, "errors"), Agreement.Numbers(peers, "errors"));
        return (Agreement.Close(own, other, 1e-9, 1e-12), string.Create(CultureInfo.InvariantCulture, $"g₃ of the planted ones {string.Join(", ", own.Select(Text))} and {string.Join(", ", other.Select(Text))}; {Agreement.Number(ours, "count"):0} and {Agreement.Number(peers, "count"):0} minimal dependencies"));
    }

    static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    static int Wrong(SeededRandom random, int right) => random.NextDouble() < 0.005 ? (right + 1) % 11 : right;
}
