using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>1 row by two vectors of columns (for the last rows).</summary>
readonly unsafe struct Tile1x2<TLanes, TVector> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    public static int Rows => 1;

    public static int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int k, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero;
        for (; k > 0; k--, a += 1, b += 2 * TLanes.Count)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            TVector x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
        }

        TileOutput<TLanes, TVector>.Write(c, c00, c01, add);
    }
}
