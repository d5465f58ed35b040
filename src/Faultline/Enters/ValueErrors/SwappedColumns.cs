using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Finds rows in which two columns of numbers are exchanged: as they stand both are far from what the rest of the table says, the other way round both are in line.</summary>
static class SwappedColumns
{
    const double Far = 4;
    const double FarSquare = 30;
    const double FitsSquare = 9;

    // So far apart as they stand that no place where they fit lies within three standard deviations of where far values begin: the tail of ordinary errors does not reach into it.
    const double StrongSquare = 72;
    const int ManyStrong = 3;

    // Exchanged numbers lie where the exchange puts them; what is apart for another reason also lies beside that place.
    const double BesideSquare = 81;
    const double BesideShare = 0.25;
    const double Level = 0.01;
    const double ChanceShare = 0.1;
    const int MostOthers = 5_000;
    const int MostFar = 20_000;
    const double FeltShare = 0.001;

    /// <summary>The faults of every pair of columns, and the least p-value of a pair, corrected for all of them; null where none was looked at.</summary>
    /// <param name="fit">What each number is expected to be.</param>
    /// <param name="judged">Its far values, by column.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static (IReadOnlyList<ValueFault> Faults, double? P) Find(RowFit fit, List<FarValue>[] judged, CheckContext context)
    {
        int numbers = fit.Columns.Length;
        var rows = new SortedDictionary<int, HashSet<int>>();
        foreach (FarValue value in judged.SelectMany(values => values).Where(value => Math.Abs(value.Deviation) >= Far))
        {
            if (!rows.TryGetValue(value.Row, out HashSet<int>? columns))
            {
                rows.Add(value.Row, columns = []);
            }

            columns.Add(value.Column);
        }

        int pairs = numbers * (numbers - 1) / 2;
        if (rows.Count > MostFar || pairs == 0)
        {
            return ([], null);
        }

        if (rows.Count == 0)
        {
            return ([], 1);
        }

        int[] others = fit.Sample.Length <= MostOthers ? fit.Sample : [.. context.Random("pairs").Sample(fit.Sample.Length, MostOthers).Select(place => fit.Sample[place])];
        (double Low, double High)[] reach = [.. fit.Columns.Select(Reach)];
        var states = rows.ToDictionary(row => row.Key, row => State(fit, row.Key));
        var found = new List<(int A, int B, int[] Rows, double P)>();
        double least = 1;
        for (int a = 0; a < numbers; a++)
        {
            for (int b = a + 1; b < numbers; b++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (OfPair(fit, (a, b), reach, rows, states, others) is { } swapped)
                {
                    double p = Math.Min(1, swapped.P * pairs);
                    least = Math.Min(least, p);
                    if (p <= Level)
                    {
                        found.Add((a, b, swapped.Rows, p));
                    }
                }
            }
        }

        var taken = new HashSet<int>();
        var faults = new List<ValueFault>();
        foreach (var (a, b, swapped, p) in found.OrderBy(pair => pair.P).ThenByDescending(pair => pair.Rows.Length))
        {
            int[] left = [.. swapped.Where(taken.Add)];
            if (left.Length > 0)
            {
                faults.Add(Write(fit.Columns[a], fit.Columns[b], left, p, context));
            }
        }

        return (faults, least);
    }

    static (double[] Scores, double[] Others) State(RowFit fit, int row)
    {
        double[] scores = new double[fit.Columns.Length], rest = new double[fit.Columns.Length];
        fit.Scores(row, scores);
        fit.Rest(row, scores, rest);
        return (scores, rest);
    }

