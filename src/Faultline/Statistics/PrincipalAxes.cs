using System.Numerics.Tensors;
using Faultline.Kernels;

namespace Faultline;

/// <summary>The directions in which rows vary most, by orthogonal iteration on their covariance (Golub and Van Loan, Matrix Computations, 8.2.4).</summary>
/// <param name="Mean">The mean row.</param>
/// <param name="Across">Width × count: a column an axis, each of length 1 and at right angles to the others, the widest first.</param>
/// <param name="Count">Number of axes; fewer than asked for where rows vary in fewer directions.</param>
/// <remarks>Axes of nearly equal variance come out as some rotation of each other; the space that they span is what is found.</remarks>
sealed record PrincipalAxes(float[] Mean, float[] Across, int Count)
{
    const int Iterations = 12;
    const double LeastShare = 1e-6;

    /// <summary>Finds the axes.</summary>
    /// <param name="rowMajor">Finite values, overwritten by their difference from the mean.</param>
    /// <param name="width">Values a row.</param>
    /// <param name="most">Most axes.</param>
    /// <param name="random">Where the iteration starts.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PrincipalAxes Of(float[] rowMajor, int width, int most, SeededRandom random, CancellationToken cancellation)
    {
        var rows = rowMajor.Length / width;
        var mean = Centre(rowMajor, width, rows);
        var across = new float[rowMajor.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column++)
            {
                across[((long)column * rows) + row] = rowMajor[((long)row * width) + column];
            }
        }

        var covariance = new float[width * width];
        Gemm.Multiply(width, width, rows, across, rowMajor, covariance);
        TensorPrimitives.Divide(covariance, Math.Max(1, rows), covariance);
        double trace = 0;
        for (var i = 0; i < width; i++)
        {
            trace += covariance[(i * width) + i];
        }

        var count = Math.Min(Math.Min(most, width), Math.Max(0, rows - 1));
        if (!(trace > 0) || count == 0)
        {
            return new PrincipalAxes(mean, [], 0);
        }

        var axes = new double[count * width];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = random.NextGaussian();
        }

        var lengths = Orthonormalise(axes, width, count);
        var (columns, turned) = (new float[width * count], new float[width * count]);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            Turn(axes, width, count, columns);
            Gemm.Multiply(width, count, width, covariance, columns, turned);
            for (var axis = 0; axis < count; axis++)
            {
                for (var i = 0; i < width; i++)
                {
                    axes[(axis * width) + i] = turned[(i * count) + axis];
                }
            }

            lengths = Orthonormalise(axes, width, count);
        }

        // What is left of an axis after the wider ones were taken off is its variance; where that is rounding, there is no direction.
        var kept = Enumerable.Range(0, count).TakeWhile(axis => lengths[axis] > LeastShare * trace / width).Count();
        var result = new float[width * kept];
        Turn(axes, width, kept, result);
        return new PrincipalAxes(mean, result, kept);
    }

    static float[] Centre(float[] rowMajor, int width, int rows)
    {
        var sums = new double[width];
        for (var i = 0; i < rowMajor.Length; i++)
        {
            sums[i % width] += rowMajor[i];
        }

        float[] mean = [.. sums.Select(sum => (float)(sum / Math.Max(1, rows)))];
        for (var row = 0; row < rows; row++)
        {
            var own = rowMajor.AsSpan(row * width, width);
            TensorPrimitives.Subtract(own, mean, own);
        }

        return mean;
    }

    static void Turn(double[] axes, int width, int count, float[] columns)
    {
        for (var axis = 0; axis < count; axis++)
        {
            for (var i = 0; i < width; i++)
            {
                columns[(i * count) + axis] = (float)axes[(axis * width) + i];
            }
        }
    }

    static double[] Orthonormalise(double[] axes, int width, int count)
    {
        var lengths = new double[count];
        for (var axis = 0; axis < count; axis++)
        {
            var own = axes.AsSpan(axis * width, width);

            // Twice is enough (Parlett): the second pass takes off what rounding left of the first.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var other = 0; other < axis; other++)
                {
                    var wider = axes.AsSpan(other * width, width);
                    TensorPrimitives.MultiplyAdd(wider, -TensorPrimitives.Dot<double>(wider, own), own, own);
                }
            }

            lengths[axis] = TensorPrimitives.Norm<double>(own);
            if (lengths[axis] > 0)
            {
                TensorPrimitives.Divide(own, lengths[axis], own);
            }
        }

        return lengths;
    }
}
