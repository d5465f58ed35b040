using System.Globalization;
using System.Text;

namespace Faultline;

/// <summary>An end of a range: a number, or a date or moment.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Number">Its value as a number, or null.</param>
/// <param name="Moment">Its value as a moment in microseconds since 1970-01-01, or null.</param>
public sealed record ExpectedBound(string Text, double? Number, long? Moment)
{
    /// <summary>Reads a bound; null when the text is neither a number nor a date.</summary>
    public static ExpectedBound? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        double? number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value) ? value : null;
        long? moment = TimeText.TryParse(Encoding.UTF8.GetBytes(text), dayFirst: false, out var microseconds, out _) ? microseconds : null;
        return number is null && moment is null ? null : new ExpectedBound(text, number, moment);
    }
}
