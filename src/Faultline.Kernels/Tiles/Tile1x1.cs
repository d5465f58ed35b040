// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>1 row by 1 vector of columns: 3 registers, and one for a mask.</summary>
readonly unsafe struct Tile1x1<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 1;

    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero;
        for (nint inner = shape->Inner; inner > 0; inner--)
        {
            TVector b0 = TEdge.Load(b, mask);
            TVector x = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            a += step;
            b += strideB;
        }

        bool add = shape->Add;
        TileOutput<TLanes, TVector, TEdge>.WriteLast(c, c00, mask, add);
    }
}
