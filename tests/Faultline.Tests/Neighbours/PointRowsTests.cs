namespace Faultline.Tests.Neighbours;

public sealed class PointRowsTests
{
    static readonly PointRows s_points = new(10_000, 2, (point, to) =>
    {
        to[0] = point;
        to[1] = -point;
    });

    [Fact]
    public void Ranges_and_chosen_points_are_those_that_are_written_one_by_one()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken };

        Assert.Equal(Enumerable.Range(0, 10_000).SelectMany(point => new[] { point, -(float)point }), s_points.All(parallel));
        Assert.Equal(Enumerable.Range(4_090, 20).SelectMany(point => new[] { point, -(float)point }), s_points.Range(4_090, 4_110, parallel));
        Assert.Equal([9_999f, -9_999f, 7f, -7f], s_points.Take([9_999, 7]));
    }

    [Fact]
    public void More_than_fits_an_array_is_refused_before_it_is_made()
    {
        var wide = new PointRows(int.MaxValue, 100, (_, _) => { });

        Assert.Throws<InputException>(() => wide.All(new ParallelOptions()));
    }
}
