using System.Numerics.Tensors;

namespace Faultline;

public static partial class ConfidentLearning
{
    // Up to 2,048 classes every pair of given and confident class is counted in one table.
    const long MostCells = 1L << 22;

    // Up to 256 classes each thread counts in a table of its own.
    const int MostLocalCells = 1 << 16;

    readonly unsafe ref partial struct Counting
    {
        ConfidentJoint Joint()
        {
            int classes = _classes;
            int[] confident = _confident;
            if ((long)classes * classes > MostCells)
            {
                int[][] rowsByLabel = RowsByLabel(_labels, _labelCounts);
                return ConfidentJoint.FromRows(classes, given => Kept(Counted(rowsByLabel[given], confident, classes), given));
            }

            int[] cells = new int[classes * classes];
            if (cells.Length > MostLocalCells)
            {
                Count(_labels, confident, classes, cells);
                return ConfidentJoint.FromRows(classes, given => Kept(cells.AsSpan(given * classes, classes).ToArray(), given));
            }

            int rows = confident.Length;
            Lock adding = new();
            fixed (int* labelsAt = _labels)
            {
                nint l = (nint)labelsAt;
                Parallel.For(0, (rows + RowsPerBlock - 1) / RowsPerBlock, _parallel, () => new int[cells.Length], (block, _, own) =>
                {
                    int from = block * RowsPerBlock;
                    int count = Math.Min(RowsPerBlock, rows - from);
                    Count(new ReadOnlySpan<int>((int*)l + from, count), confident.AsSpan(from, count), classes, own);
                    return own;
                }, own =>
                {
                    lock (adding)
                    {
                        TensorPrimitives.Add(cells, own, cells);
                    }
                });
            }

            return ConfidentJoint.FromRows(classes, given => Kept(cells.AsSpan(given * classes, classes).ToArray(), given));
        }
    }

    static void Count(ReadOnlySpan<int> labels, ReadOnlySpan<int> confident, int classes, int[] cells)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (confident[row] >= 0)
            {
                cells[(labels[row] * classes) + confident[row]]++;
            }
        }
    }

    static int[] Counted(int[] rows, int[] confident, int classes)
    {
        int[] counts = new int[classes];
        foreach (int row in rows)
        {
            if (confident[row] >= 0)
            {
                counts[confident[row]]++;
            }
        }

        return counts;
    }

    internal static int[] Kept(int[] counts, int given)
    {
        counts[given] = Math.Max(counts[given], 1);
        return counts;
    }

    static int[][] RowsByLabel(ReadOnlySpan<int> labels, long[] counts)
    {
        int[][] rows = [.. counts.Select(count => new int[count])];
        int[] filled = new int[counts.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            if (label >= 0)
            {
                rows[label][filled[label]++] = row;
            }
        }

        return rows;
    }

    /// <summary>The rows of each label that do not agree with it, in rising order.</summary>
    static int[][] SuspectsByLabel(ReadOnlySpan<int> labels, ReadOnlySpan<bool> agrees, int classes)
    {
        List<int>[] rows = [.. Enumerable.Range(0, classes).Select(_ => new List<int>())];
        int row = agrees.IndexOf(value: false);
        while (row >= 0)
        {
            rows[labels[row]].Add(row);
            int step = agrees[(row + 1)..].IndexOf(value: false);
            row = step < 0 ? -1 : row + 1 + step;
        }

        return [.. rows.Select(list => list.ToArray())];
    }

    internal static ConfidentJoint Calibrate(ConfidentJoint joint, long[] labelCounts)
    {
        double total = 0;
        double rows = labelCounts.Sum();
        long[] givenTotals = joint.GivenTotals();
        for (int given = 0; given < joint.Classes; given++)
        {
            foreach (int count in joint.Counts(given))
            {
                total += (double)count / givenTotals[given] * labelCounts[given];
            }
        }

        return ConfidentJoint.FromRows(joint.Classes, given =>
        {
            int[] counts = joint.Dense(given);
            double[] scaled = new double[counts.Length];
            for (int k = 0; k < counts.Length; k++)
            {
                scaled[k] = total > 0 ? (double)counts[k] / givenTotals[given] * labelCounts[given] / total * rows : 0;
            }

            return RoundKeepingTotal(scaled);
        });
    }

    /// <summary>Rounds to whole numbers whose total is the rounded total, the largest remainders up (Hamilton's method).</summary>
    static int[] RoundKeepingTotal(double[] values)
    {
        double[] rounded = [.. values.Select(v => Math.Round(v, MidpointRounding.ToEven))];
        long missing = (long)Math.Round(values.Sum(), MidpointRounding.ToEven) - (long)rounded.Sum();
        while (missing != 0)
        {
            double[] remainders = [.. values.Zip(rounded, (value, whole) => value - whole)];
            int[] order = QuicksortOrder(remainders);
            int step = Math.Sign(missing);
            int changes = (int)Math.Min(Math.Abs(missing), order.Length);
            for (int change = 0; change < changes; change++)
            {
                rounded[step > 0 ? order[^(change + 1)] : order[change]] += step;
            }

            missing -= step * changes;
        }

        return [.. rounded.Select(r => (int)r)];
    }
}
