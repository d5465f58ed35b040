namespace Faultline;

/// <summary>A sparse matrix, row by row.</summary>
/// <param name="Starts">Where each row begins in the other two, and where the last one ends.</param>
/// <param name="Columns">Column numbers, rising within a row.</param>
/// <param name="Values">Values.</param>
sealed record SparseRows(int[] Starts, int[] Columns, float[] Values)
{
    /// <summary>Number of rows.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>The columns of a row that are not zero.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>Their values.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>The same matrix column by column; rows rise within a column.</summary>
    public SparseRows Transposed(int width)
    {
        int[] starts = new int[width + 1];
        foreach (int column in Columns)
        {
            starts[column + 1]++;
        }

        for (int column = 0; column < width; column++)
        {
            starts[column + 1] += starts[column];
        }

        int[] next = starts[..width];
        int[] rows = new int[Columns.Length];
        float[] values = new float[Columns.Length];
        for (int row = 0; row < Count; row++)
        {
            for (int i = Starts[row]; i < Starts[row + 1]; i++)
            {
                int place = next[Columns[i]]++;
                (rows[place], values[place]) = (row, Values[i]);
            }
        }

        return new SparseRows(starts, rows, values);
    }
}
