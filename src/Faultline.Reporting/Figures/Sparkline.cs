using System.Text;

namespace Faultline.Reporting;

/// <summary>Draws a histogram the height of a line of text, for the table of columns.</summary>
static class Sparkline
{
    const double Width = 96;
    const double Height = 20;

    public static string Draw(HistogramFigure figure)
    {
        var counts = figure.Series.Count > 0 ? figure.Series[0].Counts : [];
        var largest = counts.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (!(largest > 0))
        {
            return string.Empty;
        }

        var step = Width / counts.Count;
        var path = new StringBuilder();
        var peak = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            peak = counts[i] > counts[peak] ? i : peak;
            if (counts[i] > 0)
            {
                var height = Math.Max(1, counts[i] / largest * Height);
                path.Append('M').Append(SvgBuilder.Number(i * step)).Append(' ').Append(SvgBuilder.Number(Height)).Append('v').Append(SvgBuilder.Number(-height))
                    .Append('h').Append(SvgBuilder.Number(Math.Max(0.8, step - 0.6))).Append('v').Append(SvgBuilder.Number(height)).Append('z');
            }
        }

        var says = HtmlText.Escape(VisibleText.Cut($"most in {HistogramChart.Bin(figure, peak)}", 80));
        return $"<svg class=\"spark\" role=\"img\" aria-label=\"{says}\" viewBox=\"0 0 96 20\" width=\"96\" height=\"20\"><path class=\"s0\" d=\"{path}\"/></svg>";
    }
}
