namespace Faultline;

/// <summary>
/// Values beyond a scale that ends: ages from 18 to 79, hours from 0 to 23, marks from 1 to 5. Where the last level still holds many rows there is no tail that could reach
/// farther, and a value at twice its distance from the middle is none of the scale.
/// </summary>
static class BoundedScale
{
    const int FewestLevels = 5;
    const int FewestRows = 10;
    const double LeastOfMean = 0.25;
    const double Ratio = 2;

    /// <summary>How many values at the upper end lie beyond the scale; 0 where the others end in a tail, or are no whole numbers.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="most">Most that may lie beyond.</param>
    public static int Beyond(ReadOnlySpan<double> sorted, int most)
    {
        if (sorted.IsEmpty)
        {
            return 0;
        }

        double centre = Quantiles.OfSorted(sorted, 0.5);
        for (int beyond = Math.Min(most, sorted.Length - 1); beyond > 0; beyond--)
        {
            ReadOnlySpan<double> scale = sorted[..^beyond];
            double end = scale[^1];
            if (sorted[^beyond] - centre < Ratio * (end - centre) || end <= centre)
            {
                continue;
            }

            int last = scale.Length - SortedValues.Below(scale, end), levels = SortedValues.Distinct(scale);
            if (last >= FewestRows && levels >= FewestLevels && last >= LeastOfMean * scale.Length / levels && AreWhole(scale))
            {
                return beyond;
            }
        }

        return 0;
    }

    static bool AreWhole(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (value != Math.Floor(value))
            {
                return false;
            }
        }

        return true;
    }
}
