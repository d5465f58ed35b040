using System.Globalization;

namespace Faultline;

/// <summary>When two texts name the same class: equal texts, or equal numbers (<c>3</c> = <c>3.0</c>).</summary>
static class ClassKey
{
    const double ExactLimit = 9_007_199_254_740_992;
    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A text that is equal for texts that name the same class.</summary>
    public static string Of(ReadOnlySpan<char> text) =>
        TryNumber(text, out var number) ? "#" + NumberColumn.Write(number == 0 ? 0 : number) : "=" + text.ToString();

    /// <summary>True when the text is a number that a double holds without loss of whole digits.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < ExactLimit;

    /// <summary>Sorts class names: by value when all are numbers, else ordinally.</summary>
    public static string[] Sort(IReadOnlyCollection<string> names)
    {
        var sorted = names.ToArray();
        var numbers = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (!TryNumber(sorted[i], out numbers[i]))
            {
                Array.Sort(sorted, StringComparer.Ordinal);
                return sorted;
            }
        }

        return [.. sorted.Zip(numbers).OrderBy(pair => pair.Second).ThenBy(pair => pair.First, StringComparer.Ordinal).Select(pair => pair.First)];
    }
}
