namespace Faultline;

/// <summary>
/// How bad is too bad for a set of images: the badness of the worse quarter falls off exponentially or faster; it is fitted between the 75 % and the 95 % quantile
/// and extrapolated to where fewer images of a sound set would lie than asked for, and no nearer to the typical image than the kind of damage demands.
/// </summary>
/// <param name="Median">Badness of the typical image.</param>
/// <param name="Limit">Badness beyond which an image is flagged.</param>
sealed record ImageLimit(double Median, double Limit)
{
    const double LeastSlope = 0.02;

    /// <summary>Fits the limit.</summary>
    /// <param name="badness">One finite number an image, larger is worse, on a logarithmic scale.</param>
    /// <param name="least">Least distance of the limit from the median.</param>
    /// <param name="expected">Images of a sound set that may lie beyond.</param>
    public static ImageLimit Fit(double[] badness, double least, double expected)
    {
        var sorted = (double[])badness.Clone();
        NumberSort.Ascending(sorted);
        var median = Quantiles.OfSorted(sorted, 0.5);
        var high = Quantiles.OfSorted(sorted, 0.95);
        var slope = Math.Max(LeastSlope, (high - Quantiles.OfSorted(sorted, 0.75)) / Math.Log(5));
        return new ImageLimit(median, Math.Max(median + least, high + (slope * Math.Log(Math.Max(1, 0.05 * sorted.Length / expected)))));
    }

    /// <summary>A score in [0,1]: 1 at the typical image and better ones, ½ at the limit.</summary>
    public double Score(double badness)
    {
        var ratio = Math.Max(0, badness - Median) / (Limit - Median);
        return 1 / (1 + (ratio * ratio * ratio * ratio));
    }
}
