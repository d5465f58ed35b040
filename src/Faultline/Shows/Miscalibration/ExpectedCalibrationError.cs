using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// How far predicted probabilities are from what comes true: the root of the mean squared gap over bins of equal mass, the noise of the bins taken off
/// (Kumar, Liang and Ma, 2019, arXiv:1909.10155).
/// </summary>
/// <remarks>
/// The squared error is Σ w_b [(p̄_b − ȳ_b)² − ȳ_b (1 − ȳ_b) / (n_b − 1)], clipped at 0 before its root. The interval holds every error under which the observed
/// value is not surprising (test inversion), with a share of the level on the low side that grows from 0 at no error to a half, so that it covers a perfectly
/// calibrated model as often as any other. The distribution of the squared error is a weighted sum of squared normals, matched by its first three moments.
/// </remarks>
public sealed class ExpectedCalibrationError
{
    readonly double _squared;
    readonly double _rows;
    readonly double[] _shape;
    readonly double _turn;

    ExpectedCalibrationError(IReadOnlyList<CalibrationBin> bins, double level)
    {
        Bins = bins;
        _rows = bins.Sum(bin => bin.Rows);
        foreach (CalibrationBin bin in bins)
        {
            _squared += bin.Rows / _rows * Debiased(bin);
        }

        _shape = Shape(bins, _rows);
        _turn = 2 * Math.Sqrt(Cumulants(0).Second);
        double alpha = 1 - level;
        double low = Solve(error => (1 - Distribution(error)) - (alpha - LowShare(error, alpha)));
        double high = Solve(error => LowShare(error, alpha) - Distribution(error));
        Value = Math.Sqrt(Math.Max(0, _squared));
        Interval = new Interval(low, Math.Max(low, high), level);
        P = 1 - Distribution(0);
    }

    /// <summary>The bins, ascending in probability.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The error, in units of probability, at least 0.</summary>
    public double Value { get; }

    /// <summary>Its interval.</summary>
    public Interval Interval { get; }

    /// <summary>p-value for probabilities that are right everywhere.</summary>
    public double P { get; }

    /// <summary>Measures the error of counted probabilities.</summary>
    /// <param name="counts">At least 2 rows.</param>
    /// <param name="bins">Bins of equal mass.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 rows.</exception>
    public static ExpectedCalibrationError Of(CalibrationCounts counts, int bins = 15, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Rows >= 2
            ? new ExpectedCalibrationError(counts.Bins(bins), level)
            : throw new ArgumentException($"A calibration error needs at least 2 rows; there are {counts.Rows}.", nameof(counts));
    }

    static double Debiased(CalibrationBin bin) => (bin.Gap * bin.Gap) - (bin.Observed * (1 - bin.Observed) / (bin.Rows - 1));

    /// <summary>How a given mean squared error would be spread over the bins: as the debiased gaps are, evenly where there are none.</summary>
    static double[] Shape(IReadOnlyList<CalibrationBin> bins, double rows)
    {
        double[] shape = [.. bins.Select(bin => Math.Max(0, Debiased(bin)))];
        double mean = 0;
        for (int b = 0; b < shape.Length; b++)
        {
            mean += bins[b].Rows / rows * shape[b];
        }

        return [.. shape.Select(s => mean > 0 ? s / mean : 1)];
    }

    double LowShare(double error, double alpha) => alpha / 2 * Math.Min(1, _turn > 0 ? error * error / _turn : 1);

    /// <summary>The largest root of a function that rises from below 0, or 0 where it begins above.</summary>
    static double Solve(Func<double, double> function)
    {
        if (function(0) >= 0)
        {
            return 0;
        }

        double low = 0;
        double high = 1;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = function(middle) < 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability of a squared error no larger than the observed one when the true error is <paramref name="error"/>.</summary>
    double Distribution(double error)
    {
        (double first, double second, double third) = Cumulants(error);
        if (second <= 0)
        {
            return _squared >= first ? 1 : 0;
        }

        double deviation = Math.Sqrt(second);
        double skewness = third / (second * deviation);
        double freedom = 8 / (skewness * skewness);
        double matched = freedom + ((_squared - first) / deviation * Math.Sqrt(2 * freedom));
        return matched <= 0 ? 0 : ChiSquared.CDF(freedom, matched);
    }

    (double First, double Second, double Third) Cumulants(double error)
    {
        double second = 0;
        double third = 0;
        for (int b = 0; b < Bins.Count; b++)
        {
            CalibrationBin bin = Bins[b];
            double squaredGap = error * error * _shape[b];
            double within = (bin.Squares / bin.Rows) - (bin.Predicted * bin.Predicted);
            double truth = Math.Clamp(bin.Predicted - (Math.Sign(bin.Gap) * Math.Sqrt(squaredGap)), 0, 1);
            double variance = Math.Max(0, (truth * (1 - truth)) - Math.Max(0, within)) / _rows;
            double shift = bin.Rows / _rows * squaredGap;
            second += (2 * variance * variance) + (4 * variance * shift);
            third += (8 * variance * variance * variance) + (24 * variance * variance * shift);
        }

        return (error * error, second, third);
    }
}
