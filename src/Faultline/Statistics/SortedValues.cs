using System.Runtime.CompilerServices;

namespace Faultline;

/// <summary>Order statistics of values in ascending order.</summary>
public static class SortedValues
{
    /// <summary>The values of a column in ascending order, without missing ones; ±∞ stay at the ends.</summary>
    public static double[] Of(NumberColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var sorted = new double[column.RowCount - column.MissingCount];
        Fill(column, sorted);
        return sorted;
    }

    /// <summary>Writes the values of a column in ascending order, without missing ones; ±∞ stay at the ends.</summary>
    /// <param name="column">The column.</param>
    /// <param name="sorted">Receives them; as long as there are values that are not missing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill(NumberColumn column, Span<double> sorted)
    {
        if (column.MissingCount == 0)
        {
            column.CopyTo(sorted);
            NumberSort.Ascending(sorted);
            return;
        }

        var next = 0;
        foreach (var value in column.Values)
        {
            if (!double.IsNaN(value))
            {
                sorted[next++] = value;
            }
        }

        NumberSort.Ascending(sorted);
    }

    /// <summary>The part without ±∞.</summary>
    /// <param name="sorted">Ascending values without NaN.</param>
    public static ReadOnlySpan<double> Finite(ReadOnlySpan<double> sorted)
    {
        var start = 0;
        var end = sorted.Length;
        while (start < end && double.IsNegativeInfinity(sorted[start]))
        {
            start++;
        }

        while (end > start && double.IsPositiveInfinity(sorted[end - 1]))
        {
            end--;
        }

        return sorted[start..end];
    }

    /// <summary>Number of different values.</summary>
    /// <param name="sorted">Ascending values without NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Distinct(ReadOnlySpan<double> sorted)
    {
        var distinct = sorted.Length > 0 ? 1 : 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return distinct;
    }

    /// <summary>Index of the first value at or above <paramref name="value"/>: the number of values below it.</summary>
    /// <param name="sorted">Ascending values without NaN.</param>
    /// <param name="value">Any number.</param>
    public static int Below(ReadOnlySpan<double> sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Index of the first value above <paramref name="value"/>: the number of values at or below it.</summary>
    /// <param name="sorted">Ascending values without NaN.</param>
    /// <param name="value">Any number.</param>
    public static int UpTo(ReadOnlySpan<double> sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Values in each bin: from an edge up to the one above it, the last edge included; what lies outside counts in the outermost bins.</summary>
    /// <param name="sorted">Ascending values without NaN.</param>
    /// <param name="edges">Ascending edges, one more than bins.</param>
    public static double[] Counts(ReadOnlySpan<double> sorted, ReadOnlySpan<double> edges)
    {
        var counts = new double[edges.Length - 1];
        var below = 0;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var upTo = bin == counts.Length - 1 ? sorted.Length : Below(sorted, edges[bin + 1]);
            counts[bin] = upTo - below;
            below = upTo;
        }

        return counts;
    }
}
