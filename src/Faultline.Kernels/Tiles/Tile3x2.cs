// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>3 rows by 2 vectors of columns: 9 registers, and one for a mask.</summary>
readonly unsafe struct Tile3x2<TLanes, TVector, TEdge> : ITile
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    public static int Rows => 3;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileShape* shape, float* a, float* b, float* c)
    {
        nint step = shape->InnerStep, strideB = shape->StrideB;
        nint row1 = shape->RowStep;
        nint row2 = 2 * row1;
        TVector mask = TEdge.Mask(shape->LastLanes);
        TVector zero = TLanes.Broadcast(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
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
            a += step;
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
    }
}
