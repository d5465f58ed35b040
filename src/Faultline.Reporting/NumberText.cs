using System.Globalization;

namespace Faultline.Reporting;

/// <summary>
/// Numbers as a reader sees them: counts in full with thousands separators, everything else with three significant digits, intervals in
/// brackets. Independent of the current culture.
/// </summary>
public static class NumberText
{
    /// <summary>A whole count, as <c>32,561</c>.</summary>
    public static string Count(long count) => count.ToString("#,0;−#,0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A number: whole ones below 10¹⁵ in full, others with three significant digits (<c>0.852</c>, <c>12,300</c>, <c>1.20×10⁻⁵</c>), or with as many as
    /// tell it from 1, up to six (<c>0.9998</c>);
    /// <c>∞</c> for infinity and <c>not measured</c> for NaN.
    /// </summary>
    public static string Value(double value) => PlainNumber.Of(value);

    /// <summary>A share in [0,1] as a percentage, as <c>0.436 %</c>.</summary>
    public static string Percent(double share) => PlainNumber.Percent(share);

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
        if (measure.Unit == DifferenceOfShares)
        {
            return $"{Points(measure.Value)} percentage points {Interval(measure.Low, measure.High, percent: true)}".TrimEnd();
        }

        var isShare = IsShare(measure.Unit);
        var value = isShare ? Percent(measure.Value) : Value(measure.Value);
        var unit = isShare ? measure.Unit["share".Length..] : measure.Unit.Length > 0 ? " " + Singular(measure.Unit, measure.Value) : string.Empty;
        var interval = Interval(measure.Low, measure.High, isShare);
        return value + unit + (interval.Length > 0 ? " " + interval : string.Empty);
    }

    /// <summary>Unit of a share less another, in [−1,1], shown as percentage points.</summary>
    public const string DifferenceOfShares = "difference of shares";

    /// <summary>A difference of shares with its sign, as <c>+3.2</c> percentage points.</summary>
    public static string Points(double difference) => (difference > 0 ? "+" : string.Empty) + Value(difference * 100);

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
}
