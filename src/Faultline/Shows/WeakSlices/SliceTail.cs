using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>How likely so large an excess is where nothing is wrong.</summary>
static class SliceTail
{
    /// <summary>
    /// P(at least so many errors) where each row errs with a chance of its own: the binomial of equal mean and variance (Ehm, 1991), or, where that can not reach the
    /// number, the binomial of equal mean, which is an upper bound (Hoeffding, 1956).
    /// </summary>
    /// <param name="errors">Observed.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="mean">Sum of the chances.</param>
    /// <param name="variance">Sum of chance · (1 − chance), below <paramref name="mean"/>.</param>
    public static double OfShare(double errors, double rows, double mean, double variance)
    {
        if (errors <= mean)
        {
            return 1;
        }

        double chance = (mean - variance) / mean;
        double trials = mean / chance;
        (trials, chance) = chance > 0 && errors < trials ? (trials, chance) : (rows, mean / rows);
        return errors >= trials ? Math.Pow(chance, errors) : SpecialFunctions.BetaRegularized(errors, trials - errors + 1, chance);
    }

    /// <summary>P(at least so large an excess) of a mean rank.</summary>
    public static double OfRanks(double z) => Normal.CDF(0, 1, -z);
}
