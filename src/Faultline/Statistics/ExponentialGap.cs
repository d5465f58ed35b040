namespace Faultline;

/// <summary>
/// Finds groups of values beyond a gap that is too wide for a tail which falls no slower than an exponential one; of logarithms that is any power law. Spacings of an exponential
/// tail, the i-th from the top times i, are exponential with one mean (Rényi, 1953), which comes from the values before the gap. Unlike <see cref="TailGap"/> it looks for large
/// groups too: 1 / (g (g + 1)) of the level goes to groups of g.
/// </summary>
static class ExponentialGap
{
    const int MostGroup = 500;
    const int FewestBefore = 15;
    const int FewestDistinct = 5;

    // Far in, tails fall slower than farther out: a larger part only makes the test more careful, and surer of the mean.
    const int PartUsed = 4;

    /// <summary>The largest group at the upper end.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="most">Largest group.</param>
    /// <param name="isGap">Whether the last value before a gap and the first one beyond it are far enough apart.</param>
    /// <param name="level">Largest p, corrected for the groups tried.</param>
    public static int Upper(ReadOnlySpan<double> sorted, int most, Func<double, double, bool> isGap, double level)
    {
        int found = 0;
        for (int group = 1; group <= Math.Min(most, MostGroup) && sorted.Length - group >= FewestBefore; group++)
        {
            double near = sorted[^(group + 1)], far = sorted[^group];
            if (isGap(near, far) && Chance(sorted[..^group], group, far - near) * group * (group + 1.0) <= level)
            {
                found = group;
            }
        }

        return found;
    }

    /// <summary>The values between gaps at both ends: by their logarithms where all are above 0, else by those of their distances from the median.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="most">Largest share of the values beyond a gap, at either end.</param>
    /// <param name="ratio">Least ratio of the sizes on both sides of a gap.</param>
    /// <param name="level">Largest p.</param>
    public static ReadOnlySpan<double> Body(double[] sorted, double most, double ratio, double level)
    {
        if (sorted.Length == 0)
        {
            return sorted;
        }

        double centre = Quantiles.OfSorted(sorted, 0.5);
        bool isPositive = sorted[0] > 0;
        int largest = (int)(most * sorted.Length);
        double Size(double value) => Math.Log(isPositive ? Math.Max(value / centre, centre / value) : Math.Abs(value - centre));
        double[] above = [.. sorted.Where(value => value > centre).Select(Size)], below = [.. sorted.Where(value => value < centre).Reverse().Select(Size)];
        double least = Math.Log(ratio);
        bool IsGap(double near, double far) => far - near >= least;
        return sorted.AsSpan()[Upper(below, largest, IsGap, level)..^Upper(above, largest, IsGap, level)];
    }

    // A mean of exponentials is known as well as their number says, so that the ratio of a new one to it follows a Lomax law.
    static double Chance(ReadOnlySpan<double> before, int group, double gap)
    {
        int used = Math.Clamp(before.Length / PartUsed, 10, MostGroup);
        double threshold = before[^(used + 1)], sum = group * (before[^1] - threshold);
        int distinct = 1;
        for (int i = 1; i <= used; i++)
        {
            sum += before[^i] - threshold;
            distinct += before[^i] > before[^(i + 1)] ? 1 : 0;
        }

        return distinct < FewestDistinct || !(sum > 0) || !double.IsFinite(sum) ? 1 : Math.Pow(1 + (group * gap / sum), -used);
    }
}
