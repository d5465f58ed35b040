using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>Writes the sums of a tile.</summary>
static unsafe class TileOutput<TLanes, TVector, TEdge>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
    where TEdge : IEdge<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* c, TVector sum, bool add) => TLanes.Store(add ? TLanes.Add(TLanes.Load(c), sum) : sum, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLast(float* c, TVector sum, TVector mask, bool add) => TEdge.Store(add ? TLanes.Add(TEdge.Load(c, mask), sum) : sum, c, mask);
}
