namespace Faultline.Reporting;

/// <summary>Draws lines with intervals; a reliability diagram is one with the diagonal.</summary>
static class LineChart
{
    /// <summary>At most this many lines are drawn.</summary>
    public const int SeriesLimit = 4;

    const double Left = 64;

    public static string Draw(LineFigure figure, string id)
    {
        var series = figure.Series.Take(SeriesLimit).ToArray();
        var points = series.SelectMany(line => line.Points).Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        double[] ys = [.. points.SelectMany(point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y }).Where(double.IsFinite)];
        double[] xs = [.. points.Select(point => point.X)];
        var across = Ticks.Enclosing(xs.DefaultIfEmpty(0).Min(), xs.DefaultIfEmpty(1).Max());
        var up = Ticks.Enclosing(ys.DefaultIfEmpty(0).Min(), ys.DefaultIfEmpty(1).Max());
        if (figure.Diagonal)
        {
            // One scale for both, so that the diagonal is one.
            across = up = Ticks.Enclosing(Math.Min(across.Low, up.Low), Math.Max(across.High, up.High));
        }

        var width = figure.Diagonal ? 400.0 : 560;
        var right = width - 28;
        var legend = LegendLayout.Of(series.Length < 2 && !figure.Diagonal ? [] : [.. series.Select(line => line.Name), .. figure.Diagonal ? ["as it should be"] : Array.Empty<string>()], Left, right);
        var top = legend.Height + 10;
        var bottom = top + (figure.Diagonal ? right - Left : 190);
        double X(double value) => Left + ((value - across.Low) / (across.High - across.Low) * (right - Left));
        double Y(double value) => bottom - ((value - up.Low) / (up.High - up.Low) * (bottom - top));
        var svg = new SvgBuilder(id, width, bottom + 40, figure.Title, Describe(figure, points));
        foreach (var tick in up.Values)
        {
            svg.Line(Left, Y(tick), right, Y(tick), tick == up.Low ? "axis" : "grid").Text(Left - 6, Y(tick) + 4, up.Label(tick), "end");
        }

        foreach (var tick in across.Values)
        {
            svg.Line(X(tick), bottom, X(tick), bottom + 4, "axis").Text(X(tick), bottom + 17, across.Label(tick), "middle");
        }

        svg.Text((Left + right) / 2, bottom + 34, VisibleText.Cut(figure.XAxis, 60), "middle", "axis-name")
            .Text(14, (top + bottom) / 2, VisibleText.Cut(figure.YAxis, 44), "middle", "axis-name turned");
        if (figure.Diagonal)
        {
            svg.Line(X(across.Low), Y(up.Low), X(across.High), Y(up.High), "ideal");
        }

        for (var i = 0; i < series.Length; i++)
        {
            Line(svg, series[i], i, X, Y);
        }

        for (var i = 0; i < legend.Entries.Count; i++)
        {
            var (x, y, name) = legend.Entries[i];
            svg.Line(x, y, x + 22, y, i < series.Length ? "l" + i : "ideal").Text(x + 28, y + 4, name);
            if (i < series.Length)
            {
                svg.Point(x + 11, y, i);
            }
        }

        return svg.ToString();
    }

    static void Line(SvgBuilder svg, LineSeries series, int number, Func<double, double> x, Func<double, double> y)
    {
        var points = series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        foreach (var point in points)
        {
            if (point.Low is { } low && point.High is { } high && double.IsFinite(low) && double.IsFinite(high))
            {
                svg.Line(x(point.X), y(low), x(point.X), y(high), "whisker");
            }
        }

        if (points.Length > 1)
        {
            svg.Path("M" + string.Join('L', points.Select(point => $"{SvgBuilder.Number(x(point.X))} {SvgBuilder.Number(y(point.Y))}")), "l" + number);
        }

        // Every point on short lines, about a dozen on long ones: they are there to tell the lines apart.
        var step = points.Length <= 20 ? 1 : (int)Math.Ceiling(points.Length / 12.0);
        for (var i = 0; i < points.Length; i += step)
        {
            svg.Point(x(points[i].X), y(points[i].Y), number);
        }
    }

    static string Describe(LineFigure figure, LinePoint[] points)
    {
        var range = points.Length == 0
            ? "No points."
            : $"{figure.XAxis} from {NumberText.Value(points.Min(point => point.X))} to {NumberText.Value(points.Max(point => point.X))}, {figure.YAxis} from {NumberText.Value(points.Min(point => point.Y))} to {NumberText.Value(points.Max(point => point.Y))}.";
        var gap = figure.Diagonal && points.Length > 0 ? $" Furthest from the diagonal: {NumberText.Value(points.Max(point => Math.Abs(point.Y - point.X)))}." : string.Empty;
        return range + gap + " All points stand in the table below.";
    }
}
