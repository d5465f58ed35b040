using System.Globalization;
using System.Text;

namespace Faultline.Kernels.Tests;

/// <summary>Writes the register tiles of src/Faultline.Kernels/Tiles: one struct a tile, and the table of them.</summary>
static class TileWriter
{
    const string Note = "// Written by TileWriter of Faultline.Kernels.Tests; a change here is lost.\n";

    /// <summary>Rows and vectors: every height that 32 registers hold beside the columns, one row value and a mask.</summary>
    public static IReadOnlyList<(int Rows, int Vectors)> Tiles { get; } =
        [.. Heights(14, 1), .. Heights(14, 2), .. Heights(6, 4), .. Heights(2, 8)];

    public static string Name(int rows, int vectors) => string.Create(CultureInfo.InvariantCulture, $"Tile{rows}x{vectors}");

    public static IEnumerable<(string File, string Text)> Files() =>
        Tiles.Select(tile => (Name(tile.Rows, tile.Vectors) + ".cs", Tile(tile.Rows, tile.Vectors))).Append(("TileTable.cs", Table()));

    static IEnumerable<(int Rows, int Vectors)> Heights(int most, int vectors) => Enumerable.Range(1, most).Select(rows => (rows, vectors));

    static string Tile(int rows, int vectors)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            {{Note}}using System.Runtime.CompilerServices;

            namespace Faultline.Kernels;

            /// <summary>{{rows}} {{(rows == 1 ? "row" : "rows")}} by {{vectors}} {{(vectors == 1 ? "vector" : "vectors")}} of columns: {{(rows * vectors) + vectors + 1}} registers, and one for a mask.</summary>
            readonly unsafe struct {{Name(rows, vectors)}}<TLanes, TVector, TEdge> : ITile
                where TLanes : ILanes<TVector>
                where TVector : unmanaged
                where TEdge : IEdge<TVector>
            {
                public static int Rows => {{rows}};

                public static int Vectors => {{vectors}};

                [MethodImpl(MethodImplOptions.AggressiveOptimization)]
                public static void Multiply(TileShape* shape, float* a, float* b, float* c)
                {
                    nint step = shape->InnerStep, strideB = shape->StrideB;

            """);
        for (var i = 1; i < Math.Min(rows, 4); i++)
        {
            Line(text, 2, i == 1 ? "nint row1 = shape->RowStep;" : $"nint row{i} = {i} * row1;");
        }

        foreach (var first in Groups(rows).Skip(1))
        {
            Line(text, 2, $"float* a{first} = a + ({first} * row1);");
        }

        Line(text, 2, "TVector mask = TEdge.Mask(shape->LastLanes);");
        Line(text, 2, "TVector zero = TLanes.Broadcast(0);");
        for (var row = 0; row < rows; row++)
        {
            Line(text, 2, $"TVector {string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"{Sum(row, v)} = zero"))};");
        }

        Loop(text, rows, vectors);
        Line(text, 2, rows > 1 ? "nint strideC = shape->StrideC;" : null);
        Line(text, 2, "bool add = shape->Add;");
        for (var row = 0; row < rows; row++)
        {
            Line(text, 2, row > 0 ? "c += strideC;" : null);
            for (var v = 0; v < vectors; v++)
            {
                var at = At("c", v);
                Line(text, 2, v == vectors - 1
                    ? $"TileOutput<TLanes, TVector, TEdge>.WriteLast({at}, {Sum(row, v)}, mask, add);"
                    : $"TileOutput<TLanes, TVector, TEdge>.Write({at}, {Sum(row, v)}, add);");
            }
        }

        Line(text, 1, "}");
        Line(text, 0, "}");
        return text.ToString();
    }

    static void Loop(StringBuilder text, int rows, int vectors)
    {
        Line(text, 2, "for (nint inner = shape->Inner; inner > 0; inner--)");
        Line(text, 2, "{");
        for (var v = 0; v < vectors; v++)
        {
            Line(text, 3, v == vectors - 1 ? $"TVector b{v} = TEdge.Load({At("b", v)}, mask);" : $"TVector b{v} = TLanes.Load({At("b", v)});");
        }

        for (var row = 0; row < rows; row++)
        {
            Line(text, 3, $"{(row == 0 ? "TVector " : "")}x = TLanes.Broadcast({Element(row)});");
            for (var v = 0; v < vectors; v++)
            {
                Line(text, 3, $"{Sum(row, v)} = TLanes.MultiplyAdd(x, b{v}, {Sum(row, v)});");
            }
        }

        foreach (var first in Groups(rows))
        {
            Line(text, 3, $"{Base(first)} += step;");
        }

        Line(text, 3, "b += strideB;");
        Line(text, 2, "}");
        Line(text, 0, "");
    }

    static string Table()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            {{Note}}using System.Numerics;

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

            """);
        foreach (var (rows, vectors) in Tiles)
        {
            Line(text, 2, $"tiles[from + Place({rows}, {vectors})] = &{Name(rows, vectors)}<TLanes, TVector, TEdge>.Multiply;");
        }

        Line(text, 1, "}");
        Line(text, 0, "}");
        return text.ToString();
    }

    /// <summary>Rows share a pointer by fours: one pointer a row would not fit into the general registers.</summary>
    static IEnumerable<int> Groups(int rows) => Enumerable.Range(0, (rows + 3) / 4).Select(group => 4 * group);

    static string Base(int first) => first == 0 ? "a" : $"a{first}";

    static string Element(int row) => row % 4 == 0 ? $"*{Base(row)}" : $"{Base(row - (row % 4))}[row{row % 4}]";

    static string Sum(int row, int vector) => $"c{row}{vector}";

    static string At(string pointer, int vector) => vector switch
    {
        0 => pointer,
        1 => $"{pointer} + TLanes.Count",
        _ => $"{pointer} + ({vector} * TLanes.Count)",
    };

    static void Line(StringBuilder text, int indent, string? line)
    {
        if (line is not null)
        {
            text.Append(' ', line.Length == 0 ? 0 : 4 * indent).Append(line).Append('\n');
        }
    }
}
