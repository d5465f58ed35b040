using MathNet.Numerics.LinearAlgebra;

namespace Faultline.Tests.Statistics;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(150)]
    public void It_solves_what_another_library_solves(int n)
    {
        var random = SeededRandom.For(n, "cholesky");
        var root = Matrix<double>.Build.Dense(n, n, (_, _) => random.NextGaussian());
        var matrix = (root * root.Transpose()) + (0.5 * Matrix<double>.Build.DenseIdentity(n));
        var b = Vector<double>.Build.Dense(n, _ => random.NextGaussian());
        double[] factor = [.. Enumerable.Range(0, n * n).Select(i => matrix[i / n, i % n])];
        var again = (double[])factor.Clone();
        Assert.True(Cholesky.Factor(factor, n, 1, TestContext.Current.CancellationToken));
        Assert.True(Cholesky.Factor(again, n, 3, TestContext.Current.CancellationToken));
        Assert.Equal(factor, again);
        var x = b.ToArray();
        Cholesky.Forward(factor, n, x);
        Cholesky.Backward(factor, n, x);
        Assert.True((matrix.Solve(b) - Vector<double>.Build.Dense(x)).L2Norm() < 1e-8 * Math.Max(1, b.L2Norm()));
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.False(Cholesky.Factor([1, 2, 2, 1], 2, 1, TestContext.Current.CancellationToken));
}
