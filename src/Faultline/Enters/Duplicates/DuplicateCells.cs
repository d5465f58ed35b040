using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>The cells of one column, or of a block of columns, as 64-bit keys: equal cells have equal keys, also between two tables.</summary>
sealed class DuplicateCells
{
    const ulong Missing = 0x9E3779B97F4A7C15;
    readonly (Func<int, ulong> Key, ulong Seed)[][] _parts;
    readonly int _split;

    DuplicateCells(string[] names, (Func<int, ulong>, ulong)[][] parts, int split) => (Names, _parts, _split) = (names, parts, split);

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns of one table, or of two with the rows of <paramref name="later"/> after those of <paramref name="first"/>.</summary>
    /// <param name="names">Columns that the tables share.</param>
    /// <param name="first">The first table.</param>
    /// <param name="later">The second table, or null.</param>
    public static DuplicateCells Of(string[] names, Table first, Table? later)
    {
        var parts = new List<(Func<int, ulong>, ulong)[]>();
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
            int side = row < _split ? 0 : 1;
            int own = side == 0 ? row : row - _split;
            var part = _parts[side];
            if (part.Length == 1)
            {
                return Mix(part[0].Key(own));
            }

            ulong sum = 0;
            foreach ((Func<int, ulong> key, ulong seed) in part)
            {
                sum += Mix(key(own) ^ seed);
            }

            return sum;
        }
    }

    /// <summary>The last step of SplitMix64: spreads a key over all 64 bits.</summary>
    public static ulong Mix(ulong key)
    {
        key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9;
        key = (key ^ (key >> 27)) * 0x94D049BB133111EB;
        return key ^ (key >> 31);
    }

    static Func<int, ulong> Keys(Column column, bool asText)
    {
        Func<int, ulong> plain = asText ? row => column.Text(row) is { } text ? Hash(text) : Missing : Typed(column);
        if (column.Unreadable.Count == 0)
        {
            return plain;
        }

        var unreadable = column.Unreadable.ToDictionary(cell => cell.Row, cell => Hash(cell.Text));
        return row => unreadable.TryGetValue(row, out ulong key) ? key : plain(row);
    }

    static Func<int, ulong> Typed(Column column)
    {
        switch (column)
        {
            case NumberColumn numbers:
                return row => double.IsNaN(numbers.Values[row]) ? Missing : BitConverter.DoubleToUInt64Bits(numbers.Values[row] + 0.0);
            case TimeColumn times:
                return row => (ulong)times.Values[row];
            case TextColumn texts:
                ulong[] hashes = [.. texts.Categories.Select(Hash)];
                return row => texts.Codes[row] is var code && code < 0 ? Missing : hashes[code];
            case VectorColumn vectors:
                return row => Hash64(MemoryMarshal.AsBytes(vectors.Row(row)));
            default:
                return row => column.Text(row) is { } text ? Hash(text) : Missing;
        }
    }

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
