using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Finds rows in which two columns of numbers are exchanged: as they stand both are far from what the rest of the table says, the other way round both are in line.</summary>
static class SwappedColumns
{
    const double Far = 4;
    const double FarSquare = 30;
    const double FitsSquare = 9;
    const double Level = 0.01;
    const double ChanceShare = 0.1;
    const int MostOthers = 5_000;
    const int MostFar = 20_000;
    const double FeltShare = 0.001;

    /// <summary>The faults of every pair of columns.</summary>
    /// <param name="fit">What each number is expected to be.</param>
    /// <param name="judged">Its far values, by column.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static IEnumerable<ValueFault> Find(RowFit fit, List<FarValue>[] judged, CheckContext context)
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
        if (rows.Count == 0 || rows.Count > MostFar || pairs == 0)
        {
            yield break;
        }

        int[] others = fit.Sample.Length <= MostOthers ? fit.Sample : [.. context.Random("pairs").Sample(fit.Sample.Length, MostOthers).Select(place => fit.Sample[place])];
        var states = rows.ToDictionary(row => row.Key, row => State(fit, row.Key));
        var found = new List<(int A, int B, List<int> Rows, double P)>();
        for (int a = 0; a < numbers; a++)
        {
            for (int b = a + 1; b < numbers; b++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (OfPair(fit, a, b, rows, states, others) is { } swapped && swapped.P * pairs <= Level)
                {
                    found.Add((a, b, swapped.Rows, swapped.P * pairs));
                }
            }
        }

        var taken = new HashSet<int>();
        foreach (var (a, b, swapped, p) in found.OrderBy(pair => pair.P).ThenByDescending(pair => pair.Rows.Count))
        {
            int[] left = [.. swapped.Where(taken.Add)];
            if (left.Length > 0)
            {
                yield return Write(fit.Columns[a], fit.Columns[b], left, p, context);
            }
        }
    }

    static (double[] Scores, double[] Others) State(RowFit fit, int row)
    {
        double[] scores = new double[fit.Columns.Length], rest = new double[fit.Columns.Length];
        fit.Scores(row, scores);
        fit.Rest(row, scores, rest);
        return (scores, rest);
    }

    static (List<int> Rows, double P)? OfPair(RowFit fit, int a, int b, SortedDictionary<int, HashSet<int>> far, Dictionary<int, (double[] Scores, double[] Others)> states, int[] others)
    {
        NumberColumn left = fit.Columns[a], right = fit.Columns[b];
        double unit = 0;
        var mended = new List<int>();
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
            if (expected.Distance(scores[a], scores[b]) < FarSquare * unit)
            {
                continue;
            }

            expectations.Add(expected);
            if (expected.Distance(fit.Score(a, right.Values[row]), fit.Score(b, left.Values[row])) <= FitsSquare * unit)
            {
                mended.Add(row);
            }
        }

        if (mended.Count == 0)
        {
            return null;
        }

        // How often two numbers of any other row, exchanged, would be in line there as well.
        (double A, double B)[] exchanged = [.. others.Select(row => (fit.Score(a, right.Values[row]), fit.Score(b, left.Values[row])))];
        double chance = expectations.Take(200).Average(expected => (exchanged.Count(pair => expected.Distance(pair.A, pair.B) <= FitsSquare * unit) + 1.0) / (exchanged.Length + 1));
        double p = 1 - Binomial.CDF(chance, expectations.Count, mended.Count - 1);
        return expectations.Count * chance <= ChanceShare * mended.Count ? (mended, Math.Max(p, 1e-300)) : null;
    }

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
