using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>The columns end within the last vector: nothing behind them is read or written.</summary>
readonly unsafe struct MaskedEdge<TLanes, TVector> : IEdge<TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Mask(int lanes) => TLanes.Mask(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source, TVector mask) => TLanes.LoadMasked(source, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector vector, float* target, TVector mask) => TLanes.StoreMasked(vector, target, mask);
}
