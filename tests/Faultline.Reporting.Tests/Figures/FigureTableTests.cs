namespace Faultline.Reporting.Tests;

public sealed class FigureTableTests
{
    [Fact]
    public void Lines_over_the_same_places_stand_side_by_side()
    {
        var figure = new LineFigure("t", "x", "y", [new LineSeries("a", [new LinePoint(1, 0.5, 0.4, 0.6), new LinePoint(2, 0.25)]), new LineSeries("b", [new LinePoint(1, 3), new LinePoint(2, 4)])]);

        var table = FigureTable.Of(figure)!;

        Assert.Equal(["X", "A", "B"], table.Header);
        Assert.Equal([["1", "0.500 (0.400–0.600)", "3"], ["2", "0.250", "4"]], table.Rows);
    }

    [Fact]
    public void Lines_over_other_places_follow_each_other()
    {
        var figure = new LineFigure("t", "x", "y", [new LineSeries("a", [new LinePoint(1, 2)]), new LineSeries("b", [new LinePoint(5, 6)])]);

        Assert.Equal([["a", "1", "2"], ["b", "5", "6"]], FigureTable.Of(figure)!.Rows);
    }

    [Fact]
    public void A_share_is_a_percentage_and_the_marked_bar_is_said()
    {
        var figure = new BarFigure("t", "share of rows", [new Bar("long", 0.5, 0.4, 0.6, Marked: true), new Bar("short", 0.1)]);

        Assert.Equal([["long (marked)", "50 %", "(40–60)"], ["short", "10 %", ""]], FigureTable.Of(figure)!.Rows);
    }
}
