using Faultline.Reporting;
using Spectre.Console;

namespace Faultline.Cli;

/// <summary>Prints the summary of an audit on standard output: in colour and wrapped on a terminal, else as plain text.</summary>
static class SummaryPrinter
{
    public static void Print(IReadOnlyList<IReadOnlyList<TerminalSpan>> lines, bool styled)
    {
        if (!styled)
        {
            Console.Out.Write(TerminalSummary.Plain(lines));
            return;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Interactive = InteractionSupport.No });
        var width = Math.Max(40, terminal.Profile.Width);

        // Lines are broken here, below where their text begins; a command is copied, and only the terminal itself may break it.
        terminal.Profile.Width = int.MaxValue / 2;
        foreach (var line in lines)
        {
            foreach (var span in Wrapped(line, width))
            {
                terminal.Write(new Text(span.Text, Look(span.Style)));
            }

            terminal.WriteLine();
        }
    }

    /// <summary>A line broken so that it fits: a chain before one of its arrows, other lines within their last piece.</summary>
    public static IEnumerable<TerminalSpan> Wrapped(IReadOnlyList<TerminalSpan> line, int width)
    {
        if (line.Any(span => span.Text == TerminalSummary.Arrow))
        {
            return Chain(line, width);
        }

        var indent = line.Take(line.Count - 1).Sum(span => span.Text.Length);
        if (line.Count == 0 || line[^1].Style == TerminalStyle.Command || indent + line[^1].Text.Length <= width || width - indent < width / 3)
        {
            return line;
        }

        var text = string.Join("\n" + new string(' ', indent), TextWrap.Lines(line[^1].Text, width - indent));
        return [.. line.Take(line.Count - 1), line[^1] with { Text = text }];
    }

    static IEnumerable<TerminalSpan> Chain(IReadOnlyList<TerminalSpan> line, int width)
    {
        var used = 0;
        for (var i = 0; i < line.Count; i++)
        {
            var link = line[i].Text.Length + line.Skip(i + 1).TakeWhile(span => span.Text != TerminalSummary.Arrow).Sum(span => span.Text.Length);
            var breaks = line[i].Text == TerminalSummary.Arrow && used + link > width;
            var text = breaks ? "\n" + TerminalSummary.Arrow.TrimStart() : line[i].Text;
            used = breaks ? text.Length - 1 : used + text.Length;
            yield return line[i] with { Text = text };
        }
    }

    static Style Look(TerminalStyle style) => style switch
    {
        TerminalStyle.Strong => new Style(decoration: Decoration.Bold),
        TerminalStyle.Soft => new Style(decoration: Decoration.Dim),
        TerminalStyle.High => new Style(Color.Red, decoration: Decoration.Bold),
        TerminalStyle.Medium => new Style(Color.Orange1, decoration: Decoration.Bold),
        TerminalStyle.Low => new Style(Color.SkyBlue1),
        TerminalStyle.Good => new Style(Color.Green),
        TerminalStyle.Command => new Style(Color.Teal),
        _ => Style.Plain,
    };
}
