using MathNet.Numerics;

namespace Faultline;

/// <summary>How overlap fades with certainty: 1 / (1 + exp(x − meeting)) at log odds x, which are |N(mean, deviation²)| over the rows.</summary>
/// <param name="Mean">Mean of the log odds of the true class, at least 0.</param>
/// <param name="Deviation">Their standard deviation, above 0.</param>
/// <param name="Meeting">Log odds at the boundary: 0 where two classes meet, ln(K − 1) where all do.</param>
readonly record struct OverlapForm(double Mean, double Deviation, double Meeting)
{
    // Rows of equal certainty can be half of a table, and overlap at their middle says little of their mean: the mean is taken over points no farther apart.
    const double Apart = 0.04;

    /// <summary>The shares of more certain rows over which <see cref="Across"/> takes its mean.</summary>
    public static double[] Points(double from, double to)
    {
        double[] points = new double[Math.Max(1, (int)Math.Ceiling((to - from) / Apart))];
        for (int point = 0; point < points.Length; point++)
        {
            points[point] = from + ((to - from) * (point + 0.5) / points.Length);
        }

        return points;
    }

    /// <summary>The mean overlap of the rows between two shares of rows that are more certain.</summary>
    public double Across(double from, double to)
    {
        double sum = 0;
        double[] points = Points(from, to);
        foreach (double rank in points)
        {
            sum += Of(OddsAt(rank), Meeting);
        }

        return sum / points.Length;
    }

    /// <summary>The overlap at given log odds.</summary>
    public static double Of(double odds, double meeting) => 1 / (1 + Math.Exp(odds - meeting));

    /// <summary>The log odds that a share <paramref name="rank"/> of the rows exceeds.</summary>
    public double OddsAt(double rank) => OddsAt(rank, Math.Max(Mean, Deviation));

    /// <summary>The log odds that a share <paramref name="rank"/> of the rows exceeds, by Newton's method on the logarithm of the share inside a bracket.</summary>
    /// <param name="rank">The share of rows that are more certain, above 0 and below 1.</param>
    /// <param name="start">Where to begin: the answer for a rank close by.</param>
    public double OddsAt(double rank, double start)
    {
        double low = 0;
        double high = Mean + (8 * Deviation);
        double scale = Deviation * Math.Sqrt(2);
        double x = start;
        for (int i = 0; i < 40; i++)
        {
            double near = (x - Mean) / scale;
            double far = (x + Mean) / scale;
            double share = (SpecialFunctions.Erfc(near) + SpecialFunctions.Erfc(far)) / 2;
            (low, high) = share > rank ? (x, high) : (low, x);
            double density = (Math.Exp(-near * near) + Math.Exp(-far * far)) / (scale * Math.Sqrt(Math.PI));
            double step = x + (share / density * Math.Log(share / rank));
            double following = step > low && step < high ? step : (low + high) / 2;
            if (Math.Abs(following - x) < 1e-7 * Deviation)
            {
                return following;
            }

            x = following;
        }

        return x;
    }
}
