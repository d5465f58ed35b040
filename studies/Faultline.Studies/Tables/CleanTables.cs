namespace Faultline.Studies;

/// <summary>
/// Draws clean tables: nothing is wrong with them by construction. Labels are drawn from exact posteriors, so classes may overlap and no label is
/// wrong; rows are independent; missing cells are missing at random.
/// </summary>
static class CleanTables
{
    /// <summary>The kinds of table, one generator each.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["normal", "skewed", "correlated", "overlapping", "mixed", "discrete", "regression", "multiclass", "missing", "heavy-tailed"];

    /// <summary>Draws table number <paramref name="index"/> of a family: the kind cycles, the rows go from 50 to 50,000 log-uniformly.</summary>
    public static SyntheticTable Draw(int index, long seed = 0, string part = "data", int? rows = null)
    {
        var kind = Kinds[index % Kinds.Count];
        var shape = SeededRandom.For(seed, $"clean/{index}/shape");
        // Drawn also when the rows are given, so that a reference has the same shape.
        var drawn = (int)Math.Round(50 * Math.Pow(1000, shape.NextDouble()));
        var count = rows ?? drawn;
        var width = 4 + shape.NextInt(9);
        var strength = 0.5 + (2.5 * shape.NextDouble());
        var columns = Columns(kind, count, width, shape, SeededRandom.For(seed, $"clean/{index}/{part}"), out var signal);
        var labels = SeededRandom.For(seed, $"clean/{index}/{part}/labels");
        return kind switch
        {
            "regression" => Numeric(kind, columns, signal, labels),
            "multiclass" => Classes(kind, columns, signal, 3 + shape.NextInt(4), 2 * strength, labels),
            "overlapping" => Classes(kind, columns, signal, 2, 0.3 + (0.7 * shape.NextDouble()), labels),
            _ => Classes(kind, columns, signal, 2, strength, labels),
        };
    }

    /// <summary>A mixed table of 12 columns whose classes overlap by a given Bayes error, for planting faults.</summary>
    public static SyntheticTable Mixed(long seed, double bayesError, int rows = 5000, int classes = 2, string part = "data")
    {
        var columns = Columns("mixed", rows, 12, SeededRandom.For(seed, "mixed/shape"), SeededRandom.For(seed, "mixed/" + part), out var signal);
        SyntheticTable Table(double strength) => Classes("mixed", columns, signal, classes, strength, SeededRandom.For(seed, $"mixed/{part}/labels"));
        var (low, high) = (0.0, 100.0);
        for (var step = 0; step < 30; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Table(middle).BayesError() > bayesError ? (middle, high) : (low, middle);
        }

        return Table((low + high) / 2);
    }

    /// <summary>A mixed table of 12 columns with a number as label: three times the standardised signal plus noise of variance about 1.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="noise">normal, student (three degrees of freedom), laplace, skewed (lognormal), uneven (its size depends on the signal and a column) or count (Poisson).</param>
    /// <param name="rows">Rows.</param>
    public static SyntheticTable MixedNumber(long seed, string noise, int rows = 5000)
    {
        var columns = Columns("mixed", rows, 12, SeededRandom.For(seed, "mixed/shape"), SeededRandom.For(seed, "mixed/data"), out var signal);
        var random = SeededRandom.For(seed, $"mixed/data/number/{noise}");
        var first = (NumberColumn)columns[0];
        var values = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var z = random.NextGaussian();
            values[row] = noise switch
            {
                "student" => (3 * signal[row]) + (z / Math.Sqrt(ChiSquare3(random))),
                "laplace" => (3 * signal[row]) + ((random.NextExponential() - random.NextExponential()) / Math.Sqrt(2)),
                "skewed" => (3 * signal[row]) + Math.Exp(0.7 * z),
                "uneven" => (3 * signal[row]) + (z * Math.Exp((0.5 * signal[row]) + (0.5 * first.Values[row]) - 0.5)),
                "count" => random.NextPoisson(Math.Exp(1 + (0.7 * signal[row]))),
                _ => (3 * signal[row]) + z,
            };
        }

