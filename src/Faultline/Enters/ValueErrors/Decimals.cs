namespace Faultline;

/// <summary>Digits after the point.</summary>
static class Decimals
{
    const int Most = 6;
    const int RowsSeen = 2_000;
    const double FinerShare = 0.02;

    /// <summary>Digits after the point that nearly all values of a column do with, by its first rows; at most 6.</summary>
    public static int Of(NumberColumn column)
    {
        ReadOnlySpan<double> values = column.Values;
        for (int digits = 0; digits < Most; digits++)
        {
            int seen = 0, finer = 0;
            for (int row = 0; row < values.Length && seen < RowsSeen; row++)
            {
                if (double.IsFinite(values[row]))
                {
                    seen++;
                    finer += IsWritten(values[row], digits) ? 0 : 1;
                }
            }

            if (finer <= FinerShare * seen)
            {
                return digits;
            }
        }

        return Most;
    }

    /// <summary>Whether a value does with so many digits; any does with the most.</summary>
    public static bool Suffice(double value, int digits) => digits >= Most || IsWritten(value, digits);

    static bool IsWritten(double value, int digits) => Math.Abs(value - Math.Round(value, digits)) <= 1e-9 * Math.Max(1, Math.Abs(value));
}
