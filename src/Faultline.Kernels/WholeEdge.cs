using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>The last vector is as whole as the others.</summary>
readonly unsafe struct WholeEdge<TLanes, TVector> : IEdge<TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Mask(int lanes) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source, TVector mask) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector vector, float* target, TVector mask) => TLanes.Store(vector, target);
}
