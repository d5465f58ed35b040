using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>The area under the ROC curve: the chance that a positive scores above a negative, ties counting half.</summary>
/// <param name="Value">0 … 1, 0.5 for scores that say nothing.</param>
/// <param name="Interval">By DeLong's variance; from the smaller class alone by Wilson where that variance is 0.</param>
/// <param name="StandardError">DeLong's standard error (DeLong, DeLong and Clarke-Pearson, 1988, doi:10.2307/2531595).</param>
public readonly record struct Auc(double Value, Interval Interval, double StandardError)
{
    /// <summary>Measures how well scores tell positives from negatives, in n log n.</summary>
    /// <param name="positives">Scores of the positives, no NaN, at least one.</param>
    /// <param name="negatives">Scores of the negatives, no NaN, at least one.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">A class has no row.</exception>
    public static Auc Of(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives, double level = 0.95)
    {
        if (positives.IsEmpty || negatives.IsEmpty)
        {
            throw new ArgumentException($"There are {positives.Length} positives and {negatives.Length} negatives; each side needs at least one.");
        }

        double[] all = [.. positives, .. negatives];
        double[] ranks = Ranks.Average(all);
        double[] ranksOfPositives = Ranks.Average(positives);
        double[] ranksOfNegatives = Ranks.Average(negatives);
        double m = positives.Length;
        double n = negatives.Length;
        double[] ofPositives = new double[positives.Length];
        for (int i = 0; i < ofPositives.Length; i++)
        {
            ofPositives[i] = (ranks[i] - ranksOfPositives[i]) / n;
        }

        double[] ofNegatives = new double[negatives.Length];
        for (int j = 0; j < ofNegatives.Length; j++)
        {
            ofNegatives[j] = 1 - ((ranks[positives.Length + j] - ranksOfNegatives[j]) / m);
        }

        double value = ofPositives.Average();
        double error = Math.Sqrt((Variance(ofPositives) / m) + (Variance(ofNegatives) / n));
        double z = Normal.InvCDF(0, 1, 0.5 + (level / 2));
        Interval interval = error > 0
            ? new Interval(value - (z * error), value + (z * error), level).Clamp(0, 1)
            : WilsonInterval.Of(value * Math.Min(m, n), Math.Min(m, n), level);
        return new Auc(value, interval, error);
    }

    static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
