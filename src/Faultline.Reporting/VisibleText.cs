using System.Globalization;
using System.Text;

namespace Faultline.Reporting;

/// <summary>
/// Makes every character of untrusted text visible and inert: control characters, marks that turn the direction of writing, and characters
/// without width are written out, so that no cell can hide itself, reorder a sentence or steer a terminal.
/// </summary>
public static class VisibleText
{
    /// <summary>The text on one line: line breaks as <c>⏎</c>, tabs as <c>⇥</c>, every other hidden character as <c>⟨U+202E⟩</c>.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = true;
        foreach (var unit in text)
        {
            plain &= unit is >= ' ' and < (char)0x7F;
        }

        if (plain)
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(visible, rune);
        }

        return visible.ToString();
    }

    /// <summary>As <see cref="Line"/>, with blanks at either end written as <c>␣</c>: for cells, where they may be the fault.</summary>
    public static string Cell(string text)
    {
        var line = Line(text);
        var start = 0;
        while (start < line.Length && line[start] is ' ' or '\u00A0')
        {
            start++;
        }

        var end = line.Length;
        while (end > start && line[end - 1] is ' ' or '\u00A0')
        {
            end--;
        }

        return start == 0 && end == line.Length ? line : new string('␣', start) + line[start..end] + new string('␣', line.Length - end);
    }

    /// <summary>Cuts a text to a length at a whole character, with an ellipsis; a blank that is written out at the end stays.</summary>
    public static string Cut(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
        {
            return text;
        }

        var tail = text[^1] == '␣' && length > 2 ? "␣" : string.Empty;
        var end = length - 1 - tail.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…" + tail;
    }

    /// <summary>Shortens a sentence to a length: to whole words with an ellipsis, or within a word that fills half of it.</summary>
    public static string Shorten(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
        {
            return text;
        }

        var word = text.LastIndexOf(' ', length - 1);
        return word >= length / 2 ? text[..word].TrimEnd(' ', ',', ';', ':', '(') + "…" : Cut(text, length);
    }

    /// <summary>Shortens prose to a length: to whole sentences where these fill half of it, else as <see cref="Shorten"/>.</summary>
    public static string ShortenProse(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sentences = text.Length <= length ? text.Length : text.LastIndexOf(". ", length - 1, StringComparison.Ordinal) + 1;
        return sentences >= length / 2 ? text[..sentences] : Shorten(text, length);
    }

    /// <summary>True for a character that would be invisible or would change how its neighbours are shown.</summary>
    public static bool IsHidden(Rune rune) => rune.Value switch
    {
        0x200C or 0x200D => false, // joiners belong to the spelling of Persian, Hindi and many emoji
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned,
    };

    /// <summary>Appends the visible form of a character.</summary>
    public static void Append(StringBuilder text, Rune rune)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (rune.Value)
        {
            case '\n':
                text.Append('⏎');
                break;
            case '\r':
                break;
            case '\t':
                text.Append('⇥');
                break;
            default:
                if (IsHidden(rune))
                {
                    text.Append("⟨U+").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)).Append('⟩');
                }
                else
                {
                    text.Append(rune.ToString());
                }

                break;
        }
    }
}
