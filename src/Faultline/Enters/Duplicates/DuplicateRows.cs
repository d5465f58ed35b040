using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// Rows as sums of cell keys, so that rows equal in all columns but a few are found by taking those keys off again: one pass over the rows for each choice
/// of columns, whatever the number of pairs.
/// </summary>
sealed class DuplicateRows
{
    const int BlockRows = 1 << 14;

    // A part has about two to four thousand rows; of more parts than this dealing would miss its own cache.
    const int PartBits = 11;
    const int MostPartBits = 11;

    readonly ulong[] _sums;
    readonly ParallelOptions _parallel;
    readonly Lazy<RowGroups> _equal;

    /// <param name="units">Columns or blocks of columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public DuplicateRows(DuplicateCells[] units, int rows, ParallelOptions parallel)
    {
        Units = units;
        Count = rows;
        _parallel = parallel;
        _sums = new ulong[rows];
        _equal = new Lazy<RowGroups>(() => Groups([.. Enumerable.Range(0, rows)], null, null));
        Blocks((from, to) =>
        {
            Span<ulong> sums = _sums.AsSpan(from, to - from);
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(sums.Length);
            for (int unit = 0; unit < units.Length; unit++)
            {
                Write(unit, from, keys.AsSpan(0, sums.Length));
                TensorPrimitives.Add(sums, keys.AsSpan(0, sums.Length), sums);
            }

            ArrayPool<ulong>.Shared.Return(keys);
        });
    }

    public DuplicateCells[] Units { get; }

    public int Count { get; }

    /// <summary>Groups of at least two rows equal in every unit, found once.</summary>
    public RowGroups Equal => _equal.Value;

    /// <summary>The key of a cell; equal cells of different columns differ.</summary>
    public ulong Key(int unit, int row) => DuplicateCells.Mix(Units[unit][row] + ((ulong)(unit + 1) * 0xD1342543DE82EF95));

    /// <summary>The keys of a unit's cells.</summary>
    public ulong[] Keys(int unit)
    {
        ulong[] keys = new ulong[Count];
        Blocks((from, to) => Write(unit, from, keys.AsSpan(from, to - from)));
        return keys;
    }

    void Write(int unit, int from, Span<ulong> keys)
    {
        Units[unit].Write(from, keys);
        ulong seed = (ulong)(unit + 1) * 0xD1342543DE82EF95;
        foreach (ref ulong key in keys)
        {
            key = DuplicateCells.Mix(key + seed);
        }
    }

    /// <summary>For each row, how many rows have its value; the keys are those of one unit.</summary>
    public static int[] Commonness(ulong[] keys)
    {
        // An open table that three quarters of the slots at most are taken of: keys are spread over all bits already.
        int bits = Math.Max(2, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)(keys.Length + (keys.Length / 3) + 1))));
        ulong[] held = new ulong[1 << bits];
        int[] slots = new int[keys.Length];
        int[] counts = new int[1 << bits];
        for (int row = 0; row < keys.Length; row++)
        {
            int slot = (int)(keys[row] >> (64 - bits));
            while (counts[slot] > 0 && held[slot] != keys[row])
            {
                slot = (slot + 1) & (counts.Length - 1);
            }

            held[slot] = keys[row];
            counts[slot]++;
            slots[row] = slot;
        }

        for (int row = 0; row < slots.Length; row++)
        {
            slots[row] = counts[slots[row]];
        }

        return slots;
    }

    /// <summary>One row of each set of equal ones; across tables, all rows but those of the second that are in the first.</summary>
    /// <param name="split">Rows of the first table; 0 for one table.</param>
    public int[] Distinct(int split)
    {
        var repeated = new bool[Count];
        for (int group = 0; group < Equal.Count; group++)
        {
            foreach (int row in Equal[group][1..])
            {
                repeated[row] = split == 0 || (row >= split && Equal[group][0] < split);
            }
        }

        return [.. Enumerable.Range(0, Count).Where(row => !repeated[row])];
    }

    /// <summary>Groups of at least two rows that agree on everything but up to two units.</summary>
    /// <param name="among">The rows to look at.</param>
    /// <param name="first">Keys of a unit to leave out, or null.</param>
    /// <param name="second">Keys of another, or null.</param>
    public RowGroups Groups(ReadOnlySpan<int> among, ulong[]? first, ulong[]? second)
    {
        // Rows are dealt out by the leading bits of what is left of their sums, to parts that fit a cache: there equal ones find each other.
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(among.Length, 1)) - PartBits, 0, MostPartBits);
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(among.Length), dealt = ArrayPool<ulong>.Shared.Rent(among.Length);
        int[] rows = ArrayPool<int>.Shared.Rent(among.Length);
        int[] ends = new int[(1 << bits) + 1];
        Left(among, first, second, keys);
        int shift = 63 - bits;
        foreach (ulong key in keys.AsSpan(0, among.Length))
        {
            // Shifted in two steps, so that of no bits everything goes to the one part.
            ends[(int)(key >> shift >> 1) + 1]++;
        }

        for (int part = 1; part < ends.Length; part++)
        {
            ends[part] += ends[part - 1];
        }

        // From here each entry is where its part begins; dealing moves it to where the part ends.
        for (int i = 0; i < among.Length; i++)
        {
            int to = ends[(int)(keys[i] >> shift >> 1)]++;
            (dealt[to], rows[to]) = (keys[i], among[i]);
        }

        var groups = new KeyGroups();
        for (int part = 0, from = 0; part < 1 << bits; from = ends[part++])
        {
            groups.Add(dealt.AsSpan(from, ends[part] - from), rows.AsSpan(from, ends[part] - from), bits);
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<ulong>.Shared.Return(dealt);
        ArrayPool<int>.Shared.Return(rows);
        return groups.Rows();
    }

    /// <summary>What is left of the sums.</summary>
    void Left(ReadOnlySpan<int> among, ulong[]? first, ulong[]? second, Span<ulong> keys)
    {
        if (first is null && second is null)
        {
            for (int i = 0; i < among.Length; i++)
            {
                keys[i] = _sums[among[i]];
            }
        }
        else if (first is null || second is null)
        {
            ulong[] off = (first ?? second)!;
            for (int i = 0; i < among.Length; i++)
            {
                keys[i] = _sums[among[i]] - off[among[i]];
            }
        }
        else
        {
            for (int i = 0; i < among.Length; i++)
            {
                keys[i] = _sums[among[i]] - first[among[i]] - second[among[i]];
            }
        }
    }

    void Blocks(Action<int, int> body) =>
        Parallel.For(0, (Count + BlockRows - 1) / BlockRows, _parallel, block => body(block * BlockRows, Math.Min((block + 1) * BlockRows, Count)));
}
