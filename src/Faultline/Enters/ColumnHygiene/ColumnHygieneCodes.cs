namespace Faultline;

/// <summary>Tells numbers that stand for missing from real extremes: they lie beyond a gap and come again and again.</summary>
static class ColumnHygieneCodes
{
    const int FewestOthers = 20;

    /// <summary>The smallest or the largest value when it stands for missing, else null.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    public static double? Outermost(ReadOnlySpan<double> sorted)
    {
        if (sorted.Length <= FewestOthers || sorted[0] == sorted[^1])
        {
            return null;
        }

        var lowest = SortedValues.UpTo(sorted, sorted[0]);
        if (IsOnlyNegative(sorted, lowest) || IsCode(TailGap.Mirror(sorted[lowest..]), -sorted[0], lowest, IsConventional(sorted[0])))
        {
            return sorted[0];
        }

        var below = SortedValues.Below(sorted, sorted[^1]);
        return IsCode(sorted[..below], sorted[^1], sorted.Length - below, IsConventional(sorted[^1])) ? sorted[^1] : null;
    }

    /// <summary>True when some values are zero, none lies on its other side, and the rest is far from it.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="rareShare">Largest share of zeros: above it zero is a state of its own, as in counts of rare things.</param>
    public static bool ZerosAreApart(ReadOnlySpan<double> sorted, double rareShare)
    {
        var below = SortedValues.Below(sorted, 0);
        var zeros = SortedValues.UpTo(sorted, 0) - below;
        if (zeros == 0 || zeros > rareShare * sorted.Length || (below > 0 && below + zeros < sorted.Length))
        {
            return false;
        }

        var others = below > 0 ? TailGap.Mirror(sorted[..below]) : sorted[zeros..];
        if (others.Length < FewestOthers || SortedValues.Distinct(others) < 10)
        {
            return false;
        }

        // Zero must be five spreads of the near side below the median, and next to nothing may lie on the way to it.
        const double TailQuantile = 2.3263;
        var median = Quantiles.OfSorted(others, 0.5);
        var near = Quantiles.OfSorted(others, 0.01);
        var spread = (median - near) / TailQuantile;
        return spread > 0 && median >= 5 * spread && SortedValues.Below(others, near / 2) < zeros;
    }

    /// <summary>Numbers that people and programs write for "no value": all nines, all eights or sevens, round negative hundreds, the ends of integer types.</summary>
    public static bool IsConventional(double value)
    {
        var size = Math.Abs(value);
        if (size is >= 1e30 or 32767 or 32768 or 65535 or 2147483647 or 2147483648 or 9223372036854775808d)
        {
            return true;
        }

        if (size != Math.Floor(size) || size < 99 || size >= 1e15)
        {
            return value is -9;
        }

        var digits = NumberColumn.Write(size);
        return digits.All(c => c == '9')
            || (digits.Length >= 3 && (digits.All(c => c == '8') || digits.All(c => c == '7')))
            || (value < 0 && digits.Length >= 3 && digits.AsSpan(1).IndexOfAnyExcept('0') < 0);
    }

    // The others are ascending; the value lies above all of them (the lower end comes mirrored).
    static bool IsCode(ReadOnlySpan<double> others, double value, int count, bool conventional)
    {
        var total = others.Length + count;
        if (others.Length < FewestOthers || value == 0 || count < (conventional ? 2 : 5) || count > (conventional ? 0.95 : 0.2) * total)
        {
            return false;
        }

        var centre = Quantiles.OfSorted(others, 0.5);
        var reach = others[^1] - centre;
        var ratio = (value - centre) / reach;
        var distinct = SortedValues.Distinct(others);
        if (distinct < 3 || ratio < (conventional ? 1.3 : 1.5))
        {
            return false;
        }

        var chance = TailGap.ChanceAbove(others, value);
        return double.IsNaN(chance)
            ? conventional && ratio >= 5
            : conventional
                ? chance <= (count >= 10 ? 0.25 : 0.05)
                : chance <= 1e-3 && distinct >= 10 && count >= 5 * TailMultiplicity(others);
    }

    // How often the outermost ten different values of the others come at most.
    static int TailMultiplicity(ReadOnlySpan<double> others)
    {
        var (most, run, distinct) = (1, 1, 1);
        for (var i = others.Length - 2; i >= 0 && distinct <= 10; i--)
        {
            var same = others[i] == others[i + 1];
            distinct += same ? 0 : 1;
            run = same ? run + 1 : 1;
            most = distinct <= 10 ? Math.Max(most, run) : most;
        }

        return most;
    }

    // −1 (or −9, −99, …) as the only negative number among many others, and not the thin end of a tail that reaches below zero.
    static bool IsOnlyNegative(ReadOnlySpan<double> sorted, int count)
    {
        var value = sorted[0];
        if (count < 2 || !(value < 0) || (value != -1 && !IsConventional(value)) || sorted[count] < 0 || sorted.Length - count < FewestOthers || SortedValues.Distinct(sorted[count..]) < 10)
        {
            return false;
        }

        // Either the others pile up at zero, so that zero is where they end, or the number stands out among the few that a thin tail has out there.
        var others = sorted[count..];
        var zeros = SortedValues.UpTo(others, 0);
        var ones = SortedValues.UpTo(others, 1) - SortedValues.Below(others, 1);
        var pile = zeros >= ones && zeros >= 0.01 * others.Length;
        return pile || count >= Math.Max(5, 3 * TailMultiplicity(TailGap.Mirror(others)));
    }
}
