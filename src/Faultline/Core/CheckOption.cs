using System.Globalization;

namespace Faultline;

/// <summary>An option of a check as <c>--set ID.name=value</c> sees it.</summary>
/// <typeparam name="TCheck">The check.</typeparam>
/// <param name="Name">Name, camel case.</param>
/// <param name="Meaning">What it does, one sentence.</param>
/// <param name="Default">The default, as text.</param>
/// <param name="Range">What is allowed, in words.</param>
/// <param name="With">Returns the check with the option set, or null when the text is not allowed.</param>
public sealed record CheckOption<TCheck>(string Name, string Meaning, string Default, string Range, Func<TCheck, string, TCheck?> With)
    where TCheck : ICheck<TCheck>;

/// <summary>Makes options of the common kinds.</summary>
public static class CheckOption
{
    /// <summary>A number within bounds, both included.</summary>
    public static CheckOption<TCheck> Number<TCheck>(string name, string meaning, double standard, double low, double high, Func<TCheck, double, TCheck> with)
        where TCheck : ICheck<TCheck> =>
        new(
            name,
            meaning,
            NumberColumn.Write(standard),
            string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
            (check, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? with(check, value) : default);

    /// <summary>A whole number within bounds, both included.</summary>
    public static CheckOption<TCheck> Whole<TCheck>(string name, string meaning, int standard, int low, int high, Func<TCheck, int, TCheck> with)
        where TCheck : ICheck<TCheck> =>
        new(
            name,
            meaning,
            standard.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
            (check, text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? with(check, value) : default);

    /// <summary>One word of a list, ignoring case.</summary>
    public static CheckOption<TCheck> Choice<TCheck, TValue>(string name, string meaning, TValue standard, Func<TCheck, TValue, TCheck> with)
        where TCheck : ICheck<TCheck>
        where TValue : struct, Enum =>
        new(
            name,
            meaning,
            standard.ToString(),
            string.Join(", ", Enum.GetNames<TValue>()),
            (check, text) => Enum.TryParse<TValue>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(text[0]) ? with(check, value) : default);
}
