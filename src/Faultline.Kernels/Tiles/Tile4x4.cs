// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>4 rows by 4 vectors of columns: 21 registers, and one for a mask.</summary>
readonly unsafe struct Tile4x4<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 4;

    public static int Vectors => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        nint row2 = 2 * row1;
        nint row3 = 3 * row1;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        TVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        TVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        for (nint inner = shape->Inner; inner > 0; inner--)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector b2 = TLanes.Load(b + (2 * TLanes.Count));
            TVector b3 = TEdge.Load(b + (3 * TLanes.Count), mask);
            TVector x = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            c02 = TLanes.MultiplyAdd(x, b2, c02);
            c03 = TLanes.MultiplyAdd(x, b3, c03);
            x = TLanes.Broadcast(a[row1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            c12 = TLanes.MultiplyAdd(x, b2, c12);
            c13 = TLanes.MultiplyAdd(x, b3, c13);
            x = TLanes.Broadcast(a[row2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            c22 = TLanes.MultiplyAdd(x, b2, c22);
            c23 = TLanes.MultiplyAdd(x, b3, c23);
            x = TLanes.Broadcast(a[row3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            c32 = TLanes.MultiplyAdd(x, b2, c32);
            c33 = TLanes.MultiplyAdd(x, b3, c33);
            a += step;
            b += strideB;
        }

        nint strideC = shape->StrideC;
        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c00, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c01, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c02, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (3 * TLanes.Count), c03, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c10, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c11, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c12, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (3 * TLanes.Count), c13, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c20, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c21, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c22, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (3 * TLanes.Count), c23, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c30, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c31, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c32, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (3 * TLanes.Count), c33, mask, add);
    }
}
