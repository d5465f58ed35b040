namespace Faultline;

/// <summary>A group of values beyond a gap that is too wide for the tail it follows.</summary>
/// <param name="Count">Values beyond the gap; 0 when there is no such gap.</param>
/// <param name="P">Chance of so wide a gap, or a wider one, in a tail as heavy as the one seen; corrected for the group sizes tried (2⁻ᵍ of the level goes to groups of g).</param>
/// <param name="Ratio">Distance from the median to the nearest value beyond the gap over that to the last one before it.</param>
public readonly record struct TailGapResult(int Count, double P, double Ratio);

/// <summary>
/// Finds values that lie too far beyond the others, however skewed or heavy-tailed these are. Log spacings of the distances from the median are
/// exponential when the tail is a power law (Rényi, 1953), its index comes from the values before the gap (Hill, 1975, doi:10.1214/aos/1176343247);
/// lighter tails only make the test more careful.
/// </summary>
public static class TailGap
{
    /// <summary>Fewest values above the median for the index to be known at all.</summary>
    public const int SideMinimum = 15;

    /// <summary>The largest group of at most <paramref name="most"/> values at the upper end beyond a gap with p ≤ <paramref name="level"/> and ratio ≥ <paramref name="ratio"/>.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="most">Largest group, at least 1.</param>
    /// <param name="ratio">Least ratio of the distances from the median on both sides of the gap, above 1.</param>
    /// <param name="level">Largest p.</param>
    public static TailGapResult Upper(ReadOnlySpan<double> sorted, int most, double ratio, double level) =>
        sorted.Length == 0 ? new TailGapResult(0, 1, 1) : Upper(sorted, Quantiles.OfSorted(sorted, 0.5), most, ratio, level);

    /// <summary>The same with distances from a given point instead of the median; from 0 they are the sizes themselves, so that only ratios count.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="centre">Where distances begin.</param>
    /// <param name="most">Largest group, at least 1.</param>
    /// <param name="ratio">Least ratio of the distances on both sides of the gap, above 1.</param>
    /// <param name="level">Largest p.</param>
    internal static TailGapResult Upper(ReadOnlySpan<double> sorted, double centre, int most, double ratio, double level)
    {
        var best = new TailGapResult(0, 1, 1);
        var side = sorted.Length - SortedValues.UpTo(sorted, centre);
        for (var group = 1; group <= most && side - group >= SideMinimum; group++)
        {
            var far = sorted[^group] - centre;
            var near = sorted[^(group + 1)] - centre;
            if (far / near < ratio || Index(sorted[..^group], centre, side - group, group) is not { } tail)
            {
                continue;
            }

            // Half a step either way: values on a grid are known to half a step only.
            var gap = Math.Log(Math.Max(near + (tail.Step / 2), far - (tail.Step / 2)) / (near + (tail.Step / 2)));
            var p = Math.Min(1, Math.Pow(2, group) * Chance(group * gap / tail.Index, tail.Used));
            if (p <= level)
            {
                best = new TailGapResult(group, p, far / near);
            }
        }

        return best;
    }

    /// <summary>Chance that one value lies so far beyond the others, for a value that was taken out of them; NaN where the tail is not known.</summary>
    /// <param name="sorted">The others, ascending and finite.</param>
    /// <param name="value">A value above all of them.</param>
    public static double ChanceAbove(ReadOnlySpan<double> sorted, double value)
    {
        var centre = Quantiles.OfSorted(sorted, 0.5);
        var side = sorted.Length - SortedValues.UpTo(sorted, centre);
        if (side < SideMinimum || Index(sorted, centre, side, 1) is not { } tail)
        {
            return double.NaN;
        }

        return Chance(Math.Log((value - centre) / (sorted[^1] - centre)) / tail.Index, tail.Used);
    }

    /// <summary>The values mirrored at 0, ascending: the lower end becomes the upper one.</summary>
    public static double[] Mirror(ReadOnlySpan<double> sorted)
    {
        var mirrored = new double[sorted.Length];
        for (var i = 0; i < mirrored.Length; i++)
        {
            mirrored[i] = -sorted[sorted.Length - 1 - i];
        }

        return mirrored;
    }

    // Hill's estimate is a mean of exponentials, so the ratio of a new one to it follows a Lomax law.
    static double Chance(double spacing, int used) => Math.Pow(1 + (spacing / used), -used);

    // The sorted values end before the gap; beyond it lie as many as the group has.
    static (double Index, int Used, double Step)? Index(ReadOnlySpan<double> sorted, double centre, int side, int group)
    {
        var used = Math.Clamp(side / 25, 10, 500);
        var threshold = sorted[^(used + 1)] - centre;
        var top = sorted[^1] - centre;
        if (!(threshold > 0) || !double.IsFinite(top))
        {
            return null;
        }

        // Spacing i counts i times, the group's values included.
        var (sum, distinct, step) = (group * Math.Log(top / threshold), 1, double.PositiveInfinity);
        for (var i = 1; i <= used; i++)
        {
            sum += Math.Log((sorted[^i] - centre) / threshold);
            var apart = sorted[^i] - sorted[^(i + 1)];
            if (apart > 0)
            {
                distinct++;
                step = Math.Min(step, apart);
            }
        }

        return distinct < 5 ? null : (Math.Max(sum / used, step / top), used, step);
    }
}