    static (int[] Rows, double P)? OfPair(RowFit fit, (int A, int B) pair, (double Low, double High)[] reach, SortedDictionary<int, HashSet<int>> far, Dictionary<int, (double[] Scores, double[] Others)> states, int[] others)
    {
        var (a, b) = pair;
        NumberColumn left = fit.Columns[a], right = fit.Columns[b];
        double unit = 0;
        var mended = new List<(int Row, bool IsStrong)>();
        int beside = 0;
        var expectations = new List<PairExpectation>();
        foreach (var (row, columns) in far)
        {
            if (!columns.Contains(a) && !columns.Contains(b))
            {
                continue;
            }

            var (scores, rest) = states[row];
            if (double.IsNaN(scores[a]) || double.IsNaN(scores[b]))
            {
                continue;
            }

            unit = unit > 0 ? unit : Unit(fit, a, b, others);
            PairExpectation expected = fit.Pair(a, b, scores, rest);
            double before = expected.Distance(scores[a], scores[b]), after = expected.Distance(fit.Score(a, right.Values[row]), fit.Score(b, left.Values[row]));
            beside += before > FitsSquare * unit && after > FitsSquare * unit && after <= BesideSquare * unit && !HasSlipped(row, expected) ? 1 : 0;
            if (before < FarSquare * unit)
            {
                continue;
            }

            expectations.Add(expected);
            if (after <= FitsSquare * unit && IsWithin(reach[a], right.Values[row]) && IsWithin(reach[b], left.Values[row]))
            {
                mended.Add((row, before >= StrongSquare * unit));
            }
        }

        // Where another unit or a moved decimal point brings one of the two in line, that is the other reason.
        bool HasSlipped(int row, PairExpectation expected)
        {
            var (scores, _) = states[row];
            return UnitConversion.All.Any(conversion =>
                expected.Distance(fit.Score(a, conversion.Apply(left.Values[row])), scores[b]) <= FitsSquare * unit || expected.Distance(scores[a], fit.Score(b, conversion.Apply(right.Values[row]))) <= FitsSquare * unit);
        }

        int strong = mended.Count(row => row.IsStrong);
        if (strong == 0 || beside > BesideShare * mended.Count)
        {
            return null;
        }

        int[] rows = [.. mended.Where(row => row.IsStrong || strong >= ManyStrong).Select(row => row.Row)];

        // How often two numbers of any other row, exchanged, would be in line there as well.
        (double A, double B)[] exchanged = [.. others.Select(row => (fit.Score(a, right.Values[row]), fit.Score(b, left.Values[row])))];
        double chance = expectations.Take(200).Average(expected => (exchanged.Count(pair => expected.Distance(pair.A, pair.B) <= FitsSquare * unit) + 1.0) / (exchanged.Length + 1));
        double p = 1 - Binomial.CDF(chance, expectations.Count, mended.Count - 1);
        return expectations.Count * chance <= ChanceShare * mended.Count ? (rows, Math.Max(p, 1e-300)) : null;
    }

    // No number of another column stands beyond all that the column holds by being exchanged.
    static (double Low, double High) Reach(NumberColumn column)
    {
        ReadOnlySpan<double> sorted = SortedValues.Finite(SortedValues.Of(column));
        return sorted.IsEmpty ? (double.NaN, double.NaN) : (sorted[0], sorted[^1]);
    }

    static bool IsWithin((double Low, double High) reach, double value) => value >= reach.Low && value <= reach.High;

    // Squared distances of sound pairs follow the χ² of two degrees of freedom, whose median is 1.386, but for a factor.
    static double Unit(RowFit fit, int a, int b, int[] others)
    {
        var distances = new List<double>();
        foreach (int row in others.Take(1_000))
        {
            var (scores, rest) = State(fit, row);
            if (!double.IsNaN(scores[a]) && !double.IsNaN(scores[b]))
            {
                distances.Add(fit.Pair(a, b, scores, rest).Distance(scores[a], scores[b]));
            }
        }

        double[] sorted = [.. distances.Order()];
        const double Median = 1.386, Tenth = 4.605;
        return sorted.Length == 0 ? 1 : Math.Max(1e-12, Math.Max(Quantiles.OfSorted(sorted, 0.5) / Median, Quantiles.OfSorted(sorted, 0.9) / Tenth));
    }

    static ValueFault Write(NumberColumn a, NumberColumn b, int[] rows, double p, CheckContext context)
    {
        string count = rows.Length == 1 ? "1 row" : rows.Length.ToString("#,0", CultureInfo.InvariantCulture) + " rows";
        return new ValueFault(
            ValueFaultKind.SwappedColumns,
            new Finding
            {
                Key = $"{ValueFaultKind.SwappedColumns}:{a.Name}:{b.Name}",
                Title = $"In {count} {a.Name} and {b.Name} are exchanged",
                Severity = rows.Length >= FeltShare * a.RowCount ? Severity.Medium : Severity.Low,
                Measure = new Measure("rows", rows.Length, Unit: "rows"),
                P = p,
                Rows = FoundRows.Of(rows),
                Columns = [a.Name, b.Name],
                Cause = $"As they stand the two numbers are far from what the other rows say; the other way round both are in line. Most likely they were entered into the wrong columns.",
                Repair = $"Exchange {a.Name} and {b.Name} in these rows; the column suggestion in the scores has both values.",
                Examples = [.. rows.Take(3).Select(row => context.Example(row, [(a.Name, b.Text(row)), (b.Name, a.Text(row))]))],
            },
            [.. rows.SelectMany(row => new[] { new CellScore(row, a.Name, 0.02, b.Text(row)), new CellScore(row, b.Name, 0.02, a.Text(row)) })]);
    }
}