        return new SyntheticTable("mixed", columns, [], 0, [], values);
    }

    static List<Column> Columns(string kind, int rows, int width, SeededRandom shape, SeededRandom random, out double[] signal)
    {
        signal = new double[rows];
        var columns = new List<Column>();
        var common = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            common[row] = random.NextGaussian();
        }

        for (var j = 0; j < width; j++)
        {
            var weight = (j % 3 == 2 ? 0.2 : 1.0) * (shape.NextDouble() < 0.5 ? -1 : 1);
            var what = kind switch
            {
                "skewed" => j % 3 == 0 ? "lognormal" : j % 3 == 1 ? "exponential" : "pareto",
                "heavy-tailed" => j % 2 == 0 ? "student" : "zero-inflated",
                "correlated" => "factor",
                "discrete" => "category",
                "mixed" => (j % 6) switch { 0 => "normal", 1 => "category", 2 => "lognormal", 3 => "count", 4 => "boolean", _ => "date" },
                _ => "normal",
            };
            columns.Add(Draw($"x{j}", what, kind == "missing" ? 0.05 + (0.15 * shape.NextDouble()) : 0, common, weight, shape, random, signal));
        }

        Standardise(signal);
        return columns;
    }

    static Column Draw(string name, string what, double missing, double[] common, double weight, SeededRandom shape, SeededRandom random, double[] signal)
    {
        var rows = common.Length;
        if (what is "category" or "boolean")
        {
            var levels = what == "boolean" ? 2 : 2 + shape.NextInt(11);
            var effects = Enumerable.Range(0, levels).Select(_ => shape.NextGaussian()).ToArray();
            var codes = new int[rows];
            for (var row = 0; row < rows; row++)
            {
                // Zipf-like frequencies: level l has weight 1/(l + 1).
                codes[row] = Zipf(levels, random.NextDouble());
                signal[row] += 0.5 * weight * effects[codes[row]];
            }

            return new TextColumn(name, codes, [.. Enumerable.Range(0, levels).Select(level => what == "boolean" ? (level == 0 ? "no" : "yes") : $"{name} level {level}")]);
        }

        var values = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var z = random.NextGaussian();
            values[row] = what switch
            {
                "lognormal" => Math.Round(Math.Exp(3 + z), 4),
                "exponential" => -10 * Math.Log(1 - random.NextDouble()),
                "pareto" => Math.Pow(1 - random.NextDouble(), -1 / 3.0),
                "student" => z / Math.Sqrt(ChiSquare3(random) / 3),
                "zero-inflated" => random.NextDouble() < 0.6 ? 0 : Math.Floor(-8 * Math.Log(1 - random.NextDouble())),
                "count" => Math.Floor(Math.Exp(1.5 + (0.6 * z))),
                "factor" => (0.8 * common[row]) + (0.6 * z),
                "date" => 18_000 + random.NextInt(1000),
                _ => z,
            };
            signal[row] += 0.5 * weight * (what is "date" ? 0 : what is "lognormal" or "student" or "factor" or "normal" ? z : Math.Tanh(values[row] / 10));
            if (missing > 0 && random.NextDouble() < missing)
            {
                values[row] = double.NaN;
            }
        }

        const long microsecondsADay = 86_400_000_000;
        return what == "date"
            ? new TimeColumn(name, [.. values.Select(value => (long)value * microsecondsADay)])
            : new NumberColumn(name, values);
    }

    static SyntheticTable Classes(string kind, List<Column> columns, double[] signal, int classes, double strength, SeededRandom random)
    {
        var rows = signal.Length;
        var posterior = new double[rows * classes];
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            // Ordered logits over the one signal: class c is centred at c − (classes − 1)/2 on the standardised scale.
            var sum = 0.0;
            for (var c = 0; c < classes; c++)
            {
                var centre = classes == 2 ? (c == 0 ? -0.5 : 0.5) : 2.5 * ((c / (classes - 1.0)) - 0.5);
                var logit = classes == 2 ? 2 * strength * centre * signal[row] * 2 : -strength * (signal[row] - centre) * (signal[row] - centre);
                posterior[(row * classes) + c] = Math.Exp(logit);
                sum += posterior[(row * classes) + c];
            }

            var u = random.NextDouble();
            var drawn = classes - 1;
            for (var c = 0; c < classes; c++)
            {
                posterior[(row * classes) + c] /= sum;
                u -= posterior[(row * classes) + c];
                if (u < 0 && drawn == classes - 1)
                {
                    drawn = c;
                    u = double.PositiveInfinity;
                }
            }

            labels[row] = drawn;
        }

        return new SyntheticTable(kind, columns, posterior, classes, labels, []);
    }

    static SyntheticTable Numeric(string kind, List<Column> columns, double[] signal, SeededRandom random)
    {
        var values = signal.Select(s => (3 * s) + random.NextGaussian()).ToArray();
        return new SyntheticTable(kind, columns, [], 0, [], values);
    }

    static void Standardise(double[] signal)
    {
        var mean = signal.Average();
        var deviation = Math.Sqrt(signal.Average(s => (s - mean) * (s - mean)));
        for (var row = 0; row < signal.Length; row++)
        {
            signal[row] = (signal[row] - mean) / Math.Max(1e-9, deviation);
        }
    }

    static int Zipf(int levels, double u)
    {
        var total = 0.0;
        for (var level = 0; level < levels; level++)
        {
            total += 1.0 / (level + 1);
        }

        u *= total;
        for (var level = 0; level < levels; level++)
        {
            u -= 1.0 / (level + 1);
            if (u < 0)
            {
                return level;
            }
        }

        return levels - 1;
    }

    static double ChiSquare3(SeededRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var z = random.NextGaussian();
            sum += z * z;
        }

        return sum;
    }
}
