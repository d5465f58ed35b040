using System.Globalization;
using System.Text;

namespace Faultline.Reporting;

/// <summary>
/// Numbers as a reader sees them: counts in full with thousands separators, everything else with three significant digits, intervals in
/// brackets. Independent of the current culture.
/// </summary>
public static class NumberText
{
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A whole count, as <c>32,561</c>.</summary>
    public static string Count(long count) => Minus(count.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>
    /// A number: whole ones below 10¹⁵ in full, others with three significant digits (<c>0.852</c>, <c>12,300</c>, <c>1.20×10⁻⁵</c>), or with as many as
    /// tell it from 1, up to six (<c>0.9998</c>);
    /// <c>∞</c> for infinity and <c>not measured</c> for NaN.
    /// </summary>
    public static string Value(double value)
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
    public static string Percent(double share) => Value(share * 100) + " %";

    /// <summary>An interval in brackets, as <c>(110–171)</c>; empty when either end is missing.</summary>
    public static string Interval(double? low, double? high, bool percent = false)
    {
        if (low is not { } from || high is not { } to)
        {
            return string.Empty;
        }

        var factor = percent ? 100 : 1;
        var (first, last) = (Value(from * factor), Value(to * factor));
        return from < 0 || to < 0 ? $"({first} to {last})" : $"({first}–{last})";
    }

    /// <summary>A measure with its interval and unit, as <c>142 rows (110–171)</c> or <c>0.436 % of rows</c>.</summary>
    public static string Measure(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var isShare = IsShare(measure.Unit);
        var value = isShare ? Percent(measure.Value) : Value(measure.Value);
        var unit = isShare ? measure.Unit["share".Length..] : measure.Unit.Length > 0 ? " " + Singular(measure.Unit, measure.Value) : string.Empty;
        var interval = Interval(measure.Low, measure.High, isShare);
        return value + unit + (interval.Length > 0 ? " " + interval : string.Empty);
    }

    /// <summary>True for a unit of shares in [0,1], shown as percentages: <c>share</c>, <c>share of rows</c>.</summary>
    public static bool IsShare(string unit) => unit == "share" || unit.StartsWith("share ", StringComparison.Ordinal);

    /// <summary>A size in bytes, as <c>5.43 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => Count(bytes) + " B",
        < 1_000_000 => Value(bytes / 1e3) + " kB",
        < 1_000_000_000 => Value(bytes / 1e6) + " MB",
        _ => Value(bytes / 1e9) + " GB",
    };

    /// <summary>A duration, as <c>0.412 s</c> or <c>3 min 20 s</c>.</summary>
    public static string Seconds(double seconds) =>
        seconds < 0.0005 ? "0 s"
        : seconds < 1 ? Math.Round(seconds, 3).ToString("0.###", CultureInfo.InvariantCulture) + " s"
        : seconds < 120 ? Value(seconds) + " s"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):#,0} min {Math.Floor(seconds % 60):0} s");

    /// <summary>A count with its noun, as <c>1 row</c> or <c>24 rows</c>.</summary>
    public static string Plural(long count, string singular, string? plural = null) => Count(count) + " " + (count == 1 ? singular : plural ?? singular + "s");

    static string Singular(string unit, double value) => value == 1 && unit is ("rows" or "cells" or "columns" or "labels" or "groups" or "pairs") ? unit[..^1] : unit;

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
