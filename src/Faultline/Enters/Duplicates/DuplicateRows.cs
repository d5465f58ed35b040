using System.Numerics;

namespace Faultline;

/// <summary>
/// Rows as sums of cell keys, so that rows equal in all columns but a few are found by taking those keys off again: one pass over the rows for each choice
/// of columns, whatever the number of pairs.
/// </summary>
sealed class DuplicateRows
{
    const int BlockRows = 1 << 14;
    readonly ulong[] _sums;
    readonly ParallelOptions _parallel;

    /// <param name="units">Columns or blocks of columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public DuplicateRows(DuplicateCells[] units, int rows, ParallelOptions parallel)
    {
        Units = units;
        Count = rows;
        _parallel = parallel;
        _sums = new ulong[rows];
        Blocks((from, to) =>
        {
            for (int unit = 0; unit < units.Length; unit++)
            {
                for (int row = from; row < to; row++)
                {
                    _sums[row] += Key(unit, row);
                }
            }
        });
    }

    public DuplicateCells[] Units { get; }

    public int Count { get; }

    /// <summary>The key of a cell; equal cells of different columns differ.</summary>
    public ulong Key(int unit, int row) => DuplicateCells.Mix(Units[unit][row] + ((ulong)(unit + 1) * 0xD1342543DE82EF95));

    /// <summary>The keys of a unit's cells.</summary>
    public ulong[] Keys(int unit)
    {
        ulong[] keys = new ulong[Count];
        Blocks((from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                keys[row] = Key(unit, row);
            }
        });
        return keys;
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

    /// <summary>Groups of at least two rows that agree on everything but up to two units.</summary>
    /// <param name="among">The rows to look at.</param>
    /// <param name="first">Keys of a unit to leave out, or null.</param>
    /// <param name="second">Keys of another, or null.</param>
    public RowGroups Groups(ReadOnlySpan<int> among, ulong[]? first, ulong[]? second)
    {
        // Two small counters a bucket sort out most rows that agree with nobody.
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(among.Length, 1)) + 3, 8, 28);
        byte[] seen = new byte[1 << bits];
        ulong[] keys = new ulong[among.Length];
        for (int i = 0; i < among.Length; i++)
        {
            int row = among[i];
            keys[i] = _sums[row] - (first is null ? 0 : first[row]) - (second is null ? 0 : second[row]);
            ref byte count = ref seen[keys[i] >> (64 - bits)];
            count = (byte)Math.Min(count + 1, 2);
        }

        int shared = 0;
        int[] rows = new int[among.Length];
        for (int i = 0; i < among.Length; i++)
        {
            if (seen[keys[i] >> (64 - bits)] > 1)
            {
                (keys[shared], rows[shared]) = (keys[i], among[i]);
                shared++;
            }
        }

        Array.Sort(keys, rows, 0, shared);
        return Grouped(keys.AsSpan(0, shared), rows);
    }

    /// <summary>Drops rows that are alone with their key; rows move to the front of <paramref name="rows"/>.</summary>
    static RowGroups Grouped(ReadOnlySpan<ulong> sorted, int[] rows)
    {
        var ends = new List<int>();
        int kept = 0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = End(sorted, from);
            if (to - from > 1)
            {
                rows.AsSpan(from, to - from).Sort();
                rows.AsSpan(from, to - from).CopyTo(rows.AsSpan(kept));
                kept += to - from;
                ends.Add(kept);
            }
        }

        return new RowGroups(kept == rows.Length ? rows : rows[..kept], [.. ends]);
    }

    static int End(ReadOnlySpan<ulong> sorted, int from)
    {
        int to = from + 1;
        while (to < sorted.Length && sorted[to] == sorted[from])
        {
            to++;
        }

        return to;
    }

    void Blocks(Action<int, int> body) =>
        Parallel.For(0, (Count + BlockRows - 1) / BlockRows, _parallel, block => body(block * BlockRows, Math.Min((block + 1) * BlockRows, Count)));
}
