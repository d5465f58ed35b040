using System.Globalization;

namespace Faultline.Studies;

/// <summary>Columns that give the label away, each in the way in which such columns come about.</summary>
static class PlantedLeaks
{
    const long MicrosecondsAMinute = 60_000_000;
    const long MicrosecondsADay = 86_400_000_000;

    /// <summary>By name: the column of that kind for the labels of a table of two classes.</summary>
    public static readonly IReadOnlyDictionary<string, Func<int[], SeededRandom, Column>> All = new SortedDictionary<string, Func<int[], SeededRandom, Column>>(StringComparer.Ordinal)
    {
        ["recoded"] = (labels, _) => TextColumn.From("leak", labels.Select(label => label == 0 ? "open" : "closed")),
        ["recoded, 0.5 % wrong"] = (labels, random) => TextColumn.From("leak", labels.Select(label => label == 1 == random.NextDouble() < 0.995 ? "closed" : "open")),
        ["number near the label"] = (labels, random) => new NumberColumn("leak", [.. labels.Select(label => (5 * label) + random.NextGaussian())]),
        ["amount, zero for one class"] = (labels, random) => new NumberColumn("leak", [.. labels.Select(label => label == 0 ? 0 : Math.Round(Math.Exp(3 + random.NextGaussian()), 2))]),
        ["filled for one class"] = (labels, random) => new NumberColumn("leak", [.. labels.Select(label => label == 1 && random.NextDouble() < 0.3 ? random.NextGaussian() : double.NaN)]),
        ["missing for one class"] = (labels, random) => TextColumn.From("leak", labels.Select(label => label == 1 && random.NextDouble() < 0.5 ? null : random.NextDouble() < 0.5 ? "p" : "q")),
        ["id ranges"] = (labels, random) => Ids(labels, (label, _) => label * 100_000, random),
        ["id last digit"] = (labels, random) => Digits(labels, random),
        ["id prefix"] = (labels, random) => TextColumn.From("leak", labels.Select((label, row) => string.Create(CultureInfo.InvariantCulture, $"{(label == 0 ? "AN" : "BN")}{random.NextInt(9_000) + 1_000}{row:D6}"))),
        ["periods of time"] = (labels, random) => new TimeColumn("leak", [.. labels.Select(label => (18_000L + (label * 400) + random.NextInt(400)) * MicrosecondsADay)]),
        ["midnight for one class"] = (labels, random) => new TimeColumn("leak", [.. labels.Select(label => ((18_000L + random.NextInt(400)) * MicrosecondsADay) + (label == 0 ? 0 : (1 + random.NextInt(1439)) * MicrosecondsAMinute))]),
        ["filled for old rows"] = (labels, random) => new NumberColumn("leak", [.. labels.Select((_, row) => row < 0.8 * labels.Length ? random.NextGaussian() : double.NaN)]),
        ["known after the row"] = (labels, random) => new TimeColumn("leak", [.. labels.Select((_, row) => Moment(row) + ((1 + random.NextInt(90)) * MicrosecondsADay))]),
    };

    /// <summary>The table with the leak, and with moments in the order of its rows.</summary>
    public static Evidence Plant(SyntheticTable table, string kind, SeededRandom random)
    {
        var data = Table.FromColumns("leaking", [.. table.Whole().Columns, All[kind](table.Labels, random), new TimeColumn("moment", [.. Enumerable.Range(0, table.RowCount).Select(Moment)])]);
        var evidence = table.Evidence(data);
        return evidence with
        {
            Roles = evidence.Roles with
            {
                Id = kind.StartsWith("id", StringComparison.Ordinal) ? "leak" : null,
                Time = "moment",
                Features = [.. evidence.Roles.Features.Where(name => name != "moment" && !(name == "leak" && kind.StartsWith("id", StringComparison.Ordinal)))],
            },
        };
    }

    static long Moment(int row) => (18_000 * MicrosecondsADay) + (row * 30L * MicrosecondsAMinute);

    static NumberColumn Ids(int[] labels, Func<int, int, int> from, SeededRandom random)
    {
        var order = Enumerable.Range(0, labels.Length).ToArray();
        random.Shuffle(order.AsSpan());
        return new NumberColumn("leak", [.. labels.Select((label, row) => (double)from(label, row) + order[row])]);
    }

    static NumberColumn Digits(int[] labels, SeededRandom random)
    {
        var ids = Ids(labels, (_, _) => 0, random).Values.ToArray();
        return new NumberColumn("leak", [.. labels.Select((label, row) => (10 * ids[row]) + (label == 0 ? 2 * random.NextInt(5) : (2 * random.NextInt(5)) + 1))]);
    }
}
