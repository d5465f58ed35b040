// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>2 rows by 4 vectors of columns: 13 registers, and one for a mask.</summary>
readonly unsafe struct Tile2x4<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 2;

    public static int Vectors => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
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
    }
}
