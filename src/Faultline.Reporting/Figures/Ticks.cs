namespace Faultline.Reporting;

/// <summary>Round places on an axis: steps of 1, 2 or 5 times a power of ten.</summary>
/// <param name="Low">Lower end of the axis, a whole number of steps.</param>
/// <param name="High">Upper end of the axis, a whole number of steps.</param>
/// <param name="Step">Distance between two ticks.</param>
readonly record struct Ticks(double Low, double High, double Step)
{
    /// <summary>The tick values, both ends included.</summary>
    public IEnumerable<double> Values
    {
        get
        {
            var count = (int)Math.Round((High - Low) / Step);
            for (var i = 0; i <= count; i++)
            {
                // From whole multiples of the step, so that 0.3 is 0.3 and not 0.1 + 0.1 + 0.1.
                yield return Round((Math.Round(Low / Step) + i) * Step, Step);
            }
        }
    }

    /// <summary>Ticks that enclose a range with about so many steps.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value; when not above <paramref name="low"/> the range is widened.</param>
    /// <param name="steps">Wanted number of steps, at least 1.</param>
    public static Ticks Enclosing(double low, double high, int steps = 5)
    {
        if (!(high > low))
        {
            var half = low == 0 ? 0.5 : Math.Abs(low) / 2;
            (low, high) = (low - half, low + half);
        }

        var step = Nice((high - low) / steps);
        return new Ticks(Round(Math.Floor((low / step) + 1e-9) * step, step), Round(Math.Ceiling((high / step) - 1e-9) * step, step), step);
    }

    /// <summary>The nearest of 1, 2, 5, 10 times a power of ten at or above a raw step, by geometric middle.</summary>
    static double Nice(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var fraction = raw / power;
        return power * (fraction <= 1.5 ? 1 : fraction <= 3.5 ? 2 : fraction <= 7.5 ? 5 : 10);
    }

    static double Round(double value, double step)
    {
        var digits = (int)Math.Clamp(1 - Math.Floor(Math.Log10(step)), 0, 15);
        return Math.Abs(value) < 1e15 ? Math.Round(value, digits) : value;
    }

    /// <summary>A tick's label: as many decimals as the step needs, thousands separated, <c>k</c>, <c>M</c>, <c>G</c> where all are that large.</summary>
    public string Label(double value)
    {
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        var (divisor, suffix) = largest >= 1e15 ? (0.0, string.Empty) : largest >= 1e10 ? (1e9, " G") : largest >= 1e7 ? (1e6, " M") : (1.0, string.Empty);
        if (divisor == 0 || Step < 1e-6)
        {
            return NumberText.Value(value);
        }

        var decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(Step / divisor) + 1e-9), 0, 9);
        var text = (value / divisor).ToString("#,0." + new string('0', decimals), System.Globalization.CultureInfo.InvariantCulture);
        return (text.StartsWith('-') ? "−" + text[1..] : text) + (value == 0 ? string.Empty : suffix);
    }
}
