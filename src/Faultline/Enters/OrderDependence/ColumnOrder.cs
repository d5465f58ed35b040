using System.Buffers;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Tests single columns for an order: by the blocks of the file (Kruskal and Wallis), and by rows that follow one another.</summary>
static class ColumnOrder
{
    const int Lags = 3;

    /// <summary>Every dimension's dependence on its place.</summary>
    public static IReadOnlyList<DimensionOrder> Of(IReadOnlyList<TestedDimension> dimensions, CheckContext context) => Test(dimensions, dimension => Scores(dimension.Values()), true, context);

    /// <summary>The dependence of rows that follow one another where the file is sorted: what the sorted columns explain is taken off first.</summary>
    public static IReadOnlyList<DimensionOrder> Within(IReadOnlyList<TestedDimension> dimensions, Arrangement arrangement, CheckContext context) =>
        Test([.. dimensions.Where(dimension => !arrangement.Explains(dimension))], dimension => arrangement.Remove(Scores(dimension.Values())), false, context);

    static DimensionOrder[] Test(IReadOnlyList<TestedDimension> dimensions, Func<TestedDimension, double[]> scores, bool blocks, CheckContext context)
    {
        var found = new DimensionOrder?[dimensions.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        var tests = dimensions.Count * (Lags + (blocks ? 2 : 0));
        Parallel.For(0, dimensions.Count, parallel, i => found[i] = One(dimensions[i], () => Standard(scores(dimensions[i])), blocks, tests));
        return [.. found.OfType<DimensionOrder>().OrderByDescending(dimension => dimension.Strength)];
    }

    /// <summary>Turns numbers into ranks of mean 0 and variance 1; what is missing, and everything of a constant, is 0.</summary>
    /// <param name="values">One a row, NaN where missing; they are written over.</param>
    internal static double[] Scores(double[] values)
    {
        if (Indicator(values) is { } ones)
        {
            var zeros = values.Length - ones;
            var (low, high) = ((1 + zeros) / 2.0, (zeros + 1 + values.Length) / 2.0);
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = (values[row] == 0 ? low : high) - ((values.Length + 1) / 2.0);
            }

            return Standard(values);
        }

        var keys = ArrayPool<double>.Shared.Rent(values.Length);
        var rows = ArrayPool<int>.Shared.Rent(values.Length);
        var known = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                (keys[known], rows[known]) = (values[row], row);
                known++;
            }
        }

        Array.Sort(keys, rows, 0, known);
        Array.Clear(values);
        for (int from = 0, to; from < known; from = to)
        {
            for (to = from + 1; to < known && keys[to] == keys[from]; to++)
            {
            }

            foreach (var row in rows.AsSpan(from, to - from))
            {
                values[row] = ((from + 1 + to) / 2.0) - ((known + 1) / 2.0);
            }
        }

        ArrayPool<double>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(rows);
        return Standard(values);
    }

    /// <summary>How many ones there are where every number is 0 or 1: such ranks need no sorting. Null elsewhere.</summary>
    static int? Indicator(double[] values)
    {
        var ones = 0;
        foreach (var value in values)
        {
            if (value == 1)
            {
                ones++;
            }
            else if (value != 0)
            {
                return null;
            }
        }

        return ones;
    }

    static double[] Standard(double[] scores)
    {
        var mean = scores.Average();
        var variance = scores.Sum(score => (score - mean) * (score - mean)) / scores.Length;
        var deviation = Math.Sqrt(variance);
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = variance > 1e-12 ? (scores[row] - mean) / deviation : 0;
        }

        return scores;
    }

    static DimensionOrder? One(TestedDimension dimension, Func<double[]> scores, bool blocks, int tests)
    {
        var z = scores();
        var n = z.Length;
        if (Array.TrueForAll(z, score => score == 0))
        {
            return null;
        }

        var lag = 1;
        double serial = 0;
        for (var l = 1; l <= Lags; l++)
        {
            double sum = 0;
            for (var row = l; row < n; row++)
            {
                sum += z[row] * z[row - l];
            }

            var r = Math.Clamp((sum / (n - l)) + (1.0 / n), -1, 1);
            // Rows that alternate are alike two rows apart: a longer lag must be clearly stronger.
            if (Math.Abs(r) > Math.Abs(serial) + (l == 1 ? 0 : 1.96 / Math.Sqrt(n)))
            {
                (serial, lag) = (r, l);
            }
        }

        var serialP = Math.Min(1, tests * 2 * Normal.CDF(0, 1, -Math.Abs(serial) * Math.Sqrt(n)));
        if (!blocks)
        {
            return new DimensionOrder(dimension, scores, [], 0, 0, 1, serial, lag, serialP);
        }

        var count = Math.Clamp(n / 25, 4, 20);
        var means = new double[count];
        double between = 0;
        for (var b = 0; b < count; b++)
        {
            int from = (int)((long)b * n / count), to = (int)((long)(b + 1) * n / count);
            means[b] = z.AsSpan(from, to - from).ToArray().Average();
            between += (to - from) * means[b] * means[b];
        }

        var h = between * (n - 1) / n;
        double free = count - 1, excess = Math.Max(0, h - free);
        var half = 1.96 * Math.Sqrt(2 * (free + (2 * excess)));
        double trend = 0;
        for (var row = 0; row < n; row++)
        {
            trend += z[row] * (row - ((n - 1) / 2.0));
        }

        trend /= n * Math.Sqrt((((double)n * n) - 1) / 12);
        var trendP = Math.Min(1, tests * 2 * Normal.CDF(0, 1, -Math.Abs(trend) * Math.Sqrt(n)));
        return new DimensionOrder(dimension, scores, means, Math.Clamp(excess / n, 0, 1), half / n, Math.Min(1, tests * (1 - ChiSquared.CDF(free, h))), serial, lag, serialP, trendP);
    }
}
