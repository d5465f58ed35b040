using System.Runtime.InteropServices;

namespace Faultline.DuckDb;

/// <summary>Receives the texts of one block after the other. Each block has its own distinct texts, so that a column of a billion different ones needs no more memory than a block.</summary>
sealed class BlockTextColumn(string name, IReadOnlyList<byte[]> nullTexts) : EngineColumn(name)
{
    // Texts that were seen lately, by the sixteen bytes of their cell: where a column has few texts hardly any is looked up.
    const int Remembered = 1_024;
    const ulong Odd = 0x9E3779B97F4A7C15;

    readonly (ulong Head, ulong Tail, int Code)[] _seen = new (ulong, ulong, int)[Remembered];
    DistinctTexts _texts = new();
    int[] _codes = [];

    public override void Reserve(int rows) => Room.For(ref _codes, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var cells = vector.Values<Cell>();
        var codes = _codes.AsSpan(at, cells.Length);
        for (var i = 0; i < cells.Length; i++)
        {
            if (!vector.IsValid(i))
            {
                codes[i] = -1;
                continue;
            }

            // Longer texts stand behind a pointer, which says nothing of them.
            var (head, tail) = (cells[i].Head, cells[i].Tail);
            var isShort = (uint)head <= 12;
            ref var seen = ref _seen[((head ^ (tail * Odd)) * Odd) >> 54];
            if (isShort && seen.Head == head && seen.Tail == tail && seen.Code != 0)
            {
                codes[i] = seen.Code == int.MaxValue ? -1 : seen.Code - 1;
                continue;
            }

            var text = vector.Utf8(i);
            var code = text.Length == 0 || IsNull(text) ? -1 : _texts.Add(text);
            codes[i] = code;
            if (isShort)
            {
                seen = (head, tail, code < 0 ? int.MaxValue : code + 1);
            }
        }
    }

    public override Column Build(int rows)
    {
        var column = new TextColumn(Name, _codes.AsSpan(0, rows).ToArray(), _texts.ToStrings());
        _texts = new DistinctTexts();
        Array.Clear(_seen);
        return column;
    }

    bool IsNull(ReadOnlySpan<byte> text)
    {
        foreach (var nullText in nullTexts)
        {
            if (text.SequenceEqual(nullText))
            {
                return true;
            }
        }

        return false;
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Cell
    {
        public readonly ulong Head;
        public readonly ulong Tail;
    }
}
