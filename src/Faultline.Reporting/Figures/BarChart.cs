namespace Faultline.Reporting;

/// <summary>Draws bars with intervals, one below the other, so that long names can be read.</summary>
static class BarChart
{
    /// <summary>At most this many bars are drawn; the table behind has more.</summary>
    public const int BarLimit = 20;

    const double Width = 560;
    const double Row = 26;
    const double Top = 6;

    public static string Draw(BarFigure figure, string id)
    {
        var bars = figure.Bars.Take(BarLimit).ToArray();
        var isShare = NumberText.IsShare(figure.Unit);
        var factor = isShare ? 100 : 1;
        double[] ends = [.. bars.SelectMany(bar => new[] { bar.Value, bar.Low ?? bar.Value, bar.High ?? bar.Value }).Where(double.IsFinite).Select(end => end * factor)];
        var ticks = Ticks.Enclosing(Math.Min(0, ends.DefaultIfEmpty(0).Min()), Math.Max(0, ends.DefaultIfEmpty(1).Max()), 4);
        var labels = bars.Select(bar => VisibleText.Cut(VisibleText.Line(bar.Label), 26)).ToArray();
        var left = Math.Clamp((labels.Select(label => label.Length).DefaultIfEmpty(0).Max() * 6.9) + 24, 60, 210);
        var right = Width - 74;
        var bottom = Top + (Row * bars.Length);
        double X(double value) => left + ((value - ticks.Low) / (ticks.High - ticks.Low) * (right - left));
        var svg = new SvgBuilder(id, Width, bottom + 40, figure.Title, Describe(figure, isShare));
        foreach (var tick in ticks.Values)
        {
            svg.Line(X(tick), Top, X(tick), bottom, tick == 0 ? "axis" : "grid").Text(X(tick), bottom + 16, ticks.Label(tick), "middle");
        }

        svg.Text((left + right) / 2, bottom + 33, isShare ? "%" + figure.Unit["share".Length..] : figure.Unit, "middle", "axis-name");
        for (var i = 0; i < bars.Length; i++)
        {
            Bar(svg, bars[i], labels[i], Top + (Row * i), left, X, factor);
        }

        return svg.ToString();
    }

    static void Bar(SvgBuilder svg, Bar bar, string label, double y, double left, Func<double, double> x, double factor)
    {
        var middle = y + (Row / 2);
        svg.Text(left - 8, middle + 4, (bar.Marked ? "▸ " : string.Empty) + label, "end", bar.Marked ? "strong" : null);
        if (!double.IsFinite(bar.Value))
        {
            svg.Text(x(0) + 6, middle + 4, "not measured");
            return;
        }

        var (from, to) = (Math.Min(x(0), x(bar.Value * factor)), Math.Max(x(0), x(bar.Value * factor)));
        svg.Rectangle(from, y + 5, Math.Max(1, to - from), Row - 10, bar.Marked ? "mark" : "s0");
        var end = to;
        if (bar.Low is { } low && bar.High is { } high)
        {
            var (a, b) = (x(low * factor), x(high * factor));
            svg.Path($"M{SvgBuilder.Number(a)} {SvgBuilder.Number(middle)}H{SvgBuilder.Number(b)}M{SvgBuilder.Number(a)} {SvgBuilder.Number(middle - 4)}v8M{SvgBuilder.Number(b)} {SvgBuilder.Number(middle - 4)}v8", "whisker");
            end = Math.Max(end, b);
        }

        svg.Text(end + 6, middle + 4, NumberText.Value(bar.Value * factor) + (factor > 1 ? " %" : string.Empty), style: bar.Marked ? "strong" : null);
    }

    static string Describe(BarFigure figure, bool isShare)
    {
        string Say(Bar bar) => $"{bar.Label}: {(isShare ? NumberText.Percent(bar.Value) : NumberText.Value(bar.Value))}";
        var shown = figure.Bars.Where(bar => bar.Marked).DefaultIfEmpty(figure.Bars.MaxBy(bar => bar.Value)).OfType<Bar>().Take(3);
        return $"{NumberText.Plural(figure.Bars.Count, "bar")}, {figure.Unit}. {string.Join("; ", shown.Select(Say))}. All values stand in the table below.";
    }
}
