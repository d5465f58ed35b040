using System.Numerics;

namespace Faultline;

/// <summary>
/// Rows as sums of cell keys, so that rows equal in all columns but a few are found by taking those keys off again: one pass over the rows for each choice
/// of columns, whatever the number of pairs.
/// </summary>
sealed class DuplicateRows
{
    readonly ulong[] _sums;
    readonly float[] _rarity;

    /// <param name="units">Columns or blocks of columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public DuplicateRows(DuplicateCells[] units, int rows, ParallelOptions parallel)
    {
        Units = units;
        Count = rows;
        _sums = new ulong[rows];
        _rarity = new float[rows];
        foreach (int unit in Enumerable.Range(0, units.Length))
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            ValueCounts counts = Counts(unit);
            double all = Math.Log(rows);
            Blocks(rows, parallel, row =>
            {
                ulong key = Key(unit, row);
                _sums[row] += key;
                _rarity[row] += (float)(all - Math.Log(counts[key]));
            });
        }
    }

    public DuplicateCells[] Units { get; }

    public int Count { get; }

    /// <summary>The key of a cell; equal cells of different columns differ.</summary>
    public ulong Key(int unit, int row) => DuplicateCells.Mix(Units[unit][row] + ((ulong)(unit + 1) * 0xD1342543DE82EF95));

    /// <summary>A key of the row without up to two units; −1 leaves none out.</summary>
    public ulong Without(int row, int first, int second) =>
        _sums[row] - (first < 0 ? 0 : Key(first, row)) - (second < 0 ? 0 : Key(second, row));

    /// <summary>How rare the row's values are: the sum over the columns of ln(rows / rows with that value), the left-out unit aside.</summary>
    public double Rarity(int row, int without, ValueCounts? counts) =>
        _rarity[row] - (without < 0 ? 0 : Math.Log(Count) - Math.Log(counts![Key(without, row)]));

    /// <summary>How often each value of a unit occurs.</summary>
    public ValueCounts Counts(int unit)
    {
        var counts = new ValueCounts(Count);
        for (int row = 0; row < Count; row++)
        {
            counts.Add(Key(unit, row));
        }

        return counts;
    }

    /// <summary>Rows that agree on everything but up to two units, at least two in each group, in rising order; groups in order of their first row.</summary>
    public List<int[]> Groups(ReadOnlySpan<int> rows, int first, int second)
    {
        // Two small counters a bucket sort out most rows that agree with nobody.
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(rows.Length, 1)) + 3, 8, 28);
        byte[] seen = new byte[1 << bits];
        ulong[] keys = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = Without(rows[i], first, second);
            ref byte count = ref seen[keys[i] >> (64 - bits)];
            count = (byte)Math.Min(count + 1, 2);
        }

        var shared = new List<(ulong Key, int Row)>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (seen[keys[i] >> (64 - bits)] > 1)
            {
                shared.Add((keys[i], rows[i]));
            }
        }

        shared.Sort();
        var groups = new List<int[]>();
        for (int from = 0, to; from < shared.Count; from = to)
        {
            for (to = from + 1; to < shared.Count && shared[to].Key == shared[from].Key; to++)
            {
            }

            if (to - from > 1)
            {
                groups.Add(Rows(shared, from, to));
            }
        }

        groups.Sort((a, b) => a[0].CompareTo(b[0]));
        return groups;
    }

    static int[] Rows(List<(ulong Key, int Row)> shared, int from, int to)
    {
        int[] rows = new int[to - from];
        for (int i = from; i < to; i++)
        {
            rows[i - from] = shared[i].Row;
        }

        return rows;
    }

    static void Blocks(int rows, ParallelOptions parallel, Action<int> body)
    {
        const int block = 1 << 14;
        Parallel.For(0, (rows + block - 1) / block, parallel, b =>
        {
            for (int row = b * block; row < Math.Min((b + 1) * block, rows); row++)
            {
                body(row);
            }
        });
    }
}
