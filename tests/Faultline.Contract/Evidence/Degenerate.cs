namespace Faultline.Contract;

/// <summary>Evidence at the edge of what there can be. No check may throw on any of it.</summary>
static class Degenerate
{
    public static IReadOnlyList<(string Name, Func<Faultline.Evidence> Make)> All { get; } =
    [
        ("one row", () => Classes([1.5], ["a"])),
        ("one row with a reference", () => Classes([1.5], ["a"]) with { Reference = Data([2.5], ["b"]), Train = Data([1.5], ["a"]) }),
        ("two rows", () => Classes([1.5, 2.5], ["a", "b"])),
        ("two equal rows", () => Classes([1.5, 1.5], ["a", "a"])),
        ("one class", () => Classes(Ramp(60), [.. Enumerable.Repeat<string?>("a", 60)])),
        ("as many classes as rows", () => Classes(Ramp(30), [.. Enumerable.Range(0, 30).Select(i => $"c{i}")])),
        ("no label but one", () => Classes(Ramp(50), [.. Enumerable.Range(0, 50).Select(i => i == 3 ? "a" : null)])),
        ("no label at all", () => Classes(Ramp(50), new string?[50])),
        ("every row the same", () => Classes([.. Enumerable.Repeat(4.0, 80)], [.. Enumerable.Repeat<string?>("a", 80)])),
        ("missing numbers only", () => Classes([.. Enumerable.Repeat(double.NaN, 50)], Labels(50))),
        ("infinite numbers", () => Classes([.. Ramp(50).Select((x, i) => i % 7 == 0 ? double.PositiveInfinity : i % 11 == 0 ? double.NegativeInfinity : x)], Labels(50))),
        ("infinite numbers only", () => Classes([.. Enumerable.Repeat(double.PositiveInfinity, 50)], Labels(50))),
        ("huge and tiny numbers", () => Classes([.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? double.MaxValue : i % 3 == 1 ? double.Epsilon : -double.MaxValue)], Labels(60))),
        ("a constant and one other", () => Classes([.. Enumerable.Range(0, 60).Select(i => i == 59 ? 1.0 : 0.0)], Labels(60))),
        ("an infinite quantity", () => Quantity([.. Ramp(60).Select((x, i) => i % 9 == 0 ? double.PositiveInfinity : x)], Ramp(60))),
        ("a constant quantity", () => Quantity([.. Enumerable.Repeat(2.0, 60)], [.. Enumerable.Repeat(2.0, 60)])),
        ("a quantity without values", () => Quantity([.. Enumerable.Repeat(double.NaN, 60)], Ramp(60))),
        ("a missing prediction in every row", () => Quantity(Ramp(60), [.. Enumerable.Repeat(double.NaN, 60)])),
        ("ties everywhere", () => Uniform(90, 3)),
        ("unmeasured probabilities", () => Unmeasured(60)),
        ("certain and always wrong", () => Certain(60, right: false)),
        ("certain and always right", () => Certain(60, right: true)),
        ("no feature", () => Classes(Ramp(60), Labels(60)) with { Roles = new Roles { Label = "y" } }),
        ("no label and no feature", () => new Faultline.Evidence { Data = Data(Ramp(60), Labels(60)), Roles = new Roles() }),
        ("a reference without one of the columns", () => Classes(Ramp(60), Labels(60)) with { Reference = Table.FromColumns("r", [TextColumn.From("y", Labels(40))]) }),
        ("a reference of another kind", () => Classes(Ramp(60), Labels(60)) with { Reference = Table.FromColumns("r", [TextColumn.From("x", Labels(40)), new NumberColumn("y", Ramp(40))]), Train = Table.FromColumns("t", [TextColumn.From("x", Labels(40)), new NumberColumn("y", Ramp(40))]) }),
        ("a reference of one row", () => Classes(Ramp(60), Labels(60)) with { Reference = Data([1.5], ["a"]), Train = Data([1.5], ["a"]) }),
        ("missing reference columns", () => Classes(Ramp(60), Labels(60)) with { Reference = Data([.. Enumerable.Repeat(double.NaN, 60)], new string?[60]) }),
        ("columns of every kind without a value", AllMissing),
        ("an embedding of zeros", () => Classes(Ramp(60), Labels(60)) with { Embedding = new VectorColumn("e", new float[120], 2) }),
        ("an embedding with gaps", () => Classes(Ramp(60), Labels(60)) with { Embedding = new VectorColumn("e", [.. Enumerable.Range(0, 120).Select(i => i % 10 == 0 ? float.NaN : i)], 2) }),
        ("texts of nothing, blanks and signs", () => Classes(Ramp(60), Labels(60)) with { Data = Data(Ramp(60), Labels(60), [.. Enumerable.Range(0, 60).Select(i => (i % 6) switch { 0 => "", 1 => " ", 2 => "\0", 3 => "\ud800", 4 => "💥\u202e", _ => new string('x', 5000) })]) }),
        ("times at the ends of time", () => Times([long.MinValue + 1, long.MaxValue, 0, TimeColumn.Missing, -62_135_596_800_000_000, 253_402_300_799_999_999])),
        ("three hundred columns and ten rows", () => Wide(10, 300)),
        ("images of one colour", () => Classes(Ramp(20), Labels(20)) with { Images = new ImageSet(new byte[20 * 9], 3, 3, 1) }),
    ];

    static double[] Ramp(int rows) => [.. Enumerable.Range(0, rows).Select(i => Math.Sin(i * 1.618) * 10)];

    static string?[] Labels(int rows) => [.. Enumerable.Range(0, rows).Select(i => i * 7919 % 10 < 5 ? "a" : "b")];

    static Table Data(double[] x, string?[] y, string?[]? text = null) => Table.FromColumns(
        "data", text is null ? [new NumberColumn("x", x), TextColumn.From("y", y)] : [new NumberColumn("x", x), TextColumn.From("y", y), TextColumn.From("t", text)]);

    static Faultline.Evidence Classes(double[] x, string?[] y)
    {
        var data = Data(x, y);
        var labels = ClassLabels.Of(data["y"]);
        var k = labels.Classes.Count;
        var probabilities = new double[x.Length * k];
        for (var row = 0; row < x.Length; row++)
        {
            for (var c = 0; c < k; c++)
            {
                probabilities[(row * k) + c] = k == 1 ? 1 : labels.Codes[row] == c ? 0.7 : 0.3 / (k - 1);
            }

            if (labels.Codes[row] < 0 && k > 0)
            {
                probabilities.AsSpan(row * k, k).Fill(1.0 / k);
            }
        }

        return new Faultline.Evidence
        {
            Data = data,
            Roles = new Roles { Label = "y", Features = ["x"] },
            Task = TaskKind.Classification,
            Classes = k == 0 ? null : new ClassPredictions(labels.Classes, labels.Codes, probabilities, IsOutOfFold: false),
        };
    }

    static Faultline.Evidence Quantity(double[] labels, double[] values) => new()
    {
        Data = Table.FromColumns("data", [new NumberColumn("y", labels), new NumberColumn("x", Ramp(labels.Length))]),
        Roles = new Roles { Label = "y", Features = ["x"] },
        Task = TaskKind.Regression,
        Values = new ValuePredictions(labels, values, IsOutOfFold: false),
    };

    static Faultline.Evidence Uniform(int rows, int classes)
    {
        string?[] y = [.. Enumerable.Range(0, rows).Select(i => $"c{i % classes}")];
        var evidence = Classes(Ramp(rows), y);
        return evidence with { Classes = evidence.Classes! with { Probabilities = [.. Enumerable.Repeat(1.0 / classes, rows * classes)] } };
    }

    static Faultline.Evidence Unmeasured(int rows)
    {
        var evidence = Classes(Ramp(rows), Labels(rows));
        return evidence with { Classes = evidence.Classes! with { Probabilities = [.. Enumerable.Repeat(double.NaN, rows * 2)] } };
    }

    static Faultline.Evidence Certain(int rows, bool right)
    {
        var evidence = Classes(Ramp(rows), Labels(rows));
        return evidence with { Classes = evidence.Classes! with { Probabilities = [.. evidence.Classes.Labels.SelectMany(label => (label == 0) == right ? new[] { 1.0, 0.0 } : [0.0, 1.0])] } };
    }

    static Faultline.Evidence AllMissing()
    {
        const int Rows = 40;
        return Classes(Ramp(Rows), Labels(Rows)) with
        {
            Data = Table.FromColumns(
                "data",
                [
                    new NumberColumn("x", Ramp(Rows)),
                    TextColumn.From("y", Labels(Rows)),
                    new NumberColumn("n", [.. Enumerable.Repeat(double.NaN, Rows)]),
                    TextColumn.From("t", new string?[Rows]),
                    new TimeColumn("d", [.. Enumerable.Repeat(TimeColumn.Missing, Rows)]),
                    new TextColumn("b", [.. Enumerable.Repeat(-1, Rows)], ["false", "true"], isBoolean: true),
                    new VectorColumn("v", [.. Enumerable.Repeat(float.NaN, Rows * 2)], 2),
                ]),
            Roles = new Roles { Label = "y", Features = ["x", "n", "t", "d", "b"] },
        };
    }

    static Faultline.Evidence Times(long[] values)
    {
        long[] times = [.. Enumerable.Range(0, 60).Select(i => values[i % values.Length])];
        return Classes(Ramp(60), Labels(60)) with
        {
            Data = Table.FromColumns("data", [new NumberColumn("x", Ramp(60)), TextColumn.From("y", Labels(60)), new TimeColumn("d", times)]),
            Roles = new Roles { Label = "y", Features = ["x", "d"], Time = null },
        };
    }

    static Faultline.Evidence Wide(int rows, int columns)
    {
        Column[] wide = [.. Enumerable.Range(0, columns).Select(c => new NumberColumn($"x{c}", [.. Ramp(rows).Select(x => x * (c + 1))])), TextColumn.From("y", Labels(rows))];
        return Classes(Ramp(rows), Labels(rows)) with
        {
            Data = Table.FromColumns("wide", wide),
            Roles = new Roles { Label = "y", Features = [.. Enumerable.Range(0, columns).Select(c => $"x{c}")] },
        };
    }
}
