using System.Text;
using System.Text.RegularExpressions;

namespace Faultline.Cli;

/// <summary>Shows the Markdown of a check's page on a terminal: headings, paragraphs, lists, tables and code; links become their text.</summary>
static partial class MarkdownView
{
    const string Bold = "\u001b[1m";
    const string Dim = "\u001b[2m";
    const string Off = "\u001b[0m";
    const string Gap = "  ";

    public static string Render(string markdown, int width, bool styled)
    {
        var view = new StringBuilder();
        var paragraph = new List<string>();
        var table = new List<string[]>();
        var inCode = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Append(string.Empty))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush(view, paragraph, table, width, styled);
                inCode = !inCode;
            }
            else if (inCode)
            {
                view.Append("    ").Append(line).Append('\n');
            }
            else if (line.StartsWith('|'))
            {
                table.Add(Cells(line));
            }
            else if (line.StartsWith('#'))
            {
                Flush(view, paragraph, table, width, styled);
                var title = Inline(line.TrimStart('#').Trim());
                view.Append(styled ? Bold + title + Off : title).Append('\n');
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                Flush(view, paragraph, table, width, styled);
                view.Append('\n');
            }
            else
            {
                if (ListItem().IsMatch(line))
                {
                    Flush(view, paragraph, table, width, styled);
                }

                paragraph.Add(line);
            }
        }

        return BlankLines().Replace(view.ToString(), "\n\n").Trim('\n') + "\n";
    }

    static void Flush(StringBuilder view, List<string> paragraph, List<string[]> table, int width, bool styled)
    {
        if (paragraph.Count > 0)
        {
            var item = ListItem().Match(paragraph[0]);
            var text = string.Join(' ', paragraph.Select(line => line.Trim()))[item.Value.Trim().Length..].Trim();
            var indent = new string(' ', item.Length);
            var lines = TextWrap.Lines(Inline(text), width - item.Length);
            view.Append(item.Success ? item.Value : string.Empty).AppendJoin("\n" + indent, lines).Append('\n');
            paragraph.Clear();
        }

        if (table.Count > 0)
        {
            Table(view, table, width, styled);
            table.Clear();
        }
    }

    static void Table(StringBuilder view, List<string[]> rows, int width, bool styled)
    {
        var shown = rows.Where(row => !row.All(cell => cell.Trim('-', ':', ' ').Length == 0)).Select(row => row.Select(cell => Inline(cell)).ToArray()).ToArray();
        var widths = Widths(shown, width);
        for (var r = 0; r < shown.Length; r++)
        {
            var cells = widths.Select((w, c) => TextWrap.Lines(c < shown[r].Length ? shown[r][c] : string.Empty, w)).ToArray();
            for (var l = 0; l < cells.Max(cell => cell.Count); l++)
            {
                var text = string.Join(Gap, cells.Select((cell, c) => (l < cell.Count ? cell[l] : string.Empty).PadRight(widths[c]))).TrimEnd();
                view.Append(r == 0 && styled ? Dim + text + Off : text).Append('\n');
            }
        }
    }

    // Columns as wide as they need to be, the widest ones narrowed until the table fits.
    static int[] Widths(string[][] rows, int width)
    {
        const int Narrowest = 8;
        var widths = Enumerable.Range(0, rows.Max(row => row.Length)).Select(c => rows.Max(row => c < row.Length ? row[c].Length : 0)).ToArray();
        while (widths.Sum() + (Gap.Length * (widths.Length - 1)) > width && widths.Max() > Narrowest)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    static string[] Cells(string line) => [.. UnescapedBar().Split(line.Trim().Trim('|')).Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal))];

    static string Inline(string text) => Code().Replace(Emphasis().Replace(Strong().Replace(Link().Replace(text, "${text}"), "${text}"), "${text}"), "${text}");

    [GeneratedRegex(@"^\s*(?:[-*]|\d+\.)\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\n{3,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnescapedBar();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Strong();

    [GeneratedRegex(@"(?<![\w*`])\*(?<text>\w[^*`]*)\*(?![\w*])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasis();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
