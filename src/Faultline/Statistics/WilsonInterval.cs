using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Wilson's score interval for a share (Wilson, 1927, doi:10.1080/01621459.1927.10502953).</summary>
public static class WilsonInterval
{
    /// <summary>The interval for the share of successes.</summary>
    /// <param name="successes">0 … <paramref name="trials"/>; may be a fraction where rows carry weights.</param>
    /// <param name="trials">At least 0; with none the interval is [0, 1].</param>
    /// <param name="level">Coverage, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The counts or the level lie outside their range.</exception>
    public static Interval Of(double successes, double trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1, level);
        }

        double z = Normal.InvCDF(0, 1, 0.5 + (level / 2));
        double share = successes / trials;
        double shrink = 1 + (z * z / trials);
        double middle = (share + (z * z / (2 * trials))) / shrink;
        double half = z / shrink * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4 * trials * trials)));
        return new Interval(successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half, level);
    }
}
