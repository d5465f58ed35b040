namespace Faultline.Contract;

/// <summary>
/// The evidence that every check is run over: tables of mixed kinds with faults of every sort planted, so that checks speak. Numbers of each column lie in a range of
/// their own and texts carry a mark, so that a cell that leaks can be recognised.
/// </summary>
static class Zoo
{
    /// <summary>A part of every text cell but class names.</summary>
    public const string Mark = "Zqxj";

    static readonly string[] s_colours = ["red", "green", "blue", "grey"];

    /// <summary>Everything that rules run over by default, by name.</summary>
    public static IReadOnlyList<(string Name, Func<Faultline.Evidence> Make)> Faulty { get; } =
    [
        ("classes with probabilities", () => Classes(400)),
        ("classes without predictions", () => Classes(240) with { Classes = null }),
        ("a quantity with predictions", () => Quantity(300)),
        ("no label", NoLabel),
        ("an embedding", WithEmbedding),
        ("wrong labels far from any boundary", WrongLabels),
        ("the label in other words", Leaking),
        ("a class that is never predicted", Uneven),
        ("rows that drift along the file", Drifting),
        ("cells that break a dependency", BrokenDependency),
        ("expectations that fail", Expected),
        ("numbers exchanged, slipped and swapped", Slipped),
        ("a group that the model errs on", Unfair),
        ("damaged and repeated images", WithImages),
        ("damaged texts", DamagedTexts),
        ("a class that predictions tie to a group", Amplified),
    ];

    /// <summary>Classes with the user's probabilities, a drifted reference and a training table that shares rows; spelling faults, repeats, outliers, wrong labels.</summary>
    public static Faultline.Evidence Classes(int rows, bool spellingFaults = true)
    {
        var data = Table("audit", rows, seed: 1, shift: 0, spellingFaults);
        return new Faultline.Evidence
        {
            Data = data,
            Roles = new Roles { Label = "class", Id = "key", Features = ["size", "weight", "count", "colour", "made"], Groups = ["colour"] },
            Task = TaskKind.Classification,
            Classes = Probabilities(data),
            Reference = Table("reference", rows, seed: 2, shift: 0.8, spellingFaults: false),
            Train = Joined(Table("train", rows, seed: 3, shift: 0, spellingFaults: false), data, shared: 20),
        };
    }

    static Faultline.Evidence DamagedTexts()
    {
        Table clean = Studies.CleanTexts.Draw(1, 240, 3);
        string[] texts = [.. Enumerable.Range(0, clean.RowCount).Select(row => clean["text"].Text(row) + " " + Mark)];
        string[] damage = ["cafÃ© ", "R&amp;D ", "zero\u200Bwidth ", "<br>line ", "аccount "];
        for (int row = 0; row < damage.Length; row++)
        {
            texts[row * 7] = damage[row] + texts[row * 7];
            texts[200 + row] = texts[100 + row].ToUpperInvariant();
        }

        texts[50] = "Der Zug ist nicht für mich und ich habe das auch nicht gewusst " + Mark;
        texts[51] = string.Concat(Enumerable.Repeat(Mark, 9));
        texts[52] = string.Join(' ', Enumerable.Repeat(Mark, 9));
        // A word that only this class has, and alone decides it.
        string[] topics = [.. Enumerable.Range(0, clean.RowCount).Select(row => clean["topic"].Text(row)!)];
        for (int row = 60; row < 160; row++)
        {
            (texts[row], topics[row]) = row % 2 == 0 ? ("Ref" + Mark + " " + texts[row], "other") : (texts[row], topics[row]);
        }

        var random = SeededRandom.For(9, "numbers");
        Table table = Faultline.Table.FromColumns("letters", [TextColumn.From("text", texts), new NumberColumn("size", [.. texts.Select(_ => 3e6 + (2e5 * random.NextGaussian()))]), TextColumn.From("topic", topics)]);
        Table other = Studies.CleanTexts.Draw(2, 100, 3);
        Table train = Faultline.Table.FromColumns("train", [other["text"], new NumberColumn("size", [.. Enumerable.Range(0, other.RowCount).Select(_ => 3e6 + (2e5 * random.NextGaussian()))]), other["topic"]]);
        return Studies.CleanTexts.Evidence(table) with { Train = Joined(train, table, shared: 12) };
    }

