using System.Buffers;
using System.Text;

namespace Faultline;

/// <summary>Writes a word so that a POSIX shell reads it back as it is, for commands that a report shows (<see cref="AuditOptions.Command"/>).</summary>
public static class ShellQuoting
{
    static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./,:=@%+");

    /// <summary>The word, in quotes where it needs them: single quotes, or <c>$'…'</c> where it holds control characters.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length > 0 && word[0] != '=' && !word.AsSpan().ContainsAnyExcept(s_plain))
        {
            return word;
        }

        if (!word.Any(char.IsControl))
        {
            return "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        }

        // A line break or an escape inside plain quotes would not survive being shown in a report and copied from it.
        var quoted = new StringBuilder("$'");
        foreach (var rune in word.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                '\\' => quoted.Append("\\\\"),
                '\'' => quoted.Append("\\'"),
                < 0x20 or 0x7f => quoted.Append($"\\x{rune.Value:x2}"),
                >= 0x80 and < 0xa0 => quoted.Append($"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('\'').ToString();
    }
}
