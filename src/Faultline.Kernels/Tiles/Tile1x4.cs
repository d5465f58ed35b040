// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>1 row by 4 vectors of columns: 9 registers, and one for a mask.</summary>
readonly unsafe struct Tile1x4<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 1;

    public static int Vectors => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
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
            a += step;
            b += strideB;
        }

        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.Write(c, c00, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + TLanes.Count, c01, add);
        TileOutput<TLanes, TVector, TEdge>.Write(c + (2 * TLanes.Count), c02, add);
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c + (3 * TLanes.Count), c03, mask, add);
    }
}
