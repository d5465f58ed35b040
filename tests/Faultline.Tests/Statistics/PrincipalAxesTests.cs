using MathNet.Numerics.LinearAlgebra;

namespace Faultline.Tests.Statistics;

public sealed class PrincipalAxesTests
{
    [Fact]
    public void The_widest_axes_are_those_of_the_covariance()
    {
        const int Rows = 400;
        const int Width = 30;
        var random = SeededRandom.For(1, "axes");
        var mixing = Matrix<double>.Build.Dense(Width, Width, (_, _) => random.NextGaussian());
        var data = Matrix<double>.Build.Dense(Rows, Width, (_, column) => random.NextGaussian() * Math.Pow(0.6, column)) * mixing;
        var centred = data - Matrix<double>.Build.Dense(Rows, Width, (_, column) => data.Column(column).Average());
        var covariance = centred.TransposeThisAndMultiply(centred) / Rows;
        var axes = PrincipalAxes.Of([.. data.Enumerate(Zeros.Include).Select((_, i) => (float)data[i / Width, i % Width])], Width, 4, random, TestContext.Current.CancellationToken);
        Assert.Equal(4, axes.Count);
        double[] expected = [.. covariance.Evd().EigenValues.Select(value => value.Real).OrderDescending().Take(4)];
        for (var axis = 0; axis < 4; axis++)
        {
            var own = Vector<double>.Build.Dense(Width, i => axes.Across[(i * 4) + axis]);
            Assert.Equal(1, own.L2Norm(), 4);
            Assert.Equal(1, own * covariance * own / expected[axis], 2);
        }
    }

    [Fact]
    public void Rows_that_vary_in_two_directions_have_two_axes()
    {
        var random = SeededRandom.For(2, "rank");
        var rows = Enumerable.Range(0, 50).SelectMany(_ =>
        {
            var (a, b) = ((float)random.NextGaussian(), (float)random.NextGaussian());
            return new[] { a, b, a + b, a - b };
        }).ToArray();
        Assert.Equal(2, PrincipalAxes.Of(rows, 4, 4, random, TestContext.Current.CancellationToken).Count);
        Assert.Equal(0, PrincipalAxes.Of(new float[40], 4, 4, random, TestContext.Current.CancellationToken).Count);
    }
}
