// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>8 rows by 2 vectors of columns: 19 registers, and one for a mask.</summary>
readonly unsafe struct Tile8x2<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 8;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        nint row2 = 2 * row1;
        nint row3 = 3 * row1;
        float* a4 = a + (4 * row1);
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
        TVector c30 = zero, c31 = zero;
        TVector c40 = zero, c41 = zero;
        TVector c50 = zero, c51 = zero;
        TVector c60 = zero, c61 = zero;
        TVector c70 = zero, c71 = zero;
        for (nint inner = shape->Inner; inner > 0; inner--)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TEdge.Load(b + TLanes.Count, mask);
            TVector x = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(a[row1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(a[row2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Broadcast(a[row3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Broadcast(*a4);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Broadcast(a4[row1]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
            x = TLanes.Broadcast(a4[row2]);
            c60 = TLanes.MultiplyAdd(x, b0, c60);
            c61 = TLanes.MultiplyAdd(x, b1, c61);
            x = TLanes.Broadcast(a4[row3]);
            c70 = TLanes.MultiplyAdd(x, b0, c70);
            c71 = TLanes.MultiplyAdd(x, b1, c71);
            a += step;
            a4 += step;
            b += strideB;
        }

        nint strideC = shape->StrideC;
        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c00, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c01, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c10, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c11, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c20, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c21, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c30, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c31, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c40, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c41, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c50, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c51, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c60, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c61, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c70, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + TLanes.Count, c71, mask, add);
    }
}
