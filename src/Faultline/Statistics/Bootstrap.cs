namespace Faultline;

/// <summary>The bootstrap: what a statistic would have been on other samples of the same size (Efron, 1979).</summary>
public static class Bootstrap
{
    /// <summary>The percentile interval of a statistic over resampled rows.</summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="repeats">Number of resamples, at least 1.</param>
    /// <param name="random">A generator of this purpose's own.</param>
    /// <param name="statistic">Given row numbers (with repeats), the statistic; NaN values are left out.</param>
    /// <param name="level">Coverage.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The interval; NaN ends where every resample gave NaN. Not for statistics that are clipped or biased near the edge of their range.</returns>
    public static Interval Percentile(int rows, int repeats, SeededRandom random, Func<int[], double> statistic, double level = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        int[] sample = new int[rows];
        List<double> values = new(repeats);
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < rows; i++)
            {
                sample[i] = random.NextInt(rows);
            }

            double value = statistic(sample);
            if (!double.IsNaN(value))
            {
                values.Add(value);
            }
        }

        values.Sort();
        ReadOnlySpan<double> sorted = values.ToArray();
        return new Interval(Quantiles.OfSorted(sorted, (1 - level) / 2), Quantiles.OfSorted(sorted, (1 + level) / 2), level);
    }
}
