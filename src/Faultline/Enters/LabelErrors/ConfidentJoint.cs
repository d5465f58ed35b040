namespace Faultline;

/// <summary>Counts of rows by given and by true class; only the cells that are not 0 are stored, so that 10,000 classes fit.</summary>
public sealed class ConfidentJoint
{
    readonly int[][] _columns;
    readonly int[][] _counts;

    internal ConfidentJoint(int[][] columns, int[][] counts)
    {
        _columns = columns;
        _counts = counts;
    }

    /// <summary>The number of classes.</summary>
    public int Classes => _columns.Length;

    /// <summary>The number of rows labelled <paramref name="given"/> and counted as <paramref name="actual"/>.</summary>
    /// <param name="given">The class of the label.</param>
    /// <param name="actual">The class that the row is confidently in.</param>
    public int this[int given, int actual]
    {
        get
        {
            int place = Array.BinarySearch(_columns[given], actual);
            return place >= 0 ? _counts[given][place] : 0;
        }
    }

    /// <summary>The classes that rows of a label are counted as, ascending.</summary>
    /// <param name="given">The class of the label.</param>
    public ReadOnlySpan<int> Columns(int given) => _columns[given];

    /// <summary>The counts that belong to <see cref="Columns"/>, each above 0.</summary>
    /// <param name="given">The class of the label.</param>
    public ReadOnlySpan<int> Counts(int given) => _counts[given];

    /// <summary>The sums over the true classes: rows counted per given class.</summary>
    public long[] GivenTotals()
    {
        long[] totals = new long[Classes];
        for (int given = 0; given < Classes; given++)
        {
            foreach (int count in _counts[given])
            {
                totals[given] += count;
            }
        }

        return totals;
    }

    /// <summary>The sums over the given classes: rows counted per true class.</summary>
    public long[] ActualTotals()
    {
        long[] totals = new long[Classes];
        for (int given = 0; given < Classes; given++)
        {
            for (int cell = 0; cell < _columns[given].Length; cell++)
            {
                totals[_columns[given][cell]] += _counts[given][cell];
            }
        }

        return totals;
    }

    /// <summary>All counts as a dense table, <c>[given][actual]</c>.</summary>
    public int[][] ToArray()
    {
        int[][] table = new int[Classes][];
        for (int given = 0; given < Classes; given++)
        {
            table[given] = Dense(given);
        }

        return table;
    }

    internal int[] Dense(int given)
    {
        int[] row = new int[Classes];
        for (int cell = 0; cell < _columns[given].Length; cell++)
        {
            row[_columns[given][cell]] = _counts[given][cell];
        }

        return row;
    }

    internal static ConfidentJoint FromRows(int classes, Func<int, int[]> denseRow)
    {
        int[][] columns = new int[classes][];
        int[][] counts = new int[classes][];
        for (int given = 0; given < classes; given++)
        {
            int[] row = denseRow(given);
            int stored = row.Count(c => c != 0);
            columns[given] = new int[stored];
            counts[given] = new int[stored];
            for (int actual = 0, cell = 0; actual < row.Length; actual++)
            {
                if (row[actual] != 0)
                {
                    columns[given][cell] = actual;
                    counts[given][cell++] = row[actual];
                }
            }
        }

        return new ConfidentJoint(columns, counts);
    }
}
