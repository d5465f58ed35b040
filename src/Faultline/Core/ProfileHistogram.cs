using System.Globalization;

namespace Faultline;

/// <summary>Histograms of the column profile: at most 30 bins whose edges are round numbers or whole days, months or years.</summary>
static class ProfileHistogram
{
    /// <summary>Most bins.</summary>
    public const int BinLimit = 30;

    const long MicrosecondsADay = 86_400_000_000;

    /// <summary>A histogram of numbers, or null where fewer than two different finite ones are left.</summary>
    /// <param name="name">Column name, for title and axis.</param>
    /// <param name="sorted">Values in ascending order, without NaN.</param>
    /// <param name="show">Under no values bins are named by the share of cells below their edges.</param>
    public static HistogramFigure? OfNumbers(string name, ReadOnlySpan<double> sorted, CellText show)
    {
        var finite = SortedValues.Finite(sorted);
        if (finite.Length == 0 || finite[0] == finite[^1] || !double.IsFinite(finite[^1] - finite[0]))
        {
            return null;
        }

        var edges = Edges(finite[0], finite[^1]);
        var counts = SortedValues.Counts(finite, edges);
        return Figure(name, edges, counts, show, []);
    }

    /// <summary>A histogram of moments, or null where fewer than two different ones are left.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="sorted">Microseconds since 1970 in ascending order.</param>
    /// <param name="show">Under no values bins are named by the share of cells below their edges.</param>
    public static HistogramFigure? OfTimes(string name, ReadOnlySpan<long> sorted, CellText show)
    {
        if (sorted.Length == 0 || sorted[0] == sorted[^1])
        {
            return null;
        }

        var (edges, labels) = TimeEdges(sorted[0], sorted[^1]);
        var counts = new double[edges.Count - 1];
        var bin = 0;
        foreach (var value in sorted)
        {
            while (bin < counts.Length - 1 && value >= edges[bin + 1])
            {
                bin++;
            }

            counts[bin]++;
        }

        return Figure(name, [], counts, show, labels);
    }

    /// <summary>Two histograms over shared bins, as shares of rows; the outermost bins take in the furthest half percent on either side.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="first">Name and ascending values of the first, from which bins are named under no values.</param>
    /// <param name="second">Name and ascending values of the second.</param>
    /// <param name="show">How cells may be shown.</param>
    public static HistogramFigure? OfTwo(string name, (string Name, double[] Sorted) first, (string Name, double[] Sorted) second, CellText show)
    {
        double[] pooled = [.. SortedValues.Finite(first.Sorted), .. SortedValues.Finite(second.Sorted)];
        NumberSort.Ascending(pooled);
        if (pooled.Length == 0 || pooled[0] == pooled[^1] || !double.IsFinite(pooled[^1] - pooled[0]))
        {
            return null;
        }

        var (low, high) = (Quantiles.OfSorted(pooled, 0.005), Quantiles.OfSorted(pooled, 0.995));
        var edges = low < high ? Edges(low, high) : Edges(pooled[0], pooled[^1]);
        double[] Shares(double[] sorted) => [.. SortedValues.Counts(sorted, edges).Select(count => count / Math.Max(1, sorted.Length))];
        var counts = SortedValues.Counts(first.Sorted, edges);
        var named = Figure(name, edges, counts, show, []);
        return named with { Title = $"{name} now and in the reference", Series = [new HistogramSeries(first.Name, Shares(first.Sorted)), new HistogramSeries(second.Name, Shares(second.Sorted))] };
    }

    /// <summary>Edges at round steps (1, 2, 2.5 or 5 times a power of ten) that cover both ends with at most <see cref="BinLimit"/> bins.</summary>
    public static double[] Edges(double low, double high)
    {
        var rough = (high - low) / (BinLimit - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5, 10])
        {
            var step = factor * power;
            var first = Math.Floor(low / step);
            var last = Math.Floor(high / step) + 1;
            if (step >= rough && last - first <= BinLimit && first + 1 > first)
            {
                return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Round((first + i) * step))];
            }
        }

        // So narrow a range around so large a value that round steps are lost in the last bits.
        return [low, high];
    }

    static double Round(double value) => double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    static HistogramFigure Figure(string name, IReadOnlyList<double> edges, double[] counts, CellText show, IReadOnlyList<string> labels)
    {
        var series = new HistogramSeries("rows", counts);
        if (show.ShowValues)
        {
            return new HistogramFigure($"Distribution of {name}", name, edges, labels, [series]);
        }

        var total = Math.Max(1, counts.Sum());
        var below = 0.0;
        var shares = new List<string>();
        foreach (var count in counts)
        {
            shares.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * below / total:0.#}–{100 * (below + count) / total:0.#} %"));
            below += count;
        }

        return new HistogramFigure($"Distribution of {name}", $"share of {name}", [], shares, [series]);
    }

    static (List<long> Edges, List<string> Labels) TimeEdges(long low, long high)
    {
        var days = (high - (double)low) / MicrosecondsADay;
        var fits = low >= Microseconds(DateTime.MinValue) && high < Microseconds(new DateTime(9900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified));
        if (!fits || days < 3)
        {
            var step = Math.Max(1, (long)Math.Ceiling((high - (double)low + 1) / (BinLimit - 1)));
            return Steps(low, high, edge => edge + step, edge => TimeColumn.Write(edge, withTimeOfDay: true));
        }

        if (days < 90)
        {
            var each = Math.Max(1, (int)Math.Ceiling(days / (BinLimit - 2)));
            var first = low - (((low % MicrosecondsADay) + MicrosecondsADay) % MicrosecondsADay);
            return Steps(first, high, edge => edge + (each * MicrosecondsADay), edge => TimeColumn.Write(edge, withTimeOfDay: false));
        }

        var months = days / 30.4;
        var wide = new[] { 1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000 }.First(width => months / width <= BinLimit - 2 || width == 6000);
        var start = DateTime.UnixEpoch.AddTicks(low * 10);
        var whole = ((start.Year * 12) + start.Month - 1) / wide * wide;
        var origin = whole < 12 ? DateTime.MinValue : new DateTime(whole / 12, (whole % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return Steps(Microseconds(origin), high, edge => Microseconds(Moment(edge).AddMonths(wide)), edge => Moment(edge).ToString(wide >= 12 ? "yyyy" : "yyyy-MM", CultureInfo.InvariantCulture));
    }

    static (List<long> Edges, List<string> Labels) Steps(long first, long high, Func<long, long> following, Func<long, string> label)
    {
        var edges = new List<long> { first };
        var labels = new List<string>();
        while (edges[^1] <= high && labels.Count < BinLimit)
        {
            labels.Add(label(edges[^1]));
            edges.Add(following(edges[^1]));
        }

        return (edges, labels);
    }

    static DateTime Moment(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * 10);

    static long Microseconds(DateTime moment) => (moment.Ticks - DateTime.UnixEpoch.Ticks) / 10;
}
