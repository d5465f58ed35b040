namespace Faultline.Studies;

/// <summary>A strange table while it is drawn: columns, and what of them tells the label.</summary>
sealed class StrangeDraft(int rows, SeededRandom shape, SeededRandom random)
{
    const long MicrosecondsADay = 86_400_000_000;

    readonly List<Column> _columns = [];
    readonly double[] _signal = new double[rows];

    public int Rows { get; } = rows;

    public bool SortByFirst { get; set; }

    /// <summary>Added to the log odds: how rare the second class is.</summary>
    public double Offset { get; set; }

    public void Add(Column column) => _columns.Add(column);

    /// <summary>Independent columns by their quantile functions of (column, u).</summary>
    public void Numbers(int count, Func<int, double, double> quantile)
    {
        for (var j = 0; j < count; j++)
        {
            var weight = Weight();
            var values = new double[Rows];
            for (var row = 0; row < Rows; row++)
            {
                var u = random.NextDouble();
                values[row] = quantile(j, u);
                _signal[row] += weight * ((2 * u) - 1);
            }

            Add(new NumberColumn(Name(), values));
        }
    }

    /// <summary>Integers that are names: levels drawn from a range, Zipf frequencies.</summary>
    public void Codes(int count, int levels, int range)
    {
        for (var j = 0; j < count; j++)
        {
            var names = shape.Sample(range, levels);
            var codes = Levels(levels);
            Add(new NumberColumn(Name(), [.. codes.Select(code => (double)names[code])]));
        }
    }

    /// <summary>Categories with Zipf frequencies.</summary>
    public void Categories(int count, int levels)
    {
        for (var j = 0; j < count; j++)
        {
            var name = Name();
            Add(new TextColumn(name, Levels(levels), [.. Enumerable.Range(0, levels).Select(level => $"{name}-{(level * 7919) % 100_003:00000}")]));
        }
    }

