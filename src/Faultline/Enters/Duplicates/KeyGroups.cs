using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>Collects the groups of rows that share a key, part by part.</summary>
sealed class KeyGroups
{
    readonly List<int> _rows = [];
    readonly List<int> _ends = [];
    readonly List<ulong> _sharedKeys = [];
    readonly List<int> _sharedRows = [];

    /// <summary>Takes the groups of some keys, lowest key first; a key is in one part only, and lower parts come first.</summary>
    /// <param name="keys">Keys that share their leading bits.</param>
    /// <param name="rows">The row of each key.</param>
    /// <param name="leading">How many bits they share.</param>
    public void Add(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> rows, int leading)
    {
        if (keys.Length < 2)
        {
            return;
        }

        // An open table of places, half of it free at least; 0 is free, and a place that others found is marked by its sign.
        int bits = BitOperations.Log2((uint)keys.Length) + 2;
        int[] table = ArrayPool<int>.Shared.Rent(1 << bits);
        table.AsSpan(0, 1 << bits).Clear();
        _sharedKeys.Clear();
        _sharedRows.Clear();
        int mask = (1 << bits) - 1;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int slot = (int)(key << leading >> (64 - bits));
            int place;
            while ((place = table[slot]) != 0 && keys[Math.Abs(place) - 1] != key)
            {
                slot = (slot + 1) & mask;
            }

            if (place == 0)
            {
                table[slot] = i + 1;
                continue;
            }

            if (place > 0)
            {
                table[slot] = -place;
                _sharedKeys.Add(key);
                _sharedRows.Add(rows[place - 1]);
            }

            _sharedKeys.Add(key);
            _sharedRows.Add(rows[i]);
        }

        ArrayPool<int>.Shared.Return(table);
        Take();
    }

    void Take()
    {
        Span<ulong> keys = CollectionsMarshal.AsSpan(_sharedKeys);
        Span<int> rows = CollectionsMarshal.AsSpan(_sharedRows);
        keys.Sort(rows);
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from]; to++)
            {
            }

            Span<int> group = rows[from..to];
            group.Sort();
            _rows.AddRange(group);
            _ends.Add(_rows.Count);
        }
    }

    /// <summary>What was collected.</summary>
    public RowGroups Rows() => new([.. _rows], [.. _ends]);
}
