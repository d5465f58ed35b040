namespace Faultline;

/// <summary>The least value of a function of one number that falls and then rises, by golden section (Kiefer, 1953, doi:10.2307/2032161).</summary>
static class GoldenSection
{
    static readonly double s_ratio = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Where the function is least.</summary>
    /// <param name="function">Falls up to one place and rises from there; of two equal values the left is taken for the lower.</param>
    /// <param name="low">Lower end of where to look.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="steps">How often the stretch is shortened, to 0.618 of its length each time.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The middle of the last stretch, within half of (high − low) · 0.618^steps of the place.</returns>
    public static double Minimum(Func<double, double> function, double low, double high, int steps, CancellationToken cancellation = default)
    {
        (double left, double right) = (high - (s_ratio * (high - low)), low + (s_ratio * (high - low)));
        (double atLeft, double atRight) = (function(left), function(right));
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (s_ratio * (high - low));
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (s_ratio * (high - low));
                atRight = function(right);
            }
        }

        return (low + high) / 2;
    }
}
