using System.Globalization;
using System.Text;
using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary>Writes expectations as a configuration of their own, which <c>--config</c> takes and <see cref="ExpectationFile"/> reads.</summary>
static class ExpectationWriter
{
    public static string Write(ExpectationSet set, string source)
    {
        var yaml = new StringBuilder();
        yaml.Append("# What is expected of a table like ").Append(VisibleText.Line(source)).Append(", proposed by 'faultline profile'. Change what is too narrow or too wide.\n");
        yaml.Append("# Hold a table against it: faultline audit DATA --config THIS-FILE --gate 'FL110<=0'\n\n");
        yaml.Append(ExpectationFile.Key).Append(":\n  rows:\n");
        Line(yaml, 2, "min", set.FewestRows?.ToString(CultureInfo.InvariantCulture));
        Line(yaml, 2, "max", set.MostRows?.ToString(CultureInfo.InvariantCulture));
        yaml.Append(set.Columns.Count > 0 ? "  columns:\n" : string.Empty);
        foreach (var column in set.Columns)
        {
            yaml.Append("    ").Append(Quote(column.Column)).Append(":\n");
            Line(yaml, 3, "type", column.Type?.ToString().ToLowerInvariant());
            Line(yaml, 3, "not-null", column.NotNull ? "yes" : null);
            Line(yaml, 3, "missing", column.MostMissing is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##}%") : null);
            Line(yaml, 3, "unique", column.Unique ? "yes" : null);
            Line(yaml, 3, "allowed", column.Allowed is { } allowed ? "[" + string.Join(", ", allowed.Select(Quote)) + "]" : null);
            Line(yaml, 3, "pattern", column.Pattern is { } pattern ? Quote(pattern) : null);
            Line(yaml, 3, "min", column.Least?.Text);
            Line(yaml, 3, "max", column.Most?.Text);
            if (yaml[^2] == ':')
            {
                yaml.Length--;
                yaml.Append(" {}\n");
            }
        }

        return yaml.ToString();
    }

    static void Line(StringBuilder yaml, int depth, string key, string? value)
    {
        if (value is not null)
        {
            yaml.Append(' ', 2 * depth).Append(key).Append(": ").Append(value).Append('\n');
        }
    }

    // Double quotes keep every text a text: no, 1e3, ~ and [a] among them.
    static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < 0x20 or (>= 0x7f and < 0xa0) => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                0x2028 or 0x2029 or 0xfeff => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }
}
