using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>14 rows by two vectors of columns (28 sums, 2 columns and 1 row value: 31 of 32 registers).</summary>
readonly unsafe struct Tile14x2<TLanes, TVector> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    public static int Rows => 14;

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
        TVector c60 = zero, c61 = zero;
        TVector c70 = zero, c71 = zero;
        TVector c80 = zero, c81 = zero;
        TVector c90 = zero, c91 = zero;
        TVector c100 = zero, c101 = zero;
        TVector c110 = zero, c111 = zero;
        TVector c120 = zero, c121 = zero;
        TVector c130 = zero, c131 = zero;
        for (; k > 0; k--, a += 14, b += 2 * TLanes.Count)
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
            x = TLanes.Broadcast(a[6]);
            c60 = TLanes.MultiplyAdd(x, b0, c60);
            c61 = TLanes.MultiplyAdd(x, b1, c61);
            x = TLanes.Broadcast(a[7]);
            c70 = TLanes.MultiplyAdd(x, b0, c70);
            c71 = TLanes.MultiplyAdd(x, b1, c71);
            x = TLanes.Broadcast(a[8]);
            c80 = TLanes.MultiplyAdd(x, b0, c80);
            c81 = TLanes.MultiplyAdd(x, b1, c81);
            x = TLanes.Broadcast(a[9]);
            c90 = TLanes.MultiplyAdd(x, b0, c90);
            c91 = TLanes.MultiplyAdd(x, b1, c91);
            x = TLanes.Broadcast(a[10]);
            c100 = TLanes.MultiplyAdd(x, b0, c100);
            c101 = TLanes.MultiplyAdd(x, b1, c101);
            x = TLanes.Broadcast(a[11]);
            c110 = TLanes.MultiplyAdd(x, b0, c110);
            c111 = TLanes.MultiplyAdd(x, b1, c111);
            x = TLanes.Broadcast(a[12]);
            c120 = TLanes.MultiplyAdd(x, b0, c120);
            c121 = TLanes.MultiplyAdd(x, b1, c121);
            x = TLanes.Broadcast(a[13]);
            c130 = TLanes.MultiplyAdd(x, b0, c130);
            c131 = TLanes.MultiplyAdd(x, b1, c131);
        }

        TileOutput<TLanes, TVector>.Write(c, c00, c01, add);
        TileOutput<TLanes, TVector>.Write(c + stride, c10, c11, add);
        TileOutput<TLanes, TVector>.Write(c + (2 * stride), c20, c21, add);
        TileOutput<TLanes, TVector>.Write(c + (3 * stride), c30, c31, add);
        TileOutput<TLanes, TVector>.Write(c + (4 * stride), c40, c41, add);
        TileOutput<TLanes, TVector>.Write(c + (5 * stride), c50, c51, add);
        TileOutput<TLanes, TVector>.Write(c + (6 * stride), c60, c61, add);
        TileOutput<TLanes, TVector>.Write(c + (7 * stride), c70, c71, add);
        TileOutput<TLanes, TVector>.Write(c + (8 * stride), c80, c81, add);
        TileOutput<TLanes, TVector>.Write(c + (9 * stride), c90, c91, add);
        TileOutput<TLanes, TVector>.Write(c + (10 * stride), c100, c101, add);
        TileOutput<TLanes, TVector>.Write(c + (11 * stride), c110, c111, add);
        TileOutput<TLanes, TVector>.Write(c + (12 * stride), c120, c121, add);
        TileOutput<TLanes, TVector>.Write(c + (13 * stride), c130, c131, add);
    }
}
