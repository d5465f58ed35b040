using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>6 rows by two vectors of columns (12 sums, 2 columns and 1 row value: 15 of 16 registers).</summary>
readonly unsafe struct Tile6x2<TLanes, TVector> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    public static int Rows => 6;

    public static int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int k, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
        TVector c30 = zero, c31 = zero;
        TVector c40 = zero, c41 = zero;
        TVector c50 = zero, c51 = zero;
        for (; k > 0; k--, a += 6, b += 2 * TLanes.Count)
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
            x = TLanes.Broadcast(a[3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Broadcast(a[4]);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Broadcast(a[5]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
        }

        TileOutput<TLanes, TVector>.Write(c, c00, c01, add);
        TileOutput<TLanes, TVector>.Write(c + stride, c10, c11, add);
        TileOutput<TLanes, TVector>.Write(c + (2 * stride), c20, c21, add);
        TileOutput<TLanes, TVector>.Write(c + (3 * stride), c30, c31, add);
        TileOutput<TLanes, TVector>.Write(c + (4 * stride), c40, c41, add);
        TileOutput<TLanes, TVector>.Write(c + (5 * stride), c50, c51, add);
    }
}
