// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>11 rows by 1 vector of columns: 13 registers, and one for a mask.</summary>
readonly unsafe struct Tile11x1<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 11;

    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        nint row2 = 2 * row1;
        nint row3 = 3 * row1;
        float* a4 = a + (4 * row1);
        float* a8 = a + (8 * row1);
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero;
        TVector c10 = zero;
        TVector c20 = zero;
        TVector c30 = zero;
        TVector c40 = zero;
        TVector c50 = zero;
        TVector c60 = zero;
        TVector c70 = zero;
        TVector c80 = zero;
        TVector c90 = zero;
        TVector c100 = zero;
        for (nint inner = shape->Inner; inner > 0; inner--)
        {
            TVector b0 = TEdge.Load(b, mask);
            TVector x = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            x = TLanes.Broadcast(a[row1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            x = TLanes.Broadcast(a[row2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            x = TLanes.Broadcast(a[row3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            x = TLanes.Broadcast(*a4);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            x = TLanes.Broadcast(a4[row1]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            x = TLanes.Broadcast(a4[row2]);
            c60 = TLanes.MultiplyAdd(x, b0, c60);
            x = TLanes.Broadcast(a4[row3]);
            c70 = TLanes.MultiplyAdd(x, b0, c70);
            x = TLanes.Broadcast(*a8);
            c80 = TLanes.MultiplyAdd(x, b0, c80);
            x = TLanes.Broadcast(a8[row1]);
            c90 = TLanes.MultiplyAdd(x, b0, c90);
            x = TLanes.Broadcast(a8[row2]);
            c100 = TLanes.MultiplyAdd(x, b0, c100);
            a += step;
            a4 += step;
            a8 += step;
            b += strideB;
        }

        nint strideC = shape->StrideC;
        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c00, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c10, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c20, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c30, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c40, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c50, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c60, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c70, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c80, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c90, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c100, mask, add);
    }
}
