namespace Faultline.Tests;

public sealed class NumberColumnTests
{
    static readonly double[] s_matrix = [1, 0.25, 2, 0.5, 3, 0.125];

    [Fact]
    public void A_column_within_a_matrix_reads_as_before()
    {
        var column = new NumberColumn("p", [0.25, 0.5, 0.125]).Within(s_matrix, 2, 1);
        Assert.NotNull(column);
        Assert.Equal([0.25, 0.5, 0.125], column.Values.ToArray());
        Assert.Equal([0.25, 0.5, 0.125], column.Memory.ToArray());
        Assert.Equal(["0.25", "0.5", "0.125"], Enumerable.Range(0, 3).Select(column.Text));
        Assert.False(column.IsMissing(1));
        Assert.Equal([0.125, 0.25], ((NumberColumn)column.Take([2, 0])).Values.ToArray());
        Assert.Equal([0.25, 0.5, 0.125], ((NumberColumn)column.Rename("q")).Values.ToArray());
        Assert.Equal([0.125, 0.25, 0.5], SortedValues.Of(column));
    }

    [Fact]
    public void Missing_values_are_counted_wherever_they_stand_and_whole_numbers_known()
    {
        for (int length = 1; length < 40; length++)
        {
            for (int fraction = 0; fraction <= length; fraction++)
            {
                // Every third cell is missing; from one place on the others are no whole numbers.
                double[] values = [.. Enumerable.Range(0, length).Select(row => row % 3 == 1 ? double.NaN : row >= fraction ? row + 0.5 : row)];
                var column = new NumberColumn("x", values);
                Assert.Equal((length + 1) / 3, column.MissingCount);
                Assert.Equal(!Enumerable.Range(fraction, length - fraction).Any(row => row % 3 != 1), column.IsInteger);
            }
        }
    }

    [Fact]
    public void A_column_without_values_holds_no_whole_numbers()
    {
        var column = new NumberColumn("x", [double.NaN, double.NaN, double.NaN]);
        Assert.Equal(3, column.MissingCount);
        Assert.False(column.IsInteger);
        Assert.False(new NumberColumn("x", [1, double.PositiveInfinity]).IsInteger);
    }
}
