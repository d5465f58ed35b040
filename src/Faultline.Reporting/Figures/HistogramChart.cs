using System.Text;

namespace Faultline.Reporting;

/// <summary>Draws counts over shared bins: along an axis of numbers, or one below the other for named bins.</summary>
static class HistogramChart
{
    /// <summary>At most this many named bins are drawn; the table behind has more.</summary>
    public const int LabelLimit = 20;

    const double Width = 560;
    const double Height = 190;
    const double Left = 56;
    const double Right = Width - 30;

    public static string Draw(HistogramFigure figure, string id) =>
        figure.Edges.Count > 1 ? DrawColumns(figure, id)
        : figure.Labels.Count > 12 && figure.Labels.All(label => label.Length <= 12) ? DrawColumns(figure with { Edges = [.. Enumerable.Range(0, figure.Labels.Count + 1).Select(edge => (double)edge)], Markers = figure.Markers?.Select(bin => bin + 0.5).ToArray() }, id)
        : DrawLabels(figure, id);

    /// <summary>Columns along an axis of numbers, or of many short names in an order.</summary>
    static string DrawColumns(HistogramFigure figure, string id)
    {
        var legend = Legend(figure);
        var top = legend.Height + 10 + (figure.Markers is { Count: > 0 } ? 16 : 0);
        var bottom = top + Height - 50;
        var edges = figure.Edges;
        var low = Math.Min(edges[0], figure.Markers?.DefaultIfEmpty(edges[0]).Min() ?? edges[0]);
        var high = Math.Max(edges[^1], figure.Markers?.DefaultIfEmpty(edges[^1]).Max() ?? edges[^1]);
        var across = Ticks.Enclosing(low, high, 6);
        if (high <= low)
        {
            (low, high) = (across.Low, across.High);
        }

        var up = Ticks.Enclosing(0, figure.Series.SelectMany(series => series.Counts).Where(double.IsFinite).DefaultIfEmpty(1).Max(), 3);
        double X(double value) => Left + ((value - low) / (high - low) * (Right - Left));
        double Y(double count) => bottom - (count / up.High * (bottom - top));
        var svg = new SvgBuilder(id, Width, bottom + 40, figure.Title, Describe(figure));
        foreach (var tick in up.Values)
        {
            svg.Line(Left, Y(tick), Right, Y(tick), tick == 0 ? "axis" : "grid").Text(Left - 6, Y(tick) + 4, up.Label(tick), "end");
        }

        foreach (var (place, label) in Places(figure, across).Where(tick => tick.Place >= low && tick.Place <= high))
        {
            svg.Line(X(place), bottom, X(place), bottom + 4, "axis").Text(X(place), bottom + 17, label, "middle");
        }

        svg.Text((Left + Right) / 2, bottom + 34, VisibleText.Cut(figure.Axis, 70), "middle", "axis-name");
        for (var i = 0; i < figure.Series.Count; i++)
        {
            svg.Path(i == 0 ? Filled(edges, figure.Series[i].Counts, X, Y, bottom) : Outline(edges, figure.Series[i].Counts, X, Y, bottom), i == 0 ? "s0" : "o" + Math.Min(i, 3));
        }

        foreach (var marker in figure.Markers ?? [])
        {
            var place = X(marker);
            svg.Line(place, top - 4, place, bottom, "marker").Path($"M{SvgBuilder.Number(place)} {SvgBuilder.Number(top + 2)}l-5 -8h10z", "mark")
                .Text(Math.Clamp(place, Left + 10, Right - 16), top - 9, figure.Labels.Count > 0 ? VisibleText.Line(figure.Labels[(int)Math.Clamp(marker, 0, figure.Labels.Count - 1)]) : NumberText.Value(marker), "middle", "strong");
        }

        return Draw(svg, legend, bars: false).ToString();
    }

    /// <summary>Where labels stand: at round numbers, or at as many of the names as fit beside each other.</summary>
    static IEnumerable<(double Place, string Label)> Places(HistogramFigure figure, Ticks across)
    {
        if (figure.Labels.Count == 0)
        {
            return across.Values.Select(tick => (tick, across.Label(tick)));
        }

        var fitting = (Right - Left) / ((figure.Labels.Max(label => label.Length) * 7) + 14);
        var step = (int)Math.Max(1, Math.Ceiling(figure.Labels.Count / fitting));
        return figure.Labels.Select((label, bin) => (Place: bin + 0.5, Label: VisibleText.Line(label), Bin: bin)).Where(label => label.Bin % step == 0).Select(label => (label.Place, label.Label));
    }

    /// <summary>Bars with a hairline between them; empty bins leave no mark.</summary>
    static string Filled(IReadOnlyList<double> edges, IReadOnlyList<double> counts, Func<double, double> x, Func<double, double> y, double bottom)
    {
        var path = new StringBuilder();
        for (var i = 0; i < counts.Count && i + 1 < edges.Count; i++)
        {
            if (!(counts[i] > 0))
            {
                continue;
            }

            // A bin of one row among a million must still be seen.
            var topOfBar = Math.Min(y(counts[i]), bottom - 1.5);
            var (from, to) = (x(edges[i]), x(edges[i + 1]));
            var gap = to - from > 6 ? 0.5 : 0;
            path.Append('M').Append(SvgBuilder.Number(from + gap)).Append(' ').Append(SvgBuilder.Number(bottom)).Append('V').Append(SvgBuilder.Number(topOfBar))
                .Append('H').Append(SvgBuilder.Number(Math.Max(to - gap, from + gap + 1))).Append('V').Append(SvgBuilder.Number(bottom)).Append('z');
        }

        return path.ToString();
    }

