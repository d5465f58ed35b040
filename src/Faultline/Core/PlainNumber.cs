using System.Globalization;
using System.Text;

namespace Faultline;

/// <summary>Numbers as a reader sees them, independent of the current culture; the same in the sentences of a check and in the report.</summary>
public static class PlainNumber
{
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>
    /// A number: whole ones below 10¹⁵ in full, others with three significant digits (<c>0.852</c>, <c>12,300</c>, <c>1.20×10⁻⁵</c>), or with as many as
    /// tell it from 1, up to six (<c>0.9998</c>);
    /// <c>∞</c> for infinity and <c>not measured</c> for NaN.
    /// </summary>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "not measured" : value > 0 ? "∞" : "−∞";
        }

        var size = Math.Abs(value);
        if (size < 1e15 && value == Math.Floor(value))
        {
            return Minus(value.ToString("#,0", CultureInfo.InvariantCulture));
        }

        if (size is >= 0.9995 and < 1)
        {
            // Less than 1 is not 1.
            return Minus((Math.Sign(value) * Math.Min(size, 0.999999)).ToString(size < 0.99995 ? "0.0000" : size < 0.999995 ? "0.00000" : "0.000000", CultureInfo.InvariantCulture));
        }

        var exponent = (int)Math.Floor(Math.Log10(size));
        if (Math.Round(size / Math.Pow(10, exponent), 2) >= 10)
        {
            exponent++;
        }

        if (exponent is < -4 or >= 15)
        {
            return Minus((value / Math.Pow(10, exponent)).ToString("0.00", CultureInfo.InvariantCulture)) + "×10" + Superscript(exponent);
        }

        if (exponent <= 2)
        {
            return Minus(value.ToString("#,0." + new string('0', 2 - exponent), CultureInfo.InvariantCulture));
        }

        var step = Math.Pow(10, exponent - 2);
        return Minus((Math.Round(value / step) * step).ToString("#,0", CultureInfo.InvariantCulture));
    }

    /// <summary>A share in [0,1] as a percentage, as <c>0.436 %</c>.</summary>
    public static string Percent(double share) => Of(share * 100) + " %";

    static string Minus(string text) => text.StartsWith('-') ? "−" + text[1..] : text;

    static string Superscript(int exponent)
    {
        var text = new StringBuilder(exponent < 0 ? "⁻" : string.Empty);
        foreach (var digit in Math.Abs(exponent).ToString(CultureInfo.InvariantCulture))
        {
            text.Append(Superscripts[digit - '0']);
        }

        return text.ToString();
    }
}
