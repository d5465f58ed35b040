using System.Globalization;
using System.Text;

namespace Faultline.Reporting;

/// <summary>The last pass over rendered markup, and the escaping of text that does not pass through a component.</summary>
static class HtmlText
{
    /// <summary>Escapes a text for content and attributes, hidden characters written out.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '&':
                    html.Append("&amp;");
                    break;
                case '"':
                    html.Append("&quot;");
                    break;
                case '\'':
                    html.Append("&#39;");
                    break;
                default:
                    VisibleText.Append(html, rune);
                    break;
            }
        }

        return html.ToString();
    }

    /// <summary>
    /// Turns the numeric references that the renderer writes for every character outside ASCII back into the characters, which halves the text, and
    /// writes hidden ones out. Doing it here, once, means that no component can forget it. Markup is ASCII, so hidden characters only come from text.
    /// </summary>
    public static string Finish(string markup)
    {
        var html = new StringBuilder(markup.Length);
        for (var i = 0; i < markup.Length; i++)
        {
            if (markup[i] != '&' || i + 3 >= markup.Length || markup[i + 1] != '#' || Reference(markup, i, out var length) is not { } rune)
            {
                html.Append(markup[i]);
                continue;
            }

            if (rune.Value is '<' or '>' or '&' or '"' or '\'' or '`')
            {
                html.Append(markup, i, length);
            }
            else if (rune.Value is '\n' or '\r' or '\t')
            {
                html.Append((char)rune.Value);
            }
            else
            {
                VisibleText.Append(html, rune);
            }

            i += length - 1;
        }

        return html.ToString();
    }

    static Rune? Reference(string markup, int start, out int length)
    {
        length = 0;
        var end = markup.IndexOf(';', start, Math.Min(11, markup.Length - start));
        if (end < 0)
        {
            return null;
        }

        var isHex = markup[start + 2] is 'x' or 'X';
        var digits = markup.AsSpan(start + (isHex ? 3 : 2), end - start - (isHex ? 3 : 2));
        if (!int.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
        {
            return null;
        }

        length = end - start + 1;
        return new Rune(value);
    }
}
