using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>FL103 on a mixed table beside pandas, both sides with the same to look for: exact repeats alone, and with them rows that are equal but for one column.</summary>
sealed class DuplicatesBench : IPairedBenchmark
{
    public string Name => "duplicates";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["50000x10-exact", "50000x10-near"] : ["1000000x10-exact", "1000000x10-near"];

    public string? Prepare(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "duplicates/" + name);
        var table = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var own = table.AsSpan(row * columns, columns);
            var kind = random.NextDouble();
            if (row > 0 && kind < 0.02)
            {
                table.AsSpan(random.NextInt(row) * columns, columns).CopyTo(own);
                if (kind < 0.01)
                {
                    own[random.NextInt(columns / 2)] += 1;
                }

                continue;
            }

            for (var j = 0; j < columns; j++)
            {
                own[j] = j < columns / 2 ? Math.Round(1000 * random.NextGaussian()) / 100 : random.NextInt(1 << (j - (columns / 2) + 2));
            }
        }

        Npy.Write<double>(Path.Combine(folder, "table.npy"), table, columns);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) =>
        [new Peer("pandas " + Shape.Of(name).Kind, "duplicates.py", [Shape.Of(name).Kind])];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var (rows, columns, kind) = Shape.Of(name);
        var table = Npy.Read<double>(Path.Combine(folder, "table.npy"));
        var data = Table.FromColumns([.. Enumerable.Range(0, columns).Select(j => Column(table, rows, columns, j))]);
        var evidence = new Evidence { Data = data, Roles = new Roles { Features = [.. data.Columns.Select(column => column.Name)] } };
        return () =>
        {
            var report = Audits.Run(evidence, ["FL103"], kind == "near" ? [] : ["FL103.near=0"]);
            var details = Audits.Details<DuplicatesDetails>(report);
            return () => Agreement.Answer(("exact", [details.ExactRows]), ("close", [details.CloseRows]));
        };
    }

    /// <summary>Agreed where the repeats are as many; rows equal but for one column may be told in pairs or in groups, so 1 % of them may differ.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (exact, other) = (Agreement.Number(ours, "exact"), Agreement.Number(peers, "exact"));
        var (close, otherClose) = (Agreement.Number(ours, "close"), Agreement.Number(peers, "close"));
        return otherClose < 0
            ? (exact == other, string.Create(CultureInfo.InvariantCulture, $"repeats {exact:0} and {other:0}"))
            : (exact == other && Agreement.Close([close], [otherClose], 0.01), string.Create(CultureInfo.InvariantCulture, $"repeats {exact:0} and {other:0}; equal but for one column {close:0} and {otherClose:0}"));
    }

    static Column Column(double[] table, int rows, int columns, int j)
    {
        var values = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            values[row] = table[(row * columns) + j];
        }

        return j < columns / 2
            ? new NumberColumn($"x{j}", values)
            : new TextColumn($"x{j}", [.. values.Select(value => (int)value)], [.. Enumerable.Range(0, (int)values.Max() + 1).Select(level => "level " + level.ToString(CultureInfo.InvariantCulture))]);
    }
}
