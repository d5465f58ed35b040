using Faultline.Reporting;
using Spectre.Console;

namespace Faultline.Cli;

/// <summary>Prints the summary of an audit on standard output: in colour on a terminal, else as plain text.</summary>
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
        foreach (var line in lines)
        {
            // A command is copied: it must not be broken into lines by us, only by the terminal.
            var isCommand = line.Any(span => span.Style == TerminalStyle.Command);
            var paragraph = new Paragraph { Overflow = isCommand ? Overflow.Fold : null };
            foreach (var span in line)
            {
                paragraph.Append(span.Text, Look(span.Style));
            }

            terminal.Write(paragraph);
            terminal.WriteLine();
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
