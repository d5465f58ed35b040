using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>The distance screen over one register tile of two vectors.</summary>
sealed unsafe class TiledDistanceScreen<TTile, TLanes, TVector> : DistanceScreen
    where TTile : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    public override int Rows => TTile.Rows;

    public override int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Screen(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, float* products, uint* passed)
    {
        var shape = new TileShape { Inner = dimensions, RowStep = 1, InnerStep = TTile.Rows, StrideB = 2 * TLanes.Count, StrideC = 2 * TLanes.Count };
        TTile.Multiply(&shape, strip, panel, products);
        TVector norms0 = TLanes.Load(columnNorms), norms1 = TLanes.Load(columnNorms + TLanes.Count);
        TVector limits0 = TLanes.Load(columnLimits), limits1 = TLanes.Load(columnLimits + TLanes.Count);
        uint any = 0;
        for (nint row = 0; row < TTile.Rows; row++, products += 2 * TLanes.Count)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
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
