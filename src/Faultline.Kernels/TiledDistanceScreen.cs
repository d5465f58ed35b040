using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Faultline.Kernels;

/// <summary>The distance screen over one register tile of two vectors.</summary>
sealed unsafe class TiledDistanceScreen<TTile, TLanes, TVector> : DistanceScreen
    where TTile : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    // Up to so many pairs of a row are looked at one by one.
    const int FewPairs = 6;

    public override int Rows => TTile.Rows;

    public override int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Screen(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, float* products, uint* passed)
    {
        Multiply(dimensions, strip, panel, products);
        TVector norms0 = TLanes.Load(columnNorms), norms1 = TLanes.Load(columnNorms + TLanes.Count);
        TVector limits0 = TLanes.Load(columnLimits), limits1 = TLanes.Load(columnLimits + TLanes.Count);
        uint any = 0;
        for (nint row = 0; row < TTile.Rows; row++, products += 2 * TLanes.Count)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
            TVector norm = TLanes.Broadcast(rowNorms[row]), limit = TLanes.Broadcast(rowLimits[row]);
            uint bits = Within(product0, norms0, limits0, norm, limit) | (Within(product1, norms1, limits1, norm, limit) << TLanes.Count);
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
        TVector limits0 = TLanes.Load(columnLimits), limits1 = TLanes.Load(columnLimits + TLanes.Count);
        TVector apart = TLanes.Broadcast(codes.Apart);
        uint any = 0;
        for (nint i = 0; i < TTile.Rows; i++, products += 2 * TLanes.Count)
        {
            TVector product0 = TLanes.Load(products), product1 = TLanes.Load(products + TLanes.Count);
            TVector norm = TLanes.Broadcast(rowNorms[i]), limit = TLanes.Broadcast(rowLimits[i]);
            uint bits = Within(product0, norms0, limits0, norm, limit) | (Within(product1, norms1, limits1, norm, limit) << TLanes.Count);
            if (bits != 0 && BitOperations.PopCount(bits) <= FewPairs)
            {
                // Numbers alone keep most pairs apart: codes are looked at where they do not.
                byte* own = codes.Rows + (i * codes.Stride);
                for (uint left = bits; left != 0; left &= left - 1)
                {
                    int j = BitOperations.TrailingZeroCount(left);
                    float product = products[j] + (codes.Apart * Unequal(own, codes.Columns + (j * codes.Stride), codes.Stride));
                    bits ^= product + columnNorms[j] <= rowLimits[i] || product + rowNorms[i] <= columnLimits[j] ? 0 : 1u << j;
                }
            }
            else if (bits != 0)
            {
                (TVector unequal0, TVector unequal1) = TLanes.Unequal(codes.Groups, codes.Spread + (i * codes.Groups), codes.Panel);
                product0 = TLanes.MultiplyAdd(unequal0, apart, product0);
                product1 = TLanes.MultiplyAdd(unequal1, apart, product1);
                bits = Within(product0, norms0, limits0, norm, limit) | (Within(product1, norms1, limits1, norm, limit) << TLanes.Count);
            }

            passed[i] = bits;
            any |= bits;
        }

        return any != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Unequal(byte* left, byte* right, int count)
    {
        int equal = 0;
        for (int at = 0; at < count; at += Vector128<byte>.Count)
        {
            equal += BitOperations.PopCount(Vector128.Equals(Vector128.Load(left + at), Vector128.Load(right + at)).ExtractMostSignificantBits());
        }

        return count - equal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Within(TVector product, TVector norms, TVector limits, TVector norm, TVector limit) =>
        TLanes.LessOrEqual(TLanes.Add(product, norms), limit) | TLanes.LessOrEqual(TLanes.Add(product, norm), limits);

    static void Multiply(int dimensions, float* strip, float* panel, float* products)
    {
        var shape = new TileShape { Inner = dimensions, RowStep = 1, InnerStep = TTile.Rows, StrideB = 2 * TLanes.Count, StrideC = 2 * TLanes.Count };
        TTile.Multiply(&shape, strip, panel, products);
    }
}
