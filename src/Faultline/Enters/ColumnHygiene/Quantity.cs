using System.Globalization;

namespace Faultline;

/// <summary>A number with what stands behind or before it, as <c>12.0 oz</c>, <c>5%</c>, <c>$3</c>.</summary>
/// <param name="Number">The number.</param>
/// <param name="Written">The number as it is written.</param>
/// <param name="Unit">The sign or unit in its usual word, as <c>oz</c> for ounce; empty for a number alone.</param>
readonly record struct Quantity(double Number, string Written, string Unit)
{
    // The usual word first, then what else is written for it.
    static readonly string[][] s_units =
    [
        ["%", "percent", "pct", "per cent"], ["$", "usd", "dollar", "dollars", "us$"], ["€", "eur", "euro", "euros"], ["£", "gbp"], ["¥"],
        ["oz", "ounce", "ounces", "ozs"], ["lb", "lbs", "pound", "pounds"], ["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"], ["g", "gr", "gram", "grams"], ["mg"],
        ["km", "kilometer", "kilometers", "kilometre", "kilometres"], ["m", "meter", "meters", "metre", "metres"], ["cm", "centimeter", "centimeters", "centimetre", "centimetres"], ["mm", "millimeter", "millimeters", "millimetre", "millimetres"],
        ["mi", "mile", "miles"], ["ft", "foot", "feet", "′"], ["in", "inch", "inches", "″", "\""], ["l", "liter", "liters", "litre", "litres"], ["ml", "milliliter", "milliliters", "millilitre", "millilitres"],
        ["s", "sec", "secs", "second", "seconds"], ["min", "mins", "minute", "minutes"], ["h", "hr", "hrs", "hour", "hours"], ["day", "days"], ["week", "weeks", "wk", "wks"], ["month", "months", "mo"], ["year", "years", "yr", "yrs"],
        ["°c", "c", "celsius"], ["°f", "f", "fahrenheit"],
    ];

    static readonly Dictionary<string, string> s_usual = s_units.SelectMany(words => words.Select(word => (word, words[0]))).ToDictionary(StringComparer.Ordinal);

    /// <summary>Reads a number alone, or with a known sign or unit (case and a dot at its end do not count); null for anything else.</summary>
    public static Quantity? Of(string text)
    {
        var plain = text.AsSpan().Trim();
        var sign = plain.Length > 0 && plain[0] is '$' or '€' or '£' or '¥' ? plain[..1] : [];
        plain = plain[sign.Length..].TrimStart();
        var end = 0;
        while (end < plain.Length && (char.IsAsciiDigit(plain[end]) || plain[end] is '.' or ',' or '-' or '+'))
        {
            end++;
        }

        if (end == 0 || !double.TryParse(plain[..end], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var behind = plain[end..].Trim().TrimEnd('.').TrimEnd();
        if (!sign.IsEmpty && !behind.IsEmpty)
        {
            return null;
        }

        var word = (sign.IsEmpty ? behind : sign).ToString().ToLowerInvariant();
        return word.Length == 0 ? new Quantity(number, plain[..end].ToString(), string.Empty)
            : s_usual.TryGetValue(word, out var unit) ? new Quantity(number, plain[..end].ToString(), unit)
            : null;
    }
}
