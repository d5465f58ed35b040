using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>The difference of two independent shares or means with its interval.</summary>
/// <param name="Value">First less second.</param>
/// <param name="Interval">Of the difference.</param>
/// <param name="P">Two-sided p-value of no difference.</param>
readonly record struct ShareGap(double Value, Interval Interval, double P)
{
    /// <summary>Two shares: Newcombe's hybrid score interval (1998, method 10), and the z test with the shares pooled.</summary>
    public static ShareGap OfShares(double hits, double trials, double otherHits, double otherTrials, double level = 0.95)
    {
        double first = hits / trials;
        double second = otherHits / otherTrials;
        Interval one = WilsonInterval.Of(hits, trials, level);
        Interval two = WilsonInterval.Of(otherHits, otherTrials, level);
        double gap = first - second;
        double low = gap - Math.Sqrt(Square(first - one.Low) + Square(two.High - second));
        double high = gap + Math.Sqrt(Square(one.High - first) + Square(second - two.Low));
        double pooled = (hits + otherHits) / (trials + otherTrials);
        double error = Math.Sqrt(pooled * (1 - pooled) * ((1 / trials) + (1 / otherTrials)));
        return new ShareGap(gap, new Interval(low, high, level), error > 0 ? Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(gap) / error)) : 1);
    }

    /// <summary>Two means: Welch's interval and test.</summary>
    public static ShareGap OfMeans(GroupSum values, GroupSum others, double level = 0.95)
    {
        (double error, double otherError) = (values.SquaredError, others.SquaredError);
        double square = error + otherError;
        double gap = values.Mean - others.Mean;
        if (square <= 0)
        {
            return new ShareGap(gap, new Interval(gap, gap, level), gap == 0 ? 1 : 0);
        }

        double freedom = square * square / ((error * error / (values.Count - 1)) + (otherError * otherError / (others.Count - 1)));
        double half = StudentT.InvCDF(0, 1, freedom, (1 + level) / 2) * Math.Sqrt(square);
        return new ShareGap(gap, new Interval(gap - half, gap + half, level), Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(gap) / Math.Sqrt(square))));
    }

    static double Square(double value) => value * value;
}