    static Faultline.Evidence Quantity(int rows)
    {
        var evidence = Classes(rows);
        var sizes = ((NumberColumn)evidence.Data["size"]).Values.ToArray();
        var predicted = sizes.Select((size, row) => double.IsNaN(size) ? 3.1e6 : size + (1e4 * Math.Sin(row * 1.7))).ToArray();
        return evidence with
        {
            Roles = evidence.Roles with { Label = "size", Features = ["weight", "count", "colour", "made", "class"] },
            Task = TaskKind.Regression,
            Classes = null,
            Values = new ValuePredictions(sizes, predicted, IsOutOfFold: false),
        };
    }

    static Faultline.Evidence NoLabel()
    {
        var evidence = Classes(300);
        return evidence with { Roles = evidence.Roles with { Label = null, Features = [.. evidence.Roles.Features, "class"] }, Task = TaskKind.None, Classes = null };
    }

    static Faultline.Evidence WithEmbedding()
    {
        var evidence = Classes(250);
        var random = SeededRandom.For(5, "embedding");
        var values = new float[250 * 6];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextGaussian() + (i / 6 == 17 ? 40 : 0);
        }

        return evidence with { Embedding = new VectorColumn("embedding", values, 6) };
    }

    // Soft spots on grey, two in five of them lit from below; one image is blank, one nearly black, one repeated.
    static Faultline.Evidence WithImages()
    {
        const int Rows = 150;
        const int Side = 10;
        var random = SeededRandom.For(31, "images");
        var pixels = new byte[Rows * Side * Side];
        for (var row = 0; row < Rows; row++)
        {
            var (x, y, width) = (Side * random.NextDouble(), Side * random.NextDouble(), 1 + (2 * random.NextDouble()));
            for (var at = 0; at < Side * Side; at++)
            {
                var (dx, dy) = ((at % Side) - x, (at / Side) - y);
                var light = 40 + (180 * Math.Exp(-((dx * dx) + (dy * dy)) / (2 * width * width))) + (row % 5 < 2 ? 3 * (at / Side) : 0) + (4 * random.NextGaussian());
                pixels[(row * Side * Side) + at] = row == 20 ? (byte)90 : (byte)Math.Clamp(row == 30 ? light / 12 : light, 0, 255);
            }
        }

        pixels.AsSpan(50 * Side * Side, Side * Side).CopyTo(pixels.AsSpan(120 * Side * Side));
        var evidence = Classes(Rows);
        return evidence with { Classes = null, Reference = null, Train = null, Images = new ImageSet(pixels, Side, Side, 1) };
    }

    // Three kinds far apart, 8 % of whose labels are another kind's: noise that can not be taken for overlap.
    static Faultline.Evidence WrongLabels()
    {
        const int Rows = 900;
        var random = SeededRandom.For(21, "wrong labels");
        var size = new double[Rows];
        var colour = new string?[Rows];
        var labels = new int[Rows];
        var probabilities = new double[Rows * 3];
        for (var row = 0; row < Rows; row++)
        {
            var kind = random.NextInt(3);
            size[row] = 3e6 + (1e6 * kind) + (1e5 * random.NextGaussian());
            colour[row] = Mark + s_colours[random.NextInt(4)];
            labels[row] = random.NextDouble() < 0.08 ? (kind + 1 + random.NextInt(2)) % 3 : kind;
            var doubt = 0.05 * random.NextDouble();
            for (var k = 0; k < 3; k++)
            {
                probabilities[(row * 3) + k] = k == kind ? 1 - (2 * doubt) : doubt;
            }
        }

        string[] names = ["kind 0", "kind 1", "kind 2"];
        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns("wrong", [new NumberColumn("size", size), TextColumn.From("colour", colour), new TextColumn("class", labels, names)]),
            Roles = new Roles { Label = "class", Features = ["size", "colour"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
    }

    // The model errs on 45 % of one colour and 5 % of the others, with the same certainty.
    static Faultline.Evidence Unfair() => TwoColours("unfair", rows: 400, seed: 23, certainty: 0.8, (random, colour) =>
    {
        var label = random.NextInt(2);
        return (label, random.NextDouble() < (colour == 0 ? 0.45 : 0.05) ? 1 - label : label);
    });

    // A class is met in 60 % of one colour and 40 % of the other; predictions move half of the rows that are not where most of their colour are.
    static Faultline.Evidence Amplified() => TwoColours("amplified", rows: 600, seed: 29, certainty: 0.95, (random, colour) =>
    {
        var label = random.NextDouble() < 0.6 ? colour : 1 - colour;
        return (label, random.NextDouble() < 0.5 ? colour : label);
    });

    static Faultline.Evidence TwoColours(string name, int rows, long seed, double certainty, Func<SeededRandom, int, (int Label, int Predicted)> draw)
    {
        var random = SeededRandom.For(seed, name);
        var colour = new string?[rows];
        var labels = new int[rows];
        var probabilities = new double[rows * 2];
        for (var row = 0; row < rows; row++)
        {
            var code = random.NextInt(2);
            colour[row] = Mark + s_colours[code];
            (labels[row], var predicted) = draw(random, code);
            (probabilities[(row * 2) + predicted], probabilities[(row * 2) + 1 - predicted]) = (certainty, 1 - certainty);
        }

        string[] names = ["kind 0", "kind 1"];
        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns(name, [TextColumn.From("colour", colour), new TextColumn("class", labels, names)]),
            Roles = new Roles { Label = "class", Features = ["colour"], Groups = ["colour"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
    }

    // One row in twelve is of a class that the probabilities rank well and never put first.
    static Faultline.Evidence Uneven()
    {
        var calm = Calm(600);
        var random = SeededRandom.For(31, "uneven");
        var labels = Enumerable.Range(0, 600).Select(row => row % 12 == 5 ? 1 : 0).ToArray();
        var probabilities = labels.Select(label => 0.1 + (0.2 * label) + (0.1 * random.NextDouble())).SelectMany(p => new[] { 1 - p, p }).ToArray();
        return calm with
        {
            Data = Faultline.Table.FromColumns("uneven", [calm.Data["x"], new TextColumn("y", labels, ["no", "yes"])]),
            Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
        };
    }

    // Two columns exchanged in three rows, seven numbers tenfold, the two years of one site exchanged, and predictions that some numbers are far from.
    static Faultline.Evidence Slipped()
    {
        const int Rows = 480;
        var random = SeededRandom.For(51, "slipped");
        double[] low = new double[Rows], high = new double[Rows], weight = new double[Rows], crop = new double[Rows], year = new double[Rows], predicted = new double[Rows];
        var site = new string?[Rows];
        for (var row = 0; row < Rows; row++)
        {
            low[row] = 5e6 + (2e5 * random.NextGaussian());
            high[row] = low[row] + 2e6 + (1e5 * random.NextGaussian());
            weight[row] = 7e7 * Math.Exp(0.1 * random.NextGaussian());
            var (place, second) = (row % 6, row / 6 % 2);
            site[row] = $"{Mark}site{(char)('a' + place)}";
            year[row] = 51_000 + second;
            predicted[row] = 3e6 + (2e5 * place) + (place == 4 ? 1e6 * (1 - second) : 1e6 * second);
            crop[row] = predicted[row] + (5e4 * random.NextGaussian()) + (row is > 100 and < 110 ? 3e6 : 0);
            (low[row], high[row]) = row is 7 or 8 or 9 ? (high[row], low[row]) : (low[row], high[row]);
            weight[row] *= row is >= 20 and < 27 ? 10 : 1;
        }

        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns(
                "slipped",
                [new NumberColumn("low", low), new NumberColumn("high", high), new NumberColumn("weight", weight), new NumberColumn("crop", crop), new NumberColumn("year", year), TextColumn.From("site", site)]),
            Roles = new Roles { Label = "crop", Features = ["low", "high", "weight", "year", "site"] },
            Task = TaskKind.Regression,
            Values = new ValuePredictions(crop, predicted, IsOutOfFold: false),
        };
    }

    // A range, a set and a condition that rows break.
    static Faultline.Evidence Expected() => Calm(300) with
    {
        Expected = new ExpectationSet
        {
            MostRows = 299,
            Columns = [new ColumnExpectation("x") { Type = ExpectedType.Whole, Least = ExpectedBound.Read("0") }, new ColumnExpectation("y") { NotNull = true, Allowed = ["yes"] }],
            Conditions = [new RowCondition("x is small", "x < 1", [3, 5])],
            Denials = [new DenialConstraint("x tells y", DenialText.Read("t1.x > t2.x and t1.y != t2.y"))],
        },
    };

    // A column that says in other words what the label says.
    static Faultline.Evidence Leaking()
    {
        var calm = Calm(300);
        var labels = ((TextColumn)calm.Data["y"]).Codes.ToArray();
        return calm with
        {
            Data = Faultline.Table.FromColumns("leaking", [.. calm.Data.Columns, TextColumn.From("state", labels.Select(label => label == 1 ? Mark + "closed" : Mark + "open"))]),
            Roles = calm.Roles with { Features = ["x", "state"] },
        };
    }

    // The last row is three deviations larger than the first.
    static Faultline.Evidence Drifting()
    {
        const int Rows = 300;
        var random = SeededRandom.For(41, "drifting");
        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns(
                "drifting",
                [
                    new NumberColumn("size", [.. Enumerable.Range(0, Rows).Select(row => 3e6 + (2e5 * random.NextGaussian()) + (2e3 * row))]),
                    TextColumn.From("colour", Enumerable.Range(0, Rows).Select(_ => Mark + s_colours[random.NextInt(4)])),
                ]),
            Roles = new Roles { Features = ["size", "colour"] },
        };
    }

    // Each site lies in one region and has one manager, but for some cells.
    static Faultline.Evidence BrokenDependency()
    {
        const int Rows = 600;
        var random = SeededRandom.For(22, "broken dependency");
        var site = new string?[Rows];
        var region = new string?[Rows];
        var manager = new string?[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var place = random.NextInt(25);
            site[row] = $"{Mark}site{(char)('a' + place)}";
            region[row] = $"{Mark}region{(char)('a' + (row % 97 == 5 ? (place + 1) % 6 : place % 6))}";
            manager[row] = $"{Mark}manager{(char)('a' + (row % 89 == 7 ? (place + 3) % 9 : place % 9))}";
        }

        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns("sites", [TextColumn.From("site", site), TextColumn.From("region", region), TextColumn.From("manager", manager)]),
            Roles = new Roles { Features = ["site", "region", "manager"] },
        };
    }

    /// <summary>A clean table with probabilities that are right as often as they say; nothing in it is wrong by construction.</summary>
    public static Faultline.Evidence Calm(int rows)
    {
        var random = SeededRandom.For(9, "calm");
        var labels = new int[rows];
        var probabilities = new double[rows * 2];
        var x = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            x[row] = random.NextGaussian();
            var p = 1 / (1 + Math.Exp(-2 * x[row]));
            (probabilities[2 * row], probabilities[(2 * row) + 1]) = (1 - p, p);
            labels[row] = random.NextDouble() < p ? 1 : 0;
        }

        return new Faultline.Evidence
        {
            Data = Faultline.Table.FromColumns("calm", [new NumberColumn("x", x), new TextColumn("y", labels, ["no", "yes"])]),
            Roles = new Roles { Label = "y", Features = ["x"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
        };
    }

    static Table Table(string name, int rows, long seed, double shift, bool spellingFaults)
    {
        var random = SeededRandom.For(seed, "zoo");
        var key = new string?[rows];
        var size = new double[rows];
        var weight = new double[rows];
        var count = new double[rows];
        var colour = new string?[rows];
        var made = new long[rows];
        var label = new string?[rows];
        for (var row = 0; row < rows; row++)
        {
            var kind = random.NextInt(3);
            key[row] = $"{Mark}{name}{row:D5}";
            size[row] = 3e6 + (2e5 * (random.NextGaussian() + kind + shift));
            weight[row] = random.NextDouble() < 0.05 ? double.NaN : 7e7 + (1e6 * random.NextExponential());
            count[row] = 51_000 + random.NextInt(40);
            colour[row] = random.NextDouble() < 0.03 ? null : Mark + s_colours[(kind + (random.NextDouble() < 0.7 ? 0 : random.NextInt(4))) % 4];
            made[row] = (18_000L + random.NextInt(900)) * 86_400_000_000;
            label[row] = random.NextDouble() < 0.06 ? $"kind {random.NextInt(3)}" : $"kind {kind}";
        }

        Plant(rows, size, weight, colour, label, spellingFaults);
        return Faultline.Table.FromColumns(
            name,
            [
                TextColumn.From("key", key),
                new NumberColumn("size", size),
                new NumberColumn("weight", weight, spellingFaults ? [new UnreadableCell(11, Mark + "?")] : []),
                new NumberColumn("count", count),
                TextColumn.From("colour", colour),
                new TimeColumn("made", made),
                TextColumn.From("class", label),
            ]);
    }

    static void Plant(int rows, double[] size, double[] weight, string?[] colour, string?[] label, bool spellingFaults)
    {
        weight[11] = double.NaN;
        for (var repeat = 0; repeat < 8; repeat++)
        {
            var (from, to) = (20 + repeat, rows - 1 - repeat);
            (size[to], weight[to], colour[to], label[to]) = (size[from], weight[from], colour[from], label[from]);
        }

        size[5] = 9.87e6;
        if (spellingFaults)
        {
            size[7] = -999_999;
            size[8] = -999_999;
            size[9] = -999_999;
            colour[6] = Mark + "Red ";
            colour[10] = Mark + "?";
        }

        label[30] = null;
    }

    static Table Joined(Table train, Table data, int shared) => Faultline.Table.FromColumns(
        train.Name,
        [.. train.Columns.Select(column => Stack(column, data[column.Name].Take([.. Enumerable.Range(0, shared)])))]);

    static Column Stack(Column first, Column second) => (first, second) switch
    {
        (NumberColumn a, NumberColumn b) => new NumberColumn(a.Name, [.. a.Values, .. b.Values]),
        (TimeColumn a, TimeColumn b) => new TimeColumn(a.Name, [.. a.Values, .. b.Values]),
        _ => TextColumn.From(first.Name, Enumerable.Range(0, first.RowCount).Select(first.Text).Concat(Enumerable.Range(0, second.RowCount).Select(second.Text))),
    };

    static ClassPredictions Probabilities(Table data)
    {
        var random = SeededRandom.For(4, "probabilities");
        var labels = ClassLabels.Of(data["class"]);
        var size = (NumberColumn)data["size"];
        var values = new double[data.RowCount * 3];
        for (var row = 0; row < data.RowCount; row++)
        {
            var where = (size.Values[row] - 3e6) / 2e5;
            var cells = values.AsSpan(row * 3, 3);
            for (var k = 0; k < 3; k++)
            {
                // Sharper than it should be, so that calibration has something to say.
                cells[k] = Math.Exp(-2.5 * Math.Clamp((where - k) * (where - k), 0, 50)) + 1e-6 + (1e-3 * random.NextDouble());
            }

            var sum = cells[0] + cells[1] + cells[2];
            (cells[0], cells[1], cells[2]) = (cells[0] / sum, cells[1] / sum, cells[2] / sum);
        }

        return new ClassPredictions(labels.Classes, labels.Codes, values, IsOutOfFold: false);
    }
}
