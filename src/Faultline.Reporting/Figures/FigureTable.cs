namespace Faultline.Reporting;

/// <summary>The numbers behind a figure, as a table.</summary>
/// <param name="Header">Column names.</param>
/// <param name="Rows">Rows of texts; the first is the row's name.</param>
/// <param name="Omitted">How many rows were left out.</param>
sealed record FigureTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows, int Omitted)
{
    const int RowLimit = 60;

    /// <summary>The table of a figure that is drawn; null for a matrix or a table, which show their numbers themselves.</summary>
    public static FigureTable? Of(Figure figure) => figure switch
    {
        BarFigure bars => OfBars(bars),
        HistogramFigure histogram => OfHistogram(histogram),
        LineFigure lines => OfLines(lines),
        _ => null,
    };

    static FigureTable OfBars(BarFigure figure)
    {
        var isShare = NumberText.IsShare(figure.Unit);
        var hasInterval = figure.Bars.Any(bar => bar.Low is not null);
        string Value(double value) => isShare ? NumberText.Percent(value) : NumberText.Value(value);
        string[] header = ["", isShare ? "Share" + figure.Unit["share".Length..] : Capital(figure.Unit), .. hasInterval ? ["Interval"] : Array.Empty<string>()];
        return Cut(header, figure.Bars.Select(bar => (IReadOnlyList<string>)[
            VisibleText.Cut(VisibleText.Line(bar.Label), 80) + (bar.Marked ? " (marked)" : string.Empty),
            Value(bar.Value),
            .. hasInterval ? [NumberText.Interval(bar.Low, bar.High, isShare)] : Array.Empty<string>()]).ToArray());
    }

    static FigureTable OfHistogram(HistogramFigure figure)
    {
        var bins = figure.Edges.Count > 1 ? figure.Edges.Count - 1 : figure.Labels.Count;
        return Cut(
            [Capital(figure.Axis), .. figure.Series.Select(series => Capital(VisibleText.Cut(VisibleText.Line(series.Name), 80)))],
            Enumerable.Range(0, bins).Select(bin => (IReadOnlyList<string>)[
                VisibleText.Cut(VisibleText.Line(HistogramChart.Bin(figure, bin)), 80),
                .. figure.Series.Select(series => bin < series.Counts.Count ? NumberText.Value(series.Counts[bin]) : string.Empty)]).ToArray());
    }

    static FigureTable OfLines(LineFigure figure)
    {
        var hasInterval = figure.Series.Any(series => series.Points.Any(point => point.Low is not null));
        var named = figure.Series.Count > 1;
        if (named && figure.Series.All(series => series.Points.Select(point => point.X).SequenceEqual(figure.Series[0].Points.Select(point => point.X))))
        {
            return OfSharedPlaces(figure);
        }

        string[] header = [.. named ? ["Line"] : Array.Empty<string>(), Capital(figure.XAxis), Capital(figure.YAxis), .. hasInterval ? ["Interval"] : Array.Empty<string>()];
        return Cut(header, figure.Series.SelectMany(series => series.Points.Select(point => (IReadOnlyList<string>)[
            .. named ? [VisibleText.Cut(VisibleText.Line(series.Name), 80)] : Array.Empty<string>(),
            NumberText.Value(point.X),
            NumberText.Value(point.Y),
            .. hasInterval ? [NumberText.Interval(point.Low, point.High)] : Array.Empty<string>()])).ToArray());
    }

    /// <summary>Lines over the same places stand side by side.</summary>
    static FigureTable OfSharedPlaces(LineFigure figure) => Cut(
        [Capital(figure.XAxis), .. figure.Series.Select(series => Capital(VisibleText.Cut(VisibleText.Line(series.Name), 80)))],
        figure.Series[0].Points.Select((place, i) => (IReadOnlyList<string>)[
            NumberText.Value(place.X),
            .. figure.Series.Select(series => (NumberText.Value(series.Points[i].Y) + " " + NumberText.Interval(series.Points[i].Low, series.Points[i].High)).TrimEnd())]).ToArray());

    static FigureTable Cut(IReadOnlyList<string> header, IReadOnlyList<string>[] rows) =>
        new(header, [.. rows.Take(RowLimit)], Math.Max(0, rows.Length - RowLimit));

    static string Capital(string text) => text.Length > 0 && char.IsLower(text[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
