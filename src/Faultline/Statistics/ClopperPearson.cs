using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>The exact interval for a share: never covers less often than its level (Clopper and Pearson, 1934, doi:10.1093/biomet/26.4.404).</summary>
public static class ClopperPearson
{
    /// <summary>The interval for the share of successes.</summary>
    /// <param name="successes">0 … <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0; with none the interval is [0, 1].</param>
    /// <param name="level">Coverage, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The counts lie outside their range.</exception>
    public static Interval Of(long successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double tail = (1 - level) / 2;
        return new Interval(
            successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail),
            successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail),
            level);
    }
}
