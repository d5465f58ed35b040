using Faultline.Reporting;

namespace Faultline.Cli.Tests;

public sealed class SummaryPrinterTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void A_chain_of_stages_breaks_before_an_arrow_and_loses_no_word(int width)
    {
        TerminalSpan[] line = [new("Enters "), new("▲ 2"), .. new[] { "Learned ", "Shows ", "Spreads ", "Caught ", "Repaired " }.SelectMany(stage => new TerminalSpan[] { new(TerminalSummary.Arrow), new(stage), new("not checked") })];

        var lines = string.Concat(SummaryPrinter.Wrapped(line, width).Select(span => span.Text)).Split('\n');

        Assert.All(lines, text => Assert.InRange(text.Length, 1, width));
        Assert.All(lines.Skip(1), text => Assert.StartsWith("→ ", text, StringComparison.Ordinal));
        Assert.Equal("Enters ▲ 2 → Learned not checked → Shows not checked → Spreads not checked → Caught not checked → Repaired not checked", string.Join(' ', lines));
    }
}
