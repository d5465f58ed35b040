using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>3 rows by two vectors of columns (for the rows that a taller tile leaves).</summary>
readonly unsafe struct Tile3x2<TLanes, TVector> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    public static int Rows => 3;

    public static int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int k, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
        for (; k > 0; k--, a += 3, b += 2 * TLanes.Count)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            TVector x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(a[1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(a[2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
        }

        TileOutput<TLanes, TVector>.Write(c, c00, c01, add);
        TileOutput<TLanes, TVector>.Write(c + stride, c10, c11, add);
        TileOutput<TLanes, TVector>.Write(c + (2 * stride), c20, c21, add);
    }
}
