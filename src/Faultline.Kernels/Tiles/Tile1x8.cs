// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>1 row by 8 vectors of columns: 17 registers, and one for a mask.</summary>
readonly unsafe struct Tile1x8<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 1;

    public static int Vectors => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero, c04 = zero, c05 = zero, c06 = zero, c07 = zero;
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
            a += step;
            b += strideB;
        }

        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c00, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c01, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c02, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (3 * TLanes.Count), c03, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (4 * TLanes.Count), c04, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (5 * TLanes.Count), c05, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (6 * TLanes.Count), c06, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (7 * TLanes.Count), c07, mask, add);
    }
}
