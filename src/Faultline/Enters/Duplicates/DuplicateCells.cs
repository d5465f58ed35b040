using System.Buffers;
using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>The cells of one column, or of a block of columns, as 64-bit keys: equal cells have equal keys, also between two tables.</summary>
sealed class DuplicateCells
{
    const ulong Missing = 0x9E3779B97F4A7C15;
    readonly (Writer Keys, ulong Seed)[][] _parts;
    readonly int _split;

    DuplicateCells(string[] names, (Writer, ulong)[][] parts, int split) => (Names, _parts, _split) = (names, parts, split);

    /// <summary>Writes the keys of rows that follow one another.</summary>
    delegate void Writer(int from, Span<ulong> keys);

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns of one table, or of two with the rows of <paramref name="later"/> after those of <paramref name="first"/>.</summary>
    /// <param name="names">Columns that the tables share.</param>
    /// <param name="first">The first table.</param>
    /// <param name="later">The second table, or null.</param>
    public static DuplicateCells Of(string[] names, Table first, Table? later)
    {
        var parts = new List<(Writer, ulong)[]>();
        foreach (Table table in later is null ? [first] : new[] { first, later })
        {
            parts.Add([.. names.Select((name, i) => (Keys(table[name], asText: later is not null && first[name].Kind != later[name].Kind), Mix((ulong)i + 1)))]);
        }

        return new DuplicateCells(names, [.. parts], later is null ? int.MaxValue : first.RowCount);
    }

    /// <summary>The key of a row's cell.</summary>
    public ulong this[int row]
    {
        get
        {
            Span<ulong> key = stackalloc ulong[1];
            Write(row, key);
            return key[0];
        }
    }

    /// <summary>The keys of the cells of rows that follow one another.</summary>
    public void Write(int from, Span<ulong> keys)
    {
        if (from < _split && from + keys.Length > _split)
        {
            Write(from, keys[..(_split - from)]);
            Write(_split, keys[(_split - from)..]);
            return;
        }

        var part = _parts[from < _split ? 0 : 1];
        int own = from < _split ? from : from - _split;
        part[0].Keys(own, keys);
        if (part.Length == 1)
        {
            foreach (ref ulong key in keys)
            {
                key = Mix(key);
            }

            return;
        }

        ulong[] next = ArrayPool<ulong>.Shared.Rent(keys.Length);
        for (int i = 0; i < part.Length; i++)
        {
            if (i > 0)
            {
                part[i].Keys(own, next.AsSpan(0, keys.Length));
            }

            for (int at = 0; at < keys.Length; at++)
            {
                keys[at] = i == 0 ? Mix(keys[at] ^ part[i].Seed) : keys[at] + Mix(next[at] ^ part[i].Seed);
            }
        }

        ArrayPool<ulong>.Shared.Return(next);
    }

    /// <summary>The last step of SplitMix64: spreads a key over all 64 bits.</summary>
    public static ulong Mix(ulong key)
    {
        key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9;
        key = (key ^ (key >> 27)) * 0x94D049BB133111EB;
        return key ^ (key >> 31);
    }

    static Writer Keys(Column column, bool asText)
    {
        Writer plain = asText ? Each(row => column.Text(row) is { } text ? Hash(text) : Missing) : Typed(column);
        if (column.Unreadable.Count == 0)
        {
            return plain;
        }

        (int Row, ulong Key)[] unreadable = [.. column.Unreadable.Select(cell => (cell.Row, Hash(cell.Text))).OrderBy(cell => cell.Row)];
        int[] rows = [.. unreadable.Select(cell => cell.Row)];
        return (from, keys) =>
        {
            plain(from, keys);
            int first = Array.BinarySearch(rows, from);
            for (int i = first < 0 ? ~first : first; i < rows.Length && rows[i] < from + keys.Length; i++)
            {
                keys[rows[i] - from] = unreadable[i].Key;
            }
        };
    }

    static Writer Typed(Column column)
    {
        switch (column)
        {
            case NumberColumn numbers:
                return (from, keys) =>
                {
                    ReadOnlySpan<double> values = numbers.Values.Slice(from, keys.Length);
                    for (int i = 0; i < values.Length; i++)
                    {
                        keys[i] = double.IsNaN(values[i]) ? Missing : BitConverter.DoubleToUInt64Bits(values[i] + 0.0);
                    }
                };
            case TimeColumn times:
                return (from, keys) => MemoryMarshal.Cast<long, ulong>(times.Values.Slice(from, keys.Length)).CopyTo(keys);
            case TextColumn texts:
                ulong[] hashes = [.. texts.Categories.Select(Hash)];
                return (from, keys) =>
                {
                    ReadOnlySpan<int> codes = texts.Codes.Slice(from, keys.Length);
                    for (int i = 0; i < codes.Length; i++)
                    {
                        keys[i] = codes[i] < 0 ? Missing : hashes[codes[i]];
                    }
                };
            case VectorColumn vectors:
                return Each(row => Hash64(MemoryMarshal.AsBytes(vectors.Row(row))));
            default:
                return Each(row => column.Text(row) is { } text ? Hash(text) : Missing);
        }
    }

    static Writer Each(Func<int, ulong> key) => (from, keys) =>
    {
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = key(from + i);
        }
    };

    static ulong Hash(string text) => Hash64(MemoryMarshal.AsBytes(text.AsSpan()));

    // FNV-1a; Mix spreads it.
    static ulong Hash64(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }
}
