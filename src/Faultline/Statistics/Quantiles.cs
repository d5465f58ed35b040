namespace Faultline;

/// <summary>Quantiles with linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996; the default of R and NumPy).</summary>
public static class Quantiles
{
    // Distance of the quartiles of a standard normal distribution.
    const double NormalQuartiles = 1.349;

    /// <summary>The quantile of values that are sorted already.</summary>
    /// <param name="sorted">Ascending, no NaN.</param>
    /// <param name="share">0 … 1.</param>
    /// <returns>The quantile; NaN when there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> lies outside 0 … 1.</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double place = share * (sorted.Length - 1);
        int below = (int)place;
        if (below + 1 >= sorted.Length)
        {
            return sorted[below];
        }

        // Two finite values may lie farther apart than the largest double.
        var (low, high, part) = (sorted[below], sorted[below + 1], place - below);
        return double.IsFinite(high - low) || !double.IsFinite(low) || !double.IsFinite(high) ? low + (part * (high - low)) : ((1 - part) * low) + (part * high);
    }

    /// <summary>The quantile of values in any order, which stay as they are.</summary>
    /// <param name="values">No NaN.</param>
    /// <param name="share">0 … 1.</param>
    /// <returns>The quantile; NaN when there is no value.</returns>
    public static double Of(ReadOnlySpan<double> values, double share)
    {
        double[] sorted = values.ToArray();
        NumberSort.Ascending(sorted);
        return OfSorted(sorted, share);
    }

    /// <summary>The standard deviation that a normal distribution with these quartiles has.</summary>
    /// <param name="sorted">Ascending, no NaN.</param>
    /// <returns>It; NaN when there is no value.</returns>
    internal static double Spread(ReadOnlySpan<double> sorted) => (OfSorted(sorted, 0.75) - OfSorted(sorted, 0.25)) / NormalQuartiles;
}
