using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>Writes one row of a tile.</summary>
static unsafe class TileOutput<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* c, TVector first, TVector second, bool add)
    {
        if (add)
        {
            first = TLanes.Add(TLanes.Load(c), first);
            second = TLanes.Add(TLanes.Load(c + TLanes.Count), second);
        }

        TLanes.Store(first, c);
        TLanes.Store(second, c + TLanes.Count);
    }
}
