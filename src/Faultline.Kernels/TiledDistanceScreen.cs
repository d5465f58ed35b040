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
        Multiply(dimensions, strip, panel, products);
        TVector norms0 = TLanes.Load(columnNorms), norms1 = TLanes.Load(columnNorms + TLanes.Count);
        bool bothSides = columnLimits != null;
        TVector limits0 = bothSides ? TLanes.Load(columnLimits) : default, limits1 = bothSides ? TLanes.Load(columnLimits + TLanes.Count) : default;
        uint any = 0;
        for (nint row = 0; row < TTile.Rows; row++, products += 2 * TLanes.Count)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
            TVector norm = TLanes.Broadcast(rowNorms[row]), limit = TLanes.Broadcast(rowLimits[row]);
            uint bits = Within(product0, norms0, limit) | (Within(product1, norms1, limit) << TLanes.Count);
            if (bothSides)
            {
                bits |= Within(product0, norm, limits0) | (Within(product1, norm, limits1) << TLanes.Count);
            }

            passed[row] = bits;
            any |= bits;
        }

        return any != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool ScreenCoded(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, TileCodes codes, float* products, uint* passed)
    {
        Multiply(dimensions, strip, panel, products);
        TVector norms0 = TLanes.Load(columnNorms), norms1 = TLanes.Load(columnNorms + TLanes.Count);
        bool bothSides = columnLimits != null;
        TVector limits0 = bothSides ? TLanes.Load(columnLimits) : default, limits1 = bothSides ? TLanes.Load(columnLimits + TLanes.Count) : default;
        TVector apart = TLanes.Broadcast(codes.Apart);
        uint any = 0;
        for (nint i = 0; i < TTile.Rows; i++, products += 2 * TLanes.Count)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
            TVector norm = TLanes.Broadcast(rowNorms[i]), limit = TLanes.Broadcast(rowLimits[i]);
            (TVector unequal0, TVector unequal1) = TLanes.Unequal(codes.Groups, codes.Spread + (i * codes.Groups), codes.Panel);
            product0 = TLanes.MultiplyAdd(unequal0, apart, product0);
            product1 = TLanes.MultiplyAdd(unequal1, apart, product1);
            uint bits = Within(product0, norms0, limit) | (Within(product1, norms1, limit) << TLanes.Count);
            if (bothSides)
            {
                bits |= Within(product0, norm, limits0) | (Within(product1, norm, limits1) << TLanes.Count);
            }

            passed[i] = bits;
            any |= bits;
        }

        return any != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Within(TVector product, TVector norms, TVector limits) => TLanes.LessOrEqual(TLanes.Add(product, norms), limits);

    static void Multiply(int dimensions, float* strip, float* panel, float* products)
    {
        var shape = new TileShape { Inner = dimensions, RowStep = 1, InnerStep = TTile.Rows, StrideB = 2 * TLanes.Count, StrideC = 2 * TLanes.Count };
        TTile.Multiply(&shape, strip, panel, products);
    }
}
