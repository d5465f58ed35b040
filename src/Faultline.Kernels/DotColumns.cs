using System.Buffers;
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>A product with few columns of B: each element is an inner product along vectors, where a tile would leave most lanes idle.</summary>
static unsafe class DotColumns<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    // Below this the last sum over the lanes costs what the vectors save.
    const int LeastInner = 64;
    const int Rows = 8;

    /// <summary>How many of the last columns are better served here: those beyond the last whole vector, if they are a quarter of one at most. Follows from N and K alone.</summary>
    public static int Count(int columns, int inner)
    {
        int rest = columns % TLanes.Count;
        return inner >= LeastInner && rest <= TLanes.Count / 4 ? rest : 0;
    }

    public static void Multiply(in GemmProblem problem)
    {
        int padded = (problem.K + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        float[] scratch = ArrayPool<float>.Shared.Rent(checked(padded * problem.N));
        fixed (float* columns = scratch)
        {
            Copy(problem, columns, padded);
            int row = 0;
            for (; row <= problem.M - Rows; row += Rows)
            {
                for (int j = 0; j < problem.N; j++)
                {
                    Eight(problem.K, problem.A + (row * problem.StrideA), problem.StrideA, columns + ((nint)j * padded), problem.C + (row * problem.StrideC) + j, problem.StrideC);
                }
            }

            for (; row < problem.M; row++)
            {
                for (int j = 0; j < problem.N; j++)
                {
                    problem.C[(row * problem.StrideC) + j] = One(problem.K, problem.A + (row * problem.StrideA), columns + ((nint)j * padded));
                }
            }
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>Writes each column together, filled up with zeros to whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Copy(GemmProblem problem, float* columns, int padded)
    {
        for (int j = 0; j < problem.N; j++, columns += padded)
        {
            float* b = problem.B + j;
            for (int inner = 0; inner < problem.K; inner++, b += problem.StrideB)
            {
                columns[inner] = *b;
            }

            for (int inner = problem.K; inner < padded; inner++)
            {
                columns[inner] = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Eight(int inner, float* a, nint stride, float* column, float* c, nint strideC)
    {
        nint row2 = 2 * stride, row3 = 3 * stride;
        float* a4 = a + (4 * stride);
        TVector zero = TLanes.Broadcast(0);
        TVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero, c7 = zero;
        for (; inner >= TLanes.Count; inner -= TLanes.Count, a += TLanes.Count, a4 += TLanes.Count, column += TLanes.Count)
        {
            TVector b = TLanes.Load(column);
            c0 = TLanes.MultiplyAdd(TLanes.Load(a), b, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Load(a + stride), b, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Load(a + row2), b, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Load(a + row3), b, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Load(a4), b, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Load(a4 + stride), b, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Load(a4 + row2), b, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Load(a4 + row3), b, c7);
        }

        if (inner > 0)
        {
            TVector mask = TLanes.Mask(inner), b = TLanes.Load(column);
            c0 = TLanes.MultiplyAdd(TLanes.LoadMasked(a, mask), b, c0);
            c1 = TLanes.MultiplyAdd(TLanes.LoadMasked(a + stride, mask), b, c1);
            c2 = TLanes.MultiplyAdd(TLanes.LoadMasked(a + row2, mask), b, c2);
            c3 = TLanes.MultiplyAdd(TLanes.LoadMasked(a + row3, mask), b, c3);
            c4 = TLanes.MultiplyAdd(TLanes.LoadMasked(a4, mask), b, c4);
            c5 = TLanes.MultiplyAdd(TLanes.LoadMasked(a4 + stride, mask), b, c5);
            c6 = TLanes.MultiplyAdd(TLanes.LoadMasked(a4 + row2, mask), b, c6);
            c7 = TLanes.MultiplyAdd(TLanes.LoadMasked(a4 + row3, mask), b, c7);
        }

        c[0] = TLanes.Sum(c0);
        c[strideC] = TLanes.Sum(c1);
        c[2 * strideC] = TLanes.Sum(c2);
        c[3 * strideC] = TLanes.Sum(c3);
        c[4 * strideC] = TLanes.Sum(c4);
        c[5 * strideC] = TLanes.Sum(c5);
        c[6 * strideC] = TLanes.Sum(c6);
        c[7 * strideC] = TLanes.Sum(c7);
    }

    /// <summary>The same sum as in <see cref="Eight"/>, bit for bit: which rows come in eights depends on the threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float One(int inner, float* a, float* column)
    {
        TVector sum = TLanes.Broadcast(0);
        for (; inner >= TLanes.Count; inner -= TLanes.Count, a += TLanes.Count, column += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(a), TLanes.Load(column), sum);
        }

        return TLanes.Sum(inner > 0 ? TLanes.MultiplyAdd(TLanes.LoadMasked(a, TLanes.Mask(inner)), TLanes.Load(column), sum) : sum);
    }
}
