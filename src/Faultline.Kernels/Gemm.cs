using System.Runtime.Intrinsics;

namespace Faultline.Kernels;

/// <summary>Products of float32 matrices.</summary>
public static class Gemm
{
    // Below this much work a second thread costs more than it brings.
    const long ParallelWork = 1L << 19;

    // What moving a float costs, in multiplications.
    const long MoveWork = 3;

    /// <summary>C = A·B. Every element of C is one chain of multiply-adds over k, blocked the same way whatever the number of threads: equal inputs give equal bits on one tier.</summary>
    /// <param name="m">Rows of A and C; may be 0.</param>
    /// <param name="n">Columns of B and C; may be 0.</param>
    /// <param name="k">Columns of A, rows of B; 0 makes C zero.</param>
    /// <param name="a">m × k, row-major.</param>
    /// <param name="b">k × n, row-major.</param>
    /// <param name="c">m × n, row-major; overwritten, and not overlapping A or B. NaN and ∞ in A or B follow IEEE 754.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">A span is shorter than its dimensions, or C overlaps A or B.</exception>
    public static void Multiply(int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c) =>
        Multiply(Simd.Tier, m, n, k, a, b, c, Environment.ProcessorCount);

    internal static unsafe void Multiply(SimdTier tier, int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Require(a.Length, m, k, nameof(a), nameof(m), nameof(k));
        Require(b.Length, k, n, nameof(b), nameof(k), nameof(n));
        Require(c.Length, m, n, nameof(c), nameof(m), nameof(n));
        a = a[..(m * k)];
        b = b[..(k * n)];
        c = c[..(m * n)];
        if (a.Overlaps(c) || b.Overlaps(c))
        {
            throw new ArgumentException("C overlaps A or B: results would be read back as input. Give C memory of its own.", nameof(c));
        }

        if (k == 0)
        {
            c.Clear();
        }

        if (m == 0 || n == 0 || k == 0)
        {
            return;
        }

        fixed (float* pa = a, pb = b, pc = c)
        {
            var problem = new GemmProblem(pa, k, pb, n, pc, n, m, n, k);
            int parts = Work(m, n, k) < ParallelWork ? 1 : Math.Max(1, threads);
            switch (tier)
            {
                case SimdTier.Avx512: GemmDriver<Lanes512, Vector512<float>>.Run(problem, parts); break;
                case SimdTier.Avx2: GemmDriver<Lanes256, Vector256<float>>.Run(problem, parts); break;
                case SimdTier.Vector128: GemmDriver<Lanes128, Vector128<float>>.Run(problem, parts); break;
                default: GemmDriver<Lanes1, float>.Run(problem, parts); break;
            }
        }
    }

    static long Work(long m, long n, long k) => (m * n * k) + (MoveWork * ((m * k) + (k * n) + (m * n)));

    static void Require(int length, int rows, int columns, string name, string rowsName, string columnsName)
    {
        long needed = (long)rows * columns;
        if (needed > int.MaxValue)
        {
            throw new ArgumentException($"{name} would hold {rowsName} × {columnsName} = {rows} × {columns} floats, more than a span can. Multiply in blocks.", name);
        }

        if (length < needed)
        {
            throw new ArgumentException($"{name} holds {length} floats, but {rowsName} × {columnsName} = {rows} × {columns} needs {needed}.", name);
        }
    }
}
