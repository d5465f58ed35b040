// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.
using System.Numerics;

namespace Faultline.Kernels;

/// <summary>The tiles of one tier by rows and vectors, each compiled when it is first used.</summary>
static unsafe class TileTable<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    const int Masked = 64;

    static readonly delegate*<TileShape*, float*, float*, float*, void>[] s_tiles = Fill();

    /// <summary>The tile of some rows and 1, 2, 4 or 8 vectors.</summary>
    public static delegate*<TileShape*, float*, float*, float*, void> Get(int rows, int vectors, bool masked) =>
        s_tiles[Place(rows, vectors) + (masked ? Masked : 0)];

    static int Place(int rows, int vectors) => (BitOperations.Log2((uint)vectors) << 4) + rows;

    static delegate*<TileShape*, float*, float*, float*, void>[] Fill()
    {
        var tiles = new delegate*<TileShape*, float*, float*, float*, void>[2 * Masked];
        Fill<WholeEdge<TLanes, TVector>>(tiles, 0);
        Fill<MaskedEdge<TLanes, TVector>>(tiles, Masked);
        return tiles;
    }

    static void Fill<TEdge>(delegate*<TileShape*, float*, float*, float*, void>[] tiles, int from)
        where TEdge : IEdge<TVector>
    {
        tiles[from + Place(1, 1)] = &Tile1x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(2, 1)] = &Tile2x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(3, 1)] = &Tile3x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(4, 1)] = &Tile4x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(5, 1)] = &Tile5x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(6, 1)] = &Tile6x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(7, 1)] = &Tile7x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(8, 1)] = &Tile8x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(9, 1)] = &Tile9x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(10, 1)] = &Tile10x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(11, 1)] = &Tile11x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(12, 1)] = &Tile12x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(13, 1)] = &Tile13x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(14, 1)] = &Tile14x1<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(1, 2)] = &Tile1x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(2, 2)] = &Tile2x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(3, 2)] = &Tile3x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(4, 2)] = &Tile4x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(5, 2)] = &Tile5x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(6, 2)] = &Tile6x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(7, 2)] = &Tile7x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(8, 2)] = &Tile8x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(9, 2)] = &Tile9x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(10, 2)] = &Tile10x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(11, 2)] = &Tile11x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(12, 2)] = &Tile12x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(13, 2)] = &Tile13x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(14, 2)] = &Tile14x2<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(1, 4)] = &Tile1x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(2, 4)] = &Tile2x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(3, 4)] = &Tile3x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(4, 4)] = &Tile4x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(5, 4)] = &Tile5x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(6, 4)] = &Tile6x4<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(1, 8)] = &Tile1x8<TLanes, TVector, TEdge>.Multiply;
        tiles[from + Place(2, 8)] = &Tile2x8<TLanes, TVector, TEdge>.Multiply;
    }
}
