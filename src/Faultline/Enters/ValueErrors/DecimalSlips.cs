using System.Globalization;

namespace Faultline;

/// <summary>
/// Finds values ten, a hundred or a thousand times too small or too large, in columns whose other values all have one sign and about one size. Distances from the
/// median say little of values that are too small: none is farther away than the median itself. Ratios do.
/// </summary>
static class DecimalSlips
{
    const double Level = 1e-3;

    // Least ratio to the nearest sound value, and of the distances from the median: a column that comes near zero has small values by nature.
    const double LeastRatio = 2;
    const double LeastReach = 1.5;

    // Heavy tails reach far; what is sound beyond doubt lies between these shares.
    const double Outermost = 0.01;
    static readonly decimal[] s_powers = [10, 100, 1000];

    /// <summary>How many of the smallest and of the largest values are slips.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="most">Most slips at either end.</param>
    public static (int Below, int Above) Count(ReadOnlySpan<double> sorted, int most)
    {
        if (sorted.IsEmpty || !(sorted[0] > 0))
        {
            return (0, 0);
        }

        var inverse = new double[sorted.Length];
        for (var i = 0; i < inverse.Length; i++)
        {
            inverse[i] = 1 / sorted[^(i + 1)];
        }

        var above = TailGap.Upper(sorted, 0, most, LeastRatio, Level).Count;
        var below = TailGap.Upper(inverse, 0, most, LeastRatio, Level).Count;
        if (above + below == 0 || !double.IsFinite(inverse[^1]))
        {
            return (0, 0);
        }

        var sound = sorted[below..^above];
        return (IsSlip(sorted[..below], sound) ? below : 0, IsSlip(sorted[^above..], sound) ? above : 0);
    }

    /// <summary>
    /// The value with the decimal point moved by up to three places so that it lies among the sound ones, their outermost hundredths apart; null where that can not be, or where
    /// these reach over a decade, so that a value far out comes to lie there by chance.
    /// </summary>
    /// <param name="value">A value outside the sound ones.</param>
    /// <param name="sound">Ascending values.</param>
    public static double? Undone(double value, ReadOnlySpan<double> sound)
    {
        var (low, high) = (Quantiles.OfSorted(sound, Outermost), Quantiles.OfSorted(sound, 1 - Outermost));
        if (!(sound[0] > 0) || sound[^1] >= 10 * sound[0] || !(value > 0) || value > 1e15 || value < 1e-15)
        {
            return null;
        }

        foreach (var power in s_powers)
        {
            // Decimal, so that 1.15 becomes 115 and no neighbour of it.
            var moved = (double)(value < low ? (decimal)value * power : (decimal)value / power);
            if (moved >= low && moved <= high)
            {
                return moved;
            }
        }

        return null;
    }

    /// <summary>A clause on the cause where all values are slips, else empty.</summary>
    /// <param name="far">Values outside the sound ones.</param>
    /// <param name="sound">Ascending values that lie together.</param>
    public static string Cause(IReadOnlyList<double> far, ReadOnlySpan<double> sound)
    {
        var times = new HashSet<double>();
        foreach (var value in far)
        {
            if (Undone(value, sound) is not { } undone)
            {
                return string.Empty;
            }

            times.Add(Math.Pow(10, Math.Round(Math.Log10(undone / value))));
        }

        return "a slip of the decimal point or of the unit, since " + (times.Count > 1 ? "with the point moved they lie"
            : times.First() is var only && only > 1 ? $"{only.ToString("#,0", CultureInfo.InvariantCulture)} times as much lies"
            : $"{(only > 0.05 ? "a tenth" : only > 0.005 ? "a hundredth" : "a thousandth")} of it lies") + " among the others";
    }

    static bool IsSlip(ReadOnlySpan<double> far, ReadOnlySpan<double> sound)
    {
        if (far.IsEmpty)
        {
            return false;
        }

        var centre = Quantiles.OfSorted(sound, 0.5);
        var reach = far[0] < centre ? (centre - far[^1]) / (centre - sound[0]) : (far[0] - centre) / (sound[^1] - centre);
        if (!(reach >= LeastReach))
        {
            return false;
        }

        foreach (var value in far)
        {
            if (Undone(value, sound) is null)
            {
                return false;
            }
        }

        return true;
    }
}
