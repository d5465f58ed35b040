namespace Faultline;

/// <summary>The unit in which numbers are measured before they are squared: squares of numbers beyond 10¹⁵⁴ have no value, and squares of their squares none beyond 10⁷⁷.</summary>
static class SquareUnit
{
    // Fourth powers below 2^800 leave room for a sum of more values than memory holds.
    const int MostExponent = 200;

    /// <summary>1 where fourth powers of all values can be summed and none of the largest vanishes; else the power of two at the largest size, by which division is exact.</summary>
    /// <param name="values">Any numbers; those that are not finite do not count.</param>
    public static double Of(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            double size = Math.Abs(value);
            largest = size > largest && double.IsFinite(size) ? size : largest;
        }

        return largest == 0 || Math.Abs(Math.ILogB(largest)) <= MostExponent ? 1 : Math.ScaleB(1, Math.ILogB(largest));
    }

    /// <summary>The values in a unit; the same array where it is 1.</summary>
    public static double[] Divide(double[] values, double unit) => unit == 1 ? values : Array.ConvertAll(values, value => value / unit);

    /// <summary>Values in a unit as they were, the largest double where there is none so large; the same array where the unit is 1.</summary>
    public static double[] Multiply(double[] values, double unit) => unit == 1 ? values : Array.ConvertAll(values, value => Multiply(value, unit));

    /// <summary>A value in a unit as it was, the largest double where there is none so large.</summary>
    public static double Multiply(double value, double unit) => Math.Clamp(value * unit, -double.MaxValue, double.MaxValue);
}