    /// <summary>Two normal clusters in five columns, the second with a given share of the rows.</summary>
    public void Clusters(double share)
    {
        var second = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < share).ToArray();
        for (var j = 0; j < 5; j++)
        {
            var (apart, weight) = (6 * shape.NextGaussian(), Weight());
            var values = new double[Rows];
            for (var row = 0; row < Rows; row++)
            {
                var z = random.NextGaussian();
                values[row] = z + (second[row] ? apart : 0);
                _signal[row] += weight * Math.Tanh(z);
            }

            Add(new NumberColumn(Name(), values));
        }
    }

    /// <summary>Persons with several visits: some columns belong to the person and repeat, others are measured anew.</summary>
    public void Persons()
    {
        var person = new int[Rows];
        for (var row = 1; row < Rows; row++)
        {
            person[row] = person[row - 1] + (random.NextDouble() < 0.25 ? 1 : 0);
        }

        for (var j = 0; j < 7; j++)
        {
            var weight = Weight();
            var own = Enumerable.Range(0, person[^1] + 1).Select(_ => random.NextGaussian()).ToArray();
            var values = new double[Rows];
            for (var row = 0; row < Rows; row++)
            {
                var z = j < 4 ? own[person[row]] : (0.8 * own[person[row]]) + (0.6 * random.NextGaussian());
                values[row] = j == 0 ? Math.Round(45 + (12 * z)) : Math.Round(z, 2);
                _signal[row] += weight * Math.Tanh(z);
            }

            Add(new NumberColumn(Name(), values));
        }

        Add(new TextColumn(Name(), [.. person.Select(p => p % 2)], ["f", "m"]));
    }

    /// <summary>Hourly series: a season, a walk, an autoregression, each with noise.</summary>
    public void Series()
    {
        Add(new TimeColumn("hour", [.. Enumerable.Range(0, Rows).Select(row => (17_000 * MicrosecondsADay) + (row * (MicrosecondsADay / 24)))]));
        var (walk, auto) = (0.0, 0.0);
        var values = Enumerable.Range(0, 4).Select(_ => new double[Rows]).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            walk += 0.1 * random.NextGaussian();
            auto = (0.95 * auto) + (0.3 * random.NextGaussian());
            values[0][row] = Math.Round((8 * Math.Sin(row * 2 * Math.PI / 24)) + 15 + random.NextGaussian(), 1);
            values[1][row] = Math.Round(100 + walk, 2);
            values[2][row] = Math.Round(auto, 3);
            values[3][row] = row;
            _signal[row] = Math.Tanh(auto) + Math.Sin(row * 2 * Math.PI / 24);
        }

        _columns.AddRange(values.Select(column => new NumberColumn(Name(), column)));
    }

    /// <summary>Parts, their sum, their mean, and a share.</summary>
    public void Sums()
    {
        Numbers(4, (j, u) => Math.Round(Math.Exp(1 + (0.5 * j) + (0.7 * StrangeTables.Normal(u))), 2));
        var parts = _columns.OfType<NumberColumn>().ToArray();
        double[] Of(Func<int, double> what) => [.. Enumerable.Range(0, Rows).Select(what)];
        Add(new NumberColumn("total", Of(row => Math.Round(parts.Sum(part => part.Values[row]), 2))));
        Add(new NumberColumn("mean", Of(row => parts.Average(part => part.Values[row]))));
        Add(new NumberColumn("share", Of(row => Math.Round(100 * parts[0].Values[row] / parts.Sum(part => part.Values[row]), 1))));
    }

    /// <summary>Places around a few towns, with what is measured there.</summary>
    public void Coordinates()
    {
        var towns = Enumerable.Range(0, 8).Select(_ => (Latitude: 45 + (5 * shape.NextDouble()), Longitude: 6 + (8 * shape.NextDouble()), Size: shape.NextExponential())).ToArray();
        var total = towns.Sum(town => town.Size);
        var (latitude, longitude) = (new double[Rows], new double[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            var u = random.NextDouble() * total;
            var town = 0;
            while (town < towns.Length - 1 && (u -= towns[town].Size) > 0)
            {
                town++;
            }

            latitude[row] = Math.Round(towns[town].Latitude + (0.05 * random.NextGaussian()), 5);
            longitude[row] = Math.Round(towns[town].Longitude + (0.07 * random.NextGaussian()), 5);
            _signal[row] += Math.Tanh(towns[town].Latitude - 47.5);
        }

        Add(new NumberColumn(Name(), latitude));
        Add(new NumberColumn(Name(), longitude));
        Numbers(3, (_, u) => StrangeTables.Normal(u));
    }

    /// <summary>Moments spread over ten years, denser in working hours.</summary>
    public void Times(int count)
    {
        for (var j = 0; j < count; j++)
        {
            Add(new TimeColumn(Name(), [.. Enumerable.Range(0, Rows).Select(_ => ((15_000 + random.NextInt(3650)) * MicrosecondsADay) + ((long)(1440 * Math.Clamp(0.5 + (0.15 * random.NextGaussian()), 0, 0.999)) * (MicrosecondsADay / 1440)))]));
        }
    }

    /// <summary>Three of six columns were not measured in a third of the rows, all three together.</summary>
    public void MissingBlocks()
    {
        var without = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.33).ToArray();
        Numbers(6, (_, u) => StrangeTables.Normal(u));
        for (var j = 0; j < 3; j++)
        {
            var values = ((NumberColumn)_columns[j]).Values.ToArray();
            for (var row = 0; row < Rows; row++)
            {
                values[row] = without[row] ? double.NaN : values[row];
            }

            _columns[j] = new NumberColumn(_columns[j].Name, values);
        }
    }

    /// <summary>Two classes from a logistic model of the standardised signal.</summary>
    public SyntheticTable Finish(string kind, double strength, SeededRandom labels)
    {
        var mean = _signal.Average();
        var deviation = Math.Max(1e-9, Math.Sqrt(_signal.Average(s => (s - mean) * (s - mean))));
        var posterior = new double[2 * Rows];
        var drawn = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var p = 1 / (1 + Math.Exp((-4 * strength * (_signal[row] - mean) / deviation) + (Offset * (1 + strength))));
            (posterior[2 * row], posterior[(2 * row) + 1]) = (1 - p, p);
            drawn[row] = labels.NextDouble() < p ? 1 : 0;
        }

        var table = new SyntheticTable(kind, _columns, posterior, 2, drawn, []);
        return SortByFirst ? Sorted(table) : table;
    }

    static SyntheticTable Sorted(SyntheticTable table)
    {
        var order = Enumerable.Range(0, table.RowCount).OrderBy(row => ((NumberColumn)table.Features[0]).Values[row]).ToArray();
        return table with
        {
            Features = [.. table.Features.Select(column => column.Take(order))],
            Posterior = [.. order.SelectMany(row => new[] { table.Posterior[2 * row], table.Posterior[(2 * row) + 1] })],
            Labels = [.. order.Select(row => table.Labels[row])],
        };
    }

    int[] Levels(int levels)
    {
        var weight = Weight();
        var effects = Enumerable.Range(0, levels).Select(_ => Math.Tanh(shape.NextGaussian())).ToArray();
        var ends = new double[levels];
        for (var level = 0; level < levels; level++)
        {
            ends[level] = (level > 0 ? ends[level - 1] : 0) + (1.0 / (level + 1));
        }

        var codes = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var found = Array.BinarySearch(ends, random.NextDouble() * ends[^1]);
            codes[row] = Math.Min(levels - 1, found < 0 ? ~found : found);
            _signal[row] += weight * effects[codes[row]];
        }

        return codes;
    }

    double Weight() => 0.3 + shape.NextDouble();

    string Name() => $"x{_columns.Count}";
}
