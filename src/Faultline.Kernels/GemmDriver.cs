using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>Packing and cache blocking around a register tile.</summary>
/// <remarks>
/// B is packed in panels of the tile's width, kept in the second-level cache; A in strips of a tile's height, kept in the first.
/// Rows are never padded (shorter tiles take what the tall one leaves); columns are padded with zeros in the packed panel.
/// </remarks>
static unsafe class GemmDriver<TTile, TLanes, TVector>
    where TTile : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    const int DepthBlock = 384;
    const int RowBlock = 336;
    const int ColumnBlock = 3072;
    const int WidestTile = 14 * 32;

    public static void Run(GemmProblem problem, int parts)
    {
        bool byRows = problem.M >= problem.N;
        int unit = byRows ? TTile.Rows : TTile.Columns;
        int units = ((byRows ? problem.M : problem.N) + unit - 1) / unit;
        parts = Math.Min(parts, units);
        if (parts <= 1)
        {
            Multiply(problem);
            return;
        }

        Parallel.For(0, parts, part =>
        {
            int from = (int)((long)units * part / parts) * unit;
            int to = Math.Min((int)((long)units * (part + 1) / parts) * unit, byRows ? problem.M : problem.N);
            Multiply(byRows ? problem.Rows(from, to - from) : problem.Columns(from, to - from));
        });
    }

    static void Multiply(GemmProblem problem)
    {
        int depth = Math.Min(DepthBlock, problem.K);
        int width = Math.Min(ColumnBlock, RoundUp(problem.N, TTile.Columns));
        int height = Math.Min(RowBlock, problem.M);
        using var packedB = new AlignedBuffer((long)depth * width);
        using var packedA = new AlignedBuffer((long)depth * height);
        for (int column = 0; column < problem.N; column += width)
        {
            int columns = Math.Min(width, problem.N - column);
            for (int inner = 0; inner < problem.K; inner += depth)
            {
                int k = Math.Min(depth, problem.K - inner);
                PackColumns(problem.B + (inner * problem.StrideB) + column, problem.StrideB, k, columns, packedB.Pointer);
                for (int row = 0; row < problem.M; row += height)
                {
                    int rows = Math.Min(height, problem.M - row);
                    PackRows(problem.A + (row * problem.StrideA) + inner, problem.StrideA, k, rows, packedA.Pointer);
                    Block(k, rows, columns, packedA.Pointer, packedB.Pointer, problem.C + (row * problem.StrideC) + column, problem.StrideC, inner > 0);
                }
            }
        }
    }

    static void Block(int k, int rows, int columns, float* a, float* b, float* c, nint stride, bool add)
    {
        for (int column = 0; column < columns; column += TTile.Columns)
        {
            float* panel = b + ((nint)column * k);
            int wide = Math.Min(TTile.Columns, columns - column);
            for (int row = 0; row < rows;)
            {
                int height = Height(rows - row);
                float* strip = a + ((nint)row * k);
                float* target = c + (row * stride) + column;
                if (wide == TTile.Columns)
                {
                    Tile(height, k, strip, panel, target, stride, add);
                }
                else
                {
                    Edge(height, wide, k, strip, panel, target, stride, add);
                }

                row += height;
            }
        }
    }

    [SkipLocalsInit]
    static void Edge(int height, int wide, int k, float* a, float* b, float* c, nint stride, bool add)
    {
        float* whole = stackalloc float[WidestTile];
        Tile(height, k, a, b, whole, TTile.Columns, add: false);
        for (int row = 0; row < height; row++)
        {
            float* from = whole + (row * TTile.Columns);
            float* to = c + (row * stride);
            for (int column = 0; column < wide; column++)
            {
                to[column] = add ? to[column] + from[column] : from[column];
            }
        }
    }

    static int Height(int left) => left >= TTile.Rows ? TTile.Rows : left >= 6 ? 6 : left >= 3 ? 3 : 1;

    static void Tile(int height, int k, float* a, float* b, float* c, nint stride, bool add)
    {
        if (height == TTile.Rows)
        {
            TTile.Multiply(k, a, b, c, stride, add);
        }
        else if (height == 6)
        {
            Tile6x2<TLanes, TVector>.Multiply(k, a, b, c, stride, add);
        }
        else if (height == 3)
        {
            Tile3x2<TLanes, TVector>.Multiply(k, a, b, c, stride, add);
        }
        else
        {
            Tile1x2<TLanes, TVector>.Multiply(k, a, b, c, stride, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackColumns(float* b, nint stride, int k, int columns, float* packed)
    {
        for (int column = 0; column < columns; column += TTile.Columns)
        {
            int wide = Math.Min(TTile.Columns, columns - column);
            for (int inner = 0; inner < k; inner++, packed += TTile.Columns)
            {
                float* from = b + (inner * stride) + column;
                if (wide == TTile.Columns)
                {
                    TLanes.Store(TLanes.Load(from), packed);
                    TLanes.Store(TLanes.Load(from + TLanes.Count), packed + TLanes.Count);
                    continue;
                }

                for (int i = 0; i < TTile.Columns; i++)
                {
                    packed[i] = i < wide ? from[i] : 0;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackRows(float* a, nint stride, int k, int rows, float* packed)
    {
        for (int row = 0; row < rows;)
        {
            int height = Height(rows - row);
            for (int i = 0; i < height; i++)
            {
                float* from = a + ((row + i) * stride);
                for (int inner = 0; inner < k; inner++)
                {
                    packed[(inner * height) + i] = from[inner];
                }
            }

            packed += (nint)height * k;
            row += height;
        }
    }

    static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;
}
