using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Faultline.Kernels;

/// <summary>Cuts a product into parts for threads, blocks for the caches and tiles for the registers.</summary>
/// <remarks>
/// Rows are cut into strips of nearly equal height, each with a tile of its own; columns into panels, of which the last is masked. Nothing is padded.
/// A block of B stays in the second-level cache, a strip of A in the first while it meets all panels of the block.
/// </remarks>
static unsafe class GemmDriver<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    const int Line = 64;

    public static void Run(in GemmProblem problem, int parts)
    {
        if (parts > 1)
        {
            Share(problem, parts);
        }
        else
        {
            Multiply(problem);
        }
    }

    static void Share(GemmProblem problem, int parts)
    {
        var (rowParts, columnParts) = Split(problem, parts);
        SharedTeam.Run(rowParts * columnParts, part => Multiply(Part(problem, part / columnParts, rowParts, part % columnParts, columnParts)));
    }

    /// <summary>The grid of parts whose largest part is smallest.</summary>
    static (int Rows, int Columns) Split(in GemmProblem problem, int parts)
    {
        int strips = Ceiling(problem.M, StripUnit), panels = Ceiling(problem.N, PanelUnit);
        (int Rows, int Columns) best = (1, 1);
        long least = long.MaxValue;
        for (int rows = 1; rows <= parts; rows++)
        {
            int columns = parts / rows;
            long largest = (long)Ceiling(strips, rows) * Ceiling(panels, columns);
            if (rows <= strips && columns <= panels && largest < least)
            {
                (best, least) = ((rows, columns), largest);
            }
        }

        return best;
    }

    static int StripUnit => Math.Min(8, GemmPlan.Tallest<TLanes, TVector>(2));

    static int PanelUnit => 2 * TLanes.Count;

    static GemmProblem Part(GemmProblem problem, int row, int rows, int column, int columns)
    {
        int fromRow = Border(problem.M, StripUnit, row, rows), toRow = Border(problem.M, StripUnit, row + 1, rows);
        int fromColumn = Border(problem.N, PanelUnit, column, columns), toColumn = Border(problem.N, PanelUnit, column + 1, columns);
        return problem.Rows(fromRow, toRow - fromRow).Columns(fromColumn, toColumn - fromColumn);
    }

    static int Border(int length, int unit, int part, int parts) => (int)Math.Min((long)Ceiling(length, unit) * part / parts * unit, length);

    static void Multiply(in GemmProblem problem)
    {
        int last = DotColumns<TLanes, TVector>.Count(problem.N, problem.K);
        if (last == 0)
        {
            Tiles(problem);
            return;
        }

        DotColumns<TLanes, TVector>.Multiply(problem.Columns(problem.N - last, last));
        if (problem.N > last)
        {
            Tiles(problem.Columns(0, problem.N - last));
        }
    }

    static void Tiles(in GemmProblem problem)
    {
        var plan = GemmPlan.For<TLanes, TVector>(problem);
        if (plan.Whole)
        {
            Block(problem, plan, null, null, add: false);
        }
        else
        {
            Blocks(problem, plan);
        }
    }

    static void Blocks(in GemmProblem problem, in GemmPlan plan)
    {
        int lengthB = plan.PackB ? plan.Depth * Ceiling(plan.Width, TLanes.Count) * TLanes.Count : 0;
        int lengthA = plan.PackA ? plan.Depth * plan.Height : 0;
        float[] scratch = lengthA + lengthB == 0 ? [] : ArrayPool<float>.Shared.Rent(lengthA + lengthB + (Line / sizeof(float)));
        fixed (float* start = scratch)
        {
            float* packedB = (float*)(((nuint)start + Line - 1) & ~(nuint)(Line - 1));
            float* packedA = packedB + lengthB;
            for (int column = 0; column < problem.N; column += plan.Width)
            {
                var columns = problem.Columns(column, Math.Min(plan.Width, problem.N - column));
                for (int inner = 0; inner < problem.K; inner += plan.Depth)
                {
                    var block = columns.Inner(inner, Math.Min(plan.Depth, problem.K - inner));
                    if (plan.PackB)
                    {
                        PackColumns(block, plan.Vectors, packedB);
                    }

                    Block(block, plan, packedA, packedB, inner > 0);
                }
            }
        }

        if (scratch.Length > 0)
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }

    static void Block(in GemmProblem block, in GemmPlan plan, float* packedA, float* packedB, bool add)
    {
        var strips = new Strips(block.M, plan.Height);
        var shape = new TileShape { Inner = block.K, RowStep = plan.PackA ? 1 : block.StrideA, InnerStep = 1, StrideB = block.StrideB, StrideC = block.StrideC, LastLanes = TLanes.Count, Add = add };
        float* a = block.A;
        float* c = block.C;
        for (int strip = 0; strip < strips.Count; strip++)
        {
            int height = strips.Height(strip);
            float* rows = a;
            if (plan.PackA)
            {
                PackRows(a, block.StrideA, height, block.K, packedA);
                rows = packedA;
                shape.InnerStep = height;
            }

            int wide = plan.Vectors;
            for (int column = 0; column < block.N; column += wide * TLanes.Count)
            {
                int left = block.N - column;
                wide = Narrow(wide, left);
                float* panel = block.B + column;
                if (plan.PackB)
                {
                    panel = packedB + ((nint)column * block.K);
                    shape.StrideB = wide * TLanes.Count;
                }

                bool masked = wide * TLanes.Count > left;
                if (masked)
                {
                    shape.LastLanes = left - ((wide - 1) * TLanes.Count);
                }

                TileTable<TLanes, TVector>.Get(height, wide, masked)(&shape, rows, panel, c + column);
            }

            a += height * block.StrideA;
            c += height * block.StrideC;
        }
    }

    /// <summary>Copies B into panels, row by row: long runs are what the hardware fetches ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackColumns(GemmProblem block, int vectors, float* packed)
    {
        int panel = vectors * TLanes.Count;
        int whole = block.N / panel * panel;
        nint step = (nint)panel * block.K;
        for (int inner = 0; inner < block.K; inner++)
        {
            float* from = block.B + (inner * block.StrideB);
            float* to = packed + (inner * panel);
            float* end = from + whole;
            if (vectors == 2)
            {
                for (; from < end; from += panel, to += step)
                {
                    TLanes.Store(TLanes.Load(from), to);
                    TLanes.Store(TLanes.Load(from + TLanes.Count), to + TLanes.Count);
                }
            }
            else
            {
                for (; from < end; from += panel, to += step)
                {
                    for (int i = 0; i < panel; i += TLanes.Count)
                    {
                        TLanes.Store(TLanes.Load(from + i), to + i);
                    }
                }
            }
        }

        for (int column = whole, wide = vectors; column < block.N; column += wide * TLanes.Count)
        {
            wide = Narrow(wide, block.N - column);
            PackPanel(block.Columns(column, Math.Min(wide * TLanes.Count, block.N - column)), wide, packed + ((nint)column * block.K));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPanel(GemmProblem block, int wide, float* packed)
    {
        int before = (wide - 1) * TLanes.Count;
        TVector mask = TLanes.Mask(block.N - before);
        float* from = block.B;
        for (int inner = 0; inner < block.K; inner++, from += block.StrideB, packed += TLanes.Count)
        {
            for (int i = 0; i < before; i += TLanes.Count, packed += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(from + i), packed);
            }

            TLanes.Store(TLanes.LoadMasked(from + before, mask), packed);
        }
    }

    /// <summary>Vectors of the next panel: as many as before, or fewer where the columns fill no more.</summary>
    static int Narrow(int wide, int columns)
    {
        while ((wide - 1) * TLanes.Count >= columns)
        {
            wide >>= 1;
        }

        return wide;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackRows(float* a, nint stride, int height, int length, float* packed)
    {
        int inner = 0;
        if (Sse.IsSupported && height >= 4)
        {
            // The last four rows may repeat some of the four before.
            inner = length & ~3;
            for (int row = 0; row < height; row = row + 4 >= height ? height : Math.Min(row + 4, height - 4))
            {
                PackFour(a + (row * stride), stride, inner, packed + row, height);
            }
        }

        for (; inner < length; inner++)
        {
            for (int row = 0; row < height; row++)
            {
                packed[(inner * height) + row] = a[(row * stride) + inner];
            }
        }
    }

    /// <summary>Turns four rows into columns, four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackFour(float* a, nint stride, int length, float* packed, nint height)
    {
        float* second = a + stride, third = second + stride, fourth = third + stride;
        for (int i = 0; i < length; i += 4, packed += 4 * height)
        {
            Vector128<float> r0 = Vector128.Load(a + i), r1 = Vector128.Load(second + i), r2 = Vector128.Load(third + i), r3 = Vector128.Load(fourth + i);
            Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1), low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(low01, low23).Store(packed);
            Sse.MoveHighToLow(low23, low01).Store(packed + height);
            Sse.MoveLowToHigh(high01, high23).Store(packed + (2 * height));
            Sse.MoveHighToLow(high23, high01).Store(packed + (3 * height));
        }
    }

    static int Ceiling(int value, int unit) => (value + unit - 1) / unit;
}
