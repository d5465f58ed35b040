using System.Globalization;
using System.Text.RegularExpressions;

namespace Faultline.Contract.Rules;

static partial class OptionRules
{
    public static void InRange(CatalogueEntry entry)
    {
        Assert.Throws<InputException>(() => entry.With("noSuchOption", "1"));
        foreach (var option in entry.Options)
        {
            Assert.NotNull(entry.With(option.Name, option.Default));
            if (!option.Range.StartsWith("any ", StringComparison.Ordinal))
            {
                Refuses(entry, option, "no such value ∞");
            }

            if (Bounds().Match(option.Range) is { Success: true } bounds)
            {
                var low = double.Parse(bounds.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
                var high = double.Parse(bounds.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
                Assert.NotNull(entry.With(option.Name, Write(low)));
                Assert.NotNull(entry.With(option.Name, Write(high)));
                Refuses(entry, option, Write(low - Math.Max(1, Math.Abs(low))));
                Refuses(entry, option, Write(high + Math.Max(1, Math.Abs(high))));
                Refuses(entry, option, "NaN");
            }
        }

        Assert.Equal(entry.Options.Count, entry.Options.Select(option => option.Name.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Count());
    }

    public static void Documented(CatalogueEntry entry)
    {
        foreach (var option in entry.Options)
        {
            Assert.False(string.IsNullOrWhiteSpace(option.Meaning) || string.IsNullOrWhiteSpace(option.Default) || string.IsNullOrWhiteSpace(option.Range), option.Name);
            Assert.Matches(CamelCase(), option.Name);
            Assert.Contains($"`{option.Name}`", Repository.Read($"docs/checks/{entry.Info.Name}.md"), StringComparison.Ordinal);
        }
    }

    static void Refuses(CatalogueEntry entry, OptionInfo option, string value) => Assert.Throws<InputException>(() => entry.With(option.Name, value));

    static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex("^(-?[0-9.E+-]+) to (-?[0-9.E+-]+)$")]
    private static partial Regex Bounds();

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$")]
    private static partial Regex CamelCase();
}
