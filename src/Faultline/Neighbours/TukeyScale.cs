namespace Faultline;

/// <summary>
/// Brings a skewed or heavy-tailed column to about standard normal, by quantiles only, so that a tenth of the rows may be wrong without moving the scale.
/// Each side of the median is fitted by d(z) ∝ exp(c z) − 1 through the quartile and a far quantile: c = 0 is the normal, c &gt; 0 the log-normal side of
/// Tukey's g-distribution. Values beyond the sample's quantiles are extrapolated, so a gross outlier stays one.
/// </summary>
readonly struct TukeyScale
{
    // Standard normal quantiles of 0.75, 0.9 and 0.975.
    const double Quartile = 0.674489750196082;
    const double Tenth = 1.2815515655446;
    const double Far = 1.95996398454005;

    // Two numbers may lie farther apart than the largest double: these are measured in a unit that is a power of two.
    readonly double _unit;
    readonly double _median;
    readonly Side _above;
    readonly Side _below;

    TukeyScale(double unit, double median, Side above, Side below) => (_unit, _median, _above, _below) = (unit, median, above, below);

    /// <summary>Fits the scale; null where the quartiles coincide.</summary>
    /// <param name="sorted">Finite values in rising order.</param>
    public static TukeyScale? Fit(ReadOnlySpan<double> sorted)
    {
        double unit = sorted.IsEmpty || double.IsFinite(sorted[^1] - sorted[0]) ? 1 : 4;
        if (unit != 1)
        {
            sorted = SquareUnit.Divide(sorted.ToArray(), unit);
        }

        double median = Quantiles.OfSorted(sorted, 0.5);
        double above = Quantiles.OfSorted(sorted, 0.75) - median, below = median - Quantiles.OfSorted(sorted, 0.25);
        double middle = (above + below) / 2;
        if (!(middle > 0) || !double.IsFinite(middle))
        {
            return null;
        }

        // Few rows say little of the tails: they are taken to be heavy until shown otherwise.
        double least = 0.5 * Math.Sqrt(50.0 / Math.Max(sorted.Length, 1));
        return new TukeyScale(
            unit,
            median,
            Side.Fit(above > 0 ? above : middle, Quantiles.OfSorted(sorted, 0.9) - median, Quantiles.OfSorted(sorted, 0.975) - median, least),
            Side.Fit(below > 0 ? below : middle, median - Quantiles.OfSorted(sorted, 0.1), median - Quantiles.OfSorted(sorted, 0.025), least));
    }

    /// <summary>The value's place on the standard normal scale.</summary>
    public double Score(double value) => _unit == 1 ? ScoreOf(value) : ScoreOf(value / _unit);

    double ScoreOf(double value) => value >= _median ? _above.Score(value - _median) : -_below.Score(_median - value);

    /// <summary>The value that has a place on the standard normal scale.</summary>
    public double Value(double score) => _unit * (score >= 0 ? _median + _above.Distance(score) : _median - _below.Distance(-score));

    readonly record struct Side(double Unit, double Growth)
    {
        public static Side Fit(double quartile, double tenth, double far, double least)
        {
            double growth = Math.Max(least, Math.Max(Solve(tenth / quartile, Tenth), Solve(far / quartile, Far)));
            return new Side(quartile / Expm1(growth * Quartile), growth);
        }

        public double Score(double distance) => Math.Log(1 + (distance / Unit)) / Growth;

        public double Distance(double score) => Unit * Expm1(Growth * score);

        // The growth at which the far quantile lies `ratio` quartiles from the median.
        static double Solve(double ratio, double z)
        {
            double low = 1e-3, high = 30;
            if (!(ratio > Expm1(low * z) / Expm1(low * Quartile)))
            {
                return 0;
            }

            for (int i = 0; i < 60; i++)
            {
                double middle = (low + high) / 2;
                (low, high) = Expm1(middle * z) / Expm1(middle * Quartile) < ratio ? (middle, high) : (low, middle);
            }

            return low;
        }

        static double Expm1(double x) => x < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1;
    }
}
