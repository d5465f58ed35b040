namespace Faultline.Tests.Neighbours;

public sealed class MagnitudeTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(7)]
    public void Two_points_have_the_magnitude_of_two_points(double distance) =>
        Assert.Equal(2 / (1 + Math.Exp(-(float)distance)), Magnitude.Of([0, (float)distance], 1, 1, 1, Cancellation)!.Total, 10);

    [Fact]
    public void Equidistant_points_and_a_line_have_their_closed_forms()
    {
        // The corners of a simplex: unit vectors lie √2 apart.
        const int N = 6;
        var simplex = new float[N * N];
        for (var i = 0; i < N; i++)
        {
            simplex[(i * N) + i] = 1;
        }

        foreach (var scale in new[] { 0.3, 1, 4 })
        {
            Assert.Equal(N / (1 + ((N - 1) * Math.Exp(-scale * Math.Sqrt(2)))), Magnitude.Of(simplex, N, scale, 2, Cancellation)!.Total, 10);
        }

        // On a line the magnitude is 1 + Σ tanh(gap / 2), for similarities multiply along it.
        float[] line = [0, 0.5f, 2, 2.25f, 6];
        var expected = 1 + line.Zip(line.Skip(1), (a, b) => Math.Tanh((b - a) / 2)).Sum();
        var found = Magnitude.Of(line, 1, 1, 1, Cancellation)!;
        Assert.Equal(expected, found.Total, 10);
        Assert.Equal(expected, found.Weights.Sum(), 10);

        // A copy changes nothing of the set.
        var copied = Magnitude.Of([.. line, 2f], 1, 1, 1, Cancellation)!;
        Assert.Equal(expected, copied.Total, 10);
        Assert.Equal(copied.Weights[2], copied.Weights[5]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(700)]
    public void One_more_point_has_the_weight_that_the_whole_set_gives_it(int landmarks)
    {
        var random = SeededRandom.For(4, "points");
        float[] points = [.. Enumerable.Range(0, (landmarks + 3) * 3).Select(_ => (float)random.NextGaussian())];
        var without = Magnitude.Of(points[..(landmarks * 3)], 3, 1.5, 1, Cancellation)!;
        var found = without.WeightsOf([.. points.AsSpan(landmarks * 3), .. points.AsSpan(0, 3)]);
        for (var i = 0; i < 3; i++)
        {
            float[] with = [.. points.AsSpan(0, landmarks * 3), .. points.AsSpan((landmarks + i) * 3, 3)];
            Assert.Equal(Magnitude.Of(with, 3, 1.5, 1, Cancellation)!.Weights[landmarks], found[i], 8);
        }

        Assert.Equal(0, found[3], 6);
    }

    [Fact]
    public void Planted_points_by_themselves_have_the_highest_weights()
    {
        var random = SeededRandom.For(5, "points");
        float[] points = [.. Enumerable.Range(0, 300 * 4).Select(i => (float)(random.NextGaussian() + (i / 4 is 17 or 120 ? 12 : 0)))];
        for (var d = 0; d < 4; d++)
        {
            points[(120 * 4) + d] -= 25;
        }

        var weights = Magnitude.Of(points, 4, 1, 2, Cancellation)!.Weights;
        Assert.Equal([17, 120], Enumerable.Range(0, 300).OrderByDescending(row => weights[row]).Take(2).Order());
    }
}
