// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>2 rows by 8 vectors of columns: 25 registers, and one for a mask.</summary>
readonly unsafe struct Tile2x8<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 2;

    public static int Vectors => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero, c04 = zero, c05 = zero, c06 = zero, c07 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero, c13 = zero, c14 = zero, c15 = zero, c16 = zero, c17 = zero;
        for (nint inner = shape->Inner; inner > 0; inner--)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector b2 = TLanes.Load(b + (2 * TLanes.Count));
            TVector b3 = TLanes.Load(b + (3 * TLanes.Count));
            TVector b4 = TLanes.Load(b + (4 * TLanes.Count));
            TVector b5 = TLanes.Load(b + (5 * TLanes.Count));
            TVector b6 = TLanes.Load(b + (6 * TLanes.Count));
            TVector b7 = TEdge.Load(b + (7 * TLanes.Count), mask);
            TVector x = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            c02 = TLanes.MultiplyAdd(x, b2, c02);
            c03 = TLanes.MultiplyAdd(x, b3, c03);
            c04 = TLanes.MultiplyAdd(x, b4, c04);
            c05 = TLanes.MultiplyAdd(x, b5, c05);
            c06 = TLanes.MultiplyAdd(x, b6, c06);
            c07 = TLanes.MultiplyAdd(x, b7, c07);
            x = TLanes.Broadcast(a[row1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            c12 = TLanes.MultiplyAdd(x, b2, c12);
            c13 = TLanes.MultiplyAdd(x, b3, c13);
            c14 = TLanes.MultiplyAdd(x, b4, c14);
            c15 = TLanes.MultiplyAdd(x, b5, c15);
            c16 = TLanes.MultiplyAdd(x, b6, c16);
            c17 = TLanes.MultiplyAdd(x, b7, c17);
            a += step;
            b += strideB;
        }

        nint strideC = shape->StrideC;
        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c00, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c01, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c02, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (3 * TLanes.Count), c03, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (4 * TLanes.Count), c04, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (5 * TLanes.Count), c05, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (6 * TLanes.Count), c06, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (7 * TLanes.Count), c07, mask, add);
        c += strideC;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c10, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c11, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c12, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (3 * TLanes.Count), c13, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (4 * TLanes.Count), c14, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (5 * TLanes.Count), c15, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (6 * TLanes.Count), c16, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (7 * TLanes.Count), c17, mask, add);
    }
}
