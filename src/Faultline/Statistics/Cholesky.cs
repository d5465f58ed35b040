using System.Numerics.Tensors;

namespace Faultline;

/// <summary>Cholesky's factor of a symmetric positive definite matrix, and what is solved with it.</summary>
static class Cholesky
{
    const int Block = 64;

    // 64 rows of so many columns are 256 KB.
    const int TileColumns = 512;

    /// <summary>Overwrites the lower triangle by L with LLᵀ = A; the upper triangle is not read.</summary>
    /// <param name="matrix">n × n, row-major.</param>
    /// <param name="n">Rows.</param>
    /// <param name="threads">Threads; the factor is the same whatever the number.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>False when the matrix is not positive definite to working precision.</returns>
    public static bool Factor(double[] matrix, int n, int threads, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        for (var start = 0; start < n; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = Math.Min(n, start + Block);
            for (var row = start; row < end; row++)
            {
                if (!Finish(matrix, n, row, start, row + 1))
                {
                    return false;
                }
            }

            var (from, to) = (start, end);
            Parallel.For(end, n, parallel, row => Finish(matrix, n, row, from, to));
        }

        return true;
    }

    // The entries of a row in some columns, from all columns before them: every entry is one dot product, whoever computes it.
    static bool Finish(double[] matrix, int n, int row, int from, int to)
    {
        var own = matrix.AsSpan(row * n, row + 1);
        for (var column = from; column < to; column++)
        {
            var other = matrix.AsSpan(column * n, column + 1);
            var rest = own[column] - TensorPrimitives.Dot<double>(own[..column], other[..column]);
            if (column == row)
            {
                if (!(rest > 0))
                {
                    return false;
                }

                own[column] = Math.Sqrt(rest);
            }
            else
            {
                own[column] = rest / other[column];
            }
        }

        return true;
    }

    /// <summary>Overwrites b by the x of Lx = b.</summary>
    public static void Forward(double[] factor, int n, Span<double> b)
    {
        for (var row = 0; row < n; row++)
        {
            b[row] = (b[row] - TensorPrimitives.Dot<double>(factor.AsSpan(row * n, row), b[..row])) / factor[(row * n) + row];
        }
    }

    /// <summary>Overwrites each of several b by the x of Lx = b. A tile of the factor is used for all of them while it is at hand, so many cost much less than one by one.</summary>
    /// <param name="factor">n × n, row-major.</param>
    /// <param name="n">Rows.</param>
    /// <param name="b">One b a row, row-major: a multiple of n numbers. What becomes of one b does not depend on the others.</param>
    public static void ForwardAll(double[] factor, int n, Span<double> b)
    {
        var count = b.Length / Math.Max(1, n);
        for (var start = 0; start < n; start += Block)
        {
            var end = Math.Min(n, start + Block);
            for (var from = 0; from < start; from += TileColumns)
            {
                var width = Math.Min(TileColumns, start - from);
                for (var row = start; row < end; row++)
                {
                    var tile = factor.AsSpan((row * n) + from, width);
                    for (var i = 0; i < count; i++)
                    {
                        b[(i * n) + row] -= TensorPrimitives.Dot<double>(tile, b.Slice((i * n) + from, width));
                    }
                }
            }

            for (var i = 0; i < count; i++)
            {
                var own = b.Slice(i * n, n);
                for (var row = start; row < end; row++)
                {
                    own[row] = (own[row] - TensorPrimitives.Dot<double>(factor.AsSpan((row * n) + start, row - start), own[start..row])) / factor[(row * n) + row];
                }
            }
        }
    }

    /// <summary>Overwrites b by the x of Lᵀx = b.</summary>
    public static void Backward(double[] factor, int n, Span<double> b)
    {
        for (var row = n - 1; row >= 0; row--)
        {
            b[row] /= factor[(row * n) + row];
            TensorPrimitives.MultiplyAdd(factor.AsSpan(row * n, row), -b[row], b[..row], b[..row]);
        }
    }
}