    static string Outline(IReadOnlyList<double> edges, IReadOnlyList<double> counts, Func<double, double> x, Func<double, double> y, double bottom)
    {
        var path = new StringBuilder("M").Append(SvgBuilder.Number(x(edges[0]))).Append(' ').Append(SvgBuilder.Number(bottom));
        for (var i = 0; i < counts.Count && i + 1 < edges.Count; i++)
        {
            path.Append('V').Append(SvgBuilder.Number(y(double.IsFinite(counts[i]) ? counts[i] : 0))).Append('H').Append(SvgBuilder.Number(x(edges[i + 1])));
        }

        return path.Append('V').Append(SvgBuilder.Number(bottom)).ToString();
    }

    static string DrawLabels(HistogramFigure figure, string id)
    {
        int[] bins = [.. Enumerable.Range(0, figure.Labels.Count).OrderBy(bin => figure.Markers?.Contains(bin) == true ? 0 : 1).Take(LabelLimit).Order()];
        var count = bins.Length;
        var series = figure.Series.Count;
        var thick = series > 1 ? 9.0 : 16;
        var row = (thick * series) + 10;
        var legend = Legend(figure);
        var top = legend.Height + 6;
        var bottom = top + (row * count);
        var labels = bins.Select(bin => VisibleText.Cut(VisibleText.Line(figure.Labels[bin]), 26)).ToArray();
        var left = Math.Clamp((labels.Select(label => label.Length).DefaultIfEmpty(0).Max() * 6.9) + 24, 60, 210);
        const double End = Width - 74;
        var ticks = Ticks.Enclosing(0, figure.Series.SelectMany(s => bins.Where(bin => bin < s.Counts.Count).Select(bin => s.Counts[bin])).Where(double.IsFinite).DefaultIfEmpty(1).Max(), 4);
        double X(double value) => left + (value / ticks.High * (End - left));
        var svg = new SvgBuilder(id, Width, bottom + 40, figure.Title, Describe(figure));
        foreach (var tick in ticks.Values)
        {
            svg.Line(X(tick), top, X(tick), bottom, tick == 0 ? "axis" : "grid").Text(X(tick), bottom + 16, ticks.Label(tick), "middle");
        }

        svg.Text((left + End) / 2, bottom + 33, VisibleText.Cut(figure.Axis, 70), "middle", "axis-name");
        for (var i = 0; i < count; i++)
        {
            var marked = figure.Markers?.Contains(bins[i]) == true;
            var y = top + (row * i) + 5;
            svg.Text(left - 8, y + (thick * series / 2) + 4, (marked ? "▸ " : string.Empty) + labels[i], "end", marked ? "strong" : null);
            for (var s = 0; s < series; s++)
            {
                var value = bins[i] < figure.Series[s].Counts.Count ? figure.Series[s].Counts[bins[i]] : 0;
                svg.Rectangle(left, y + (thick * s), Math.Max(value > 0 ? 1.5 : 0, X(value) - left), thick - 1, marked && series == 1 ? "mark" : "b" + Math.Min(s, 3));
                if (series == 1)
                {
                    svg.Text(X(value) + 6, y + (thick / 2) + 4, NumberText.Value(value), style: marked ? "strong" : null);
                }
            }
        }

        return Draw(svg, legend, bars: true).ToString();
    }

    static LegendLayout Legend(HistogramFigure figure) => LegendLayout.Of(figure.Series.Count < 2 ? [] : figure.Series.Select(series => series.Name), Left, Right);

    static SvgBuilder Draw(SvgBuilder svg, LegendLayout legend, bool bars)
    {
        for (var i = 0; i < legend.Entries.Count; i++)
        {
            var (x, y, name) = legend.Entries[i];
            if (bars || i == 0)
            {
                svg.Rectangle(x + 4, y - 5, 16, 10, bars ? "b" + Math.Min(i, 3) : "s0");
            }
            else
            {
                svg.Line(x, y, x + 22, y, "o" + Math.Min(i, 3));
            }

            svg.Text(x + 28, y + 4, name);
        }

        return svg;
    }

    static string Describe(HistogramFigure figure)
    {
        var says = figure.Series.Select(series =>
        {
            var peak = 0;
            for (var i = 1; i < series.Counts.Count; i++)
            {
                peak = series.Counts[i] > series.Counts[peak] ? i : peak;
            }

            return series.Counts.Count == 0 ? $"{series.Name}: empty" : $"{series.Name}: most in {Bin(figure, peak)}";
        });
        var markers = figure.Markers is { Count: > 0 } && figure.Labels.Count == 0 ? $" Marked: {string.Join(", ", figure.Markers.Select(NumberText.Value))}." : string.Empty;
        return $"{figure.Axis}. {string.Join("; ", says)}.{markers} All counts stand in the table below.";
    }

    /// <summary>A bin in words.</summary>
    public static string Bin(HistogramFigure figure, int bin) =>
        figure.Edges.Count > bin + 1 && figure.Labels.Count == 0 ? $"{NumberText.Value(figure.Edges[bin])} to {NumberText.Value(figure.Edges[bin + 1])}" : bin < figure.Labels.Count ? figure.Labels[bin] : $"bin {bin + 1}";
}
