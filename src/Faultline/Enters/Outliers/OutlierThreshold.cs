namespace Faultline;

/// <summary>
/// How far is too far: the logarithm of the distance to the neighbours has an exponential tail on clean data, whatever the columns' distributions (in m
/// dimensions the density falls, and with it the distance grows, by a power). The tail is fitted between the 75 % and the 95 % quantile and extrapolated to
/// where less than <see cref="Expected"/> rows of a clean table would lie.
/// </summary>
/// <param name="Median">The typical distance.</param>
/// <param name="Limit">Rows farther than this are flagged; +∞ where no row can be.</param>
sealed record OutlierThreshold(double Median, double Limit)
{
    /// <summary>Rows that a clean table of at least 200 rows is expected to have beyond the limit; a tenth of it below 200 rows.</summary>
    public const double Expected = 0.01;

    // In scaled columns: so many robust standard deviations farther than 19 of 20 rows is far, in however few dimensions.
    const double FarInScaledColumns = 4;
    const double LeastRatio = 1.5;
    const double LeastSlope = 0.02;

    /// <summary>Fits the limit.</summary>
    /// <param name="distances">Mean distances to the neighbours; NaN is left out.</param>
    /// <param name="scaled">True when the distances are in robust standard deviations.</param>
    /// <param name="maximumShare">At most this share of the rows lies beyond the limit.</param>
    public static OutlierThreshold Fit(ReadOnlySpan<double> distances, bool scaled, double maximumShare)
    {
        double[] sorted = [.. distances.ToArray().Where(distance => !double.IsNaN(distance)).Order()];
        double median = Quantiles.OfSorted(sorted, 0.5);
        double[] positive = [.. sorted.Where(distance => distance > 0)];
        if (positive.Length == 0)
        {
            return new OutlierThreshold(0, double.PositiveInfinity);
        }

        double floor = 1e-3 * Quantiles.OfSorted(positive, 0.5);
        double[] logarithms = [.. sorted.Select(distance => Math.Log(distance + floor))];
        double high = Quantiles.OfSorted(logarithms, 0.95), far = Quantiles.OfSorted(sorted, 0.95);
        double slope = Math.Max(LeastSlope, (high - Quantiles.OfSorted(logarithms, 0.75)) / Math.Log(5));
        double expected = sorted.Length < 200 ? Expected / 10 : Expected;
        // Where 19 of 20 rows have k exact twins, as in a table of a few categories, there is no tail to be seen: a rare combination is no far row.
        double byTail = far > 0 ? Math.Exp(high + (slope * Math.Log(0.05 * sorted.Length / expected))) - floor : double.PositiveInfinity;
        double limit = Math.Max(byTail, LeastRatio * median);
        if (scaled)
        {
            limit = Math.Min(limit, far + FarInScaledColumns);
        }

        double most = Quantiles.OfSorted(sorted, 1 - maximumShare);
        return new OutlierThreshold(median, Math.Max(limit, most));
    }

    /// <summary>A score in [0,1]: near 1 for typical rows, ½ at the limit, falling with the distance.</summary>
    public double Score(double distance)
    {
        if (double.IsNaN(distance))
        {
            return double.NaN;
        }

        double ratio = distance / Limit;
        return 1 / (1 + (ratio * ratio));
    }
}
