using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Intervals over repeated splits into training and held-out rows.</summary>
public static class RepeatedSplits
{
    /// <summary>
    /// The mean of one difference a split, with Student's interval over the splits and the corrected variance (1/J + held out ÷ trained on) · S²: splits share
    /// their training rows, so that S²/J alone is far too small.
    /// </summary>
    /// <param name="differences">One a split, at least two.</param>
    /// <param name="heldOutToTrained">Held-out rows of a split ÷ its training rows, above 0.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <returns>The interval, of no width where all differences are equal.</returns>
    /// <remarks>Nadeau and Bengio, Inference for the Generalization Error, 2003, doi:10.1023/A:1024068626366, equation 4.</remarks>
    /// <exception cref="ArgumentException">Fewer than two splits.</exception>
    public static Interval CorrectedInterval(ReadOnlySpan<double> differences, double heldOutToTrained, double level = 0.95)
    {
        if (differences.Length < 2)
        {
            throw new ArgumentException($"{differences.Length} splits; an interval needs at least two.", nameof(differences));
        }

        double mean = 0;
        foreach (double difference in differences)
        {
            mean += difference / differences.Length;
        }

        double squares = 0;
        foreach (double difference in differences)
        {
            squares += (difference - mean) * (difference - mean);
        }

        double variance = squares / (differences.Length - 1);
        double error = Math.Sqrt(((1.0 / differences.Length) + heldOutToTrained) * variance);
        double t = StudentT.InvCDF(0, 1, differences.Length - 1, 0.5 + (level / 2));
        return new Interval(mean - (t * error), mean + (t * error), level);
    }
}
