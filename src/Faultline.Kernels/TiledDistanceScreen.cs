using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>The distance screen over one register tile.</summary>
sealed unsafe class TiledDistanceScreen<TTile, TLanes, TVector> : DistanceScreen
    where TTile : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    const int WidestTile = 14 * 32;
    const int LineBytes = 64;

    public override int Rows => TTile.Rows;

    public override int Columns => Width;

    static int Width => TTile.Vectors * TLanes.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Screen(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, Span<uint> passed)
    {
        float* stack = stackalloc float[WidestTile + (LineBytes / sizeof(float))];
        float* products = (float*)(((nuint)stack + LineBytes - 1) & ~(nuint)(LineBytes - 1));
        var shape = new TileShape { Inner = dimensions, RowStep = 1, InnerStep = TTile.Rows, StrideB = Width, StrideC = Width };
        TTile.Multiply(&shape, strip, panel, products);
        TVector norms0 = TLanes.Load(columnNorms), norms1 = TLanes.Load(columnNorms + TLanes.Count);
        TVector limits0 = TLanes.Load(columnLimits), limits1 = TLanes.Load(columnLimits + TLanes.Count);
        uint any = 0;
        for (int row = 0; row < TTile.Rows; row++)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
            products += Width;
            TVector norm = TLanes.Broadcast(rowNorms[row]), limit = TLanes.Broadcast(rowLimits[row]);
            uint low = TLanes.LessOrEqual(TLanes.Add(product0, norms0), limit) | TLanes.LessOrEqual(TLanes.Add(product0, norm), limits0);
            uint high = TLanes.LessOrEqual(TLanes.Add(product1, norms1), limit) | TLanes.LessOrEqual(TLanes.Add(product1, norm), limits1);
            uint bits = low | (high << TLanes.Count);
            passed[row] = bits;
            any |= bits;
        }

        return any != 0;
    }
}
