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
}
