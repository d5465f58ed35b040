using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL301 beside sliceline: slices of up to three categories with at least 1 % of the rows, one slice of two attributes planted.</summary>
sealed class SlicesBench : IPairedBenchmark
{
    const int Levels = 6;

    public string Name => "slices";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["10000x6"] : ["20000x8"];

    public string? Prepare(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "slices/" + name);
        var codes = new int[rows * columns];
        var errors = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < columns; j++)
            {
                codes[(row * columns) + j] = random.NextInt(Levels);
            }

            var planted = codes[row * columns] == 1 && codes[(row * columns) + 1] == 2;
            errors[row] = random.NextDouble() < (planted ? 0.45 : 0.15) ? 1 : 0;
        }

        Npy.Write<int>(Path.Combine(folder, "codes.npy"), codes, columns);
        Npy.Write<double>(Path.Combine(folder, "errors.npy"), errors);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources)
    {
        if (sources.TryGetValue("sliceline", out var source))
        {
            return [new Peer("sliceline", "slices.py", [source])];
        }

        Console.Error.WriteLine("slices: no row for sliceline; give its source as --peer sliceline=DIR");
        return [];
    }

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        var codes = Npy.Read<int>(Path.Combine(folder, "codes.npy"));
        var errors = Npy.Read<double>(Path.Combine(folder, "errors.npy"));
        string[] levels = [.. Enumerable.Range(0, Levels).Select(level => level.ToString(CultureInfo.InvariantCulture))];
        var features = Enumerable.Range(0, columns).Select(Column (j) =>
        {
            var own = new int[rows];
            for (var row = 0; row < rows; row++)
            {
                own[row] = codes[(row * columns) + j];
            }

            return new TextColumn($"x{j}", own, levels);
        }).ToList();
        int[] labels = [.. errors.Select(error => (int)error)];

        // The model says 0 in every row and is as sure of each: a label of 1 is an error.
        var probabilities = new double[2 * rows];
        for (var row = 0; row < rows; row++)
        {
            (probabilities[2 * row], probabilities[(2 * row) + 1]) = (0.85, 0.15);
        }

        string[] classes = ["0", "1"];
        var evidence = new Evidence
        {
            Data = Table.FromColumns([.. features, new TextColumn("y", labels, classes)]),
            Roles = new Roles { Label = "y", Features = [.. features.Select(column => column.Name)] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(classes, labels, probabilities, IsOutOfFold: false),
        };
        return () =>
        {
            var details = Audits.Details<WeakSlicesDetails>(Audits.Run(evidence, ["FL301"]));
            return () => Agreement.Answer(
                ("first", details.Slices.Count == 0 ? [] : Places(details.Slices[0].Where)),
                ("rows", [details.Slices.Count == 0 ? 0 : details.Slices[0].Rows]),
                ("error", [details.Slices.Count == 0 ? 0 : details.Slices[0].Value]),
                ("searched", [details.Searched]));
        };
    }

    /// <summary>Agreed where both put the same slice first: as many rows with the same mean error.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (rows, other) = (Agreement.Number(ours, "rows"), Agreement.Number(peers, "rows"));
        var (error, otherError) = (Agreement.Number(ours, "error"), Agreement.Number(peers, "error"));
        return (rows == other && Agreement.Close([error], [otherError], 1e-9), string.Create(CultureInfo.InvariantCulture, $"first slice: {rows:0} and {other:0} rows, error {error:0.0000} and {otherError:0.0000}; {Agreement.Number(ours, "searched"):0} slices judged by us"));
    }

    static IEnumerable<double> Places(string where) => where.Split(' ').Where(word => word.StartsWith('x')).Select(word => double.Parse(word.AsSpan(1).TrimEnd("=,"), CultureInfo.InvariantCulture));
}
