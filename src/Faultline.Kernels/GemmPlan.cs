using System.Runtime.InteropServices;

namespace Faultline.Kernels;

/// <summary>How a product is cut. Only <see cref="Depth"/> touches the bits of the result, and it follows from the inner dimension alone.</summary>
/// <param name="Vectors">Vectors of a panel of columns.</param>
/// <param name="Height">Rows of the tallest strip.</param>
/// <param name="Depth">Inner elements of a block.</param>
/// <param name="Width">Columns of a block.</param>
/// <param name="PackA">Whether strips of A are copied together.</param>
/// <param name="PackB">Whether panels of B are copied together.</param>
/// <param name="Whole">Whether one block is all there is to do, without a copy.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct GemmPlan(int Vectors, int Height, int Depth, int Width, bool PackA, bool PackB, bool Whole)
{
    const int MostDepth = 384;

    // In bytes: a block of B stays in the second-level cache beside what passes through.
    const int BlockBytes = 3 << 18;

    // In bytes: up to this B stays near without a copy.
    const int NearBytes = 1 << 16;

    // As many strips, or panels, must share a copy for it to be worth making.
    const int StripsForCopy = 4;
    const int PanelsForCopy = 4;

    // Rows so many floats apart (or a multiple) fall into few sets of the first-level cache.
    const int CollidingStride = 512;

    // As many rows as fit into those sets beside B.
    const int CollidingRows = 8;

    // Up to so many inner elements a tile writes more than it computes.
    const int MostlyWriting = 4;

    public static GemmPlan For<TLanes, TVector>(in GemmProblem problem)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        int vectors = Wide<TLanes, TVector>(problem.M, problem.N, problem.K);
        int height = Tallest<TLanes, TVector>(vectors);
        int depth = Even(problem.K, MostDepth, 1);
        long bytes = (long)depth * problem.N * sizeof(float);
        bool packB = bytes > NearBytes && problem.M > (StripsForCopy - 1) * height;
        bool colliding = problem.StrideA % CollidingStride == 0 && problem.M > CollidingRows;
        bool packA = colliding && problem.N > (PanelsForCopy - 1) * vectors * TLanes.Count;
        if (colliding && !packA)
        {
            height = Math.Min(height, CollidingRows);
        }

        int unit = vectors * TLanes.Count;
        int width = bytes <= BlockBytes ? problem.N : Even(problem.N, Math.Max(unit, BlockBytes / sizeof(float) / depth), unit);
        return new GemmPlan(vectors, height, depth, width, packA, packB, !packA && !packB && depth == problem.K && width == problem.N);
    }

    /// <summary>Rows of the tallest tile that a tier's registers hold.</summary>
    public static int Tallest<TLanes, TVector>(int vectors)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged =>
        vectors switch
        {
            1 => Math.Min(TLanes.Registers - 3, 14),
            2 => Math.Min((TLanes.Registers - 4) / 2, 14),
            4 => Math.Min((TLanes.Registers - 6) / 4, 6),
            _ => Math.Min((TLanes.Registers - 10) / 8, 2),
        };

    /// <summary>Few rows take wide panels, so that enough sums run beside one another; so do products that mostly write, for longer runs of C.</summary>
    static int Wide<TLanes, TVector>(int rows, int columns, int inner)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        if (columns <= TLanes.Count)
        {
            return 1;
        }

        return columns > 7 * TLanes.Count && rows <= Tallest<TLanes, TVector>(8) ? 8
            : columns > 3 * TLanes.Count && (rows <= Tallest<TLanes, TVector>(4) || inner <= MostlyWriting) ? 4
            : 2;
    }

    /// <summary>The length of blocks, at most <paramref name="most"/>, when they are made nearly equal in whole units.</summary>
    static int Even(int length, int most, int unit)
    {
        if (length <= most)
        {
            return length;
        }

        int blocks = (length + most - 1) / most;
        int units = (length + unit - 1) / unit;
        return (units + blocks - 1) / blocks * unit;
    }
}
