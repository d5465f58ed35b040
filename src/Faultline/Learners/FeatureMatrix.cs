namespace Faultline;

/// <summary>What a learner sees: rows of numeric and categorical features. Immutable.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Puts columns side by side.</summary>
    /// <param name="rowCount">Number of rows, at least 0.</param>
    /// <param name="columns">The features, possibly none; each has <paramref name="rowCount"/> rows.</param>
    /// <exception cref="ArgumentException">A column has another number of rows.</exception>
    public FeatureMatrix(int rowCount, IReadOnlyList<FeatureColumn> columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentNullException.ThrowIfNull(columns);
        foreach (FeatureColumn column in columns)
        {
            if (column.RowCount != rowCount)
            {
                throw new ArgumentException($"Feature '{column.Name}' has {column.RowCount} rows, expected {rowCount}.", nameof(columns));
            }
        }

        RowCount = rowCount;
        Columns = columns;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The features.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>A matrix of numeric features only.</summary>
    /// <param name="rowMajor">n × <paramref name="columns"/> values, row by row; NaN is missing.</param>
    /// <param name="columns">Number of features, at least 1.</param>
    /// <exception cref="ArgumentException">The length is no multiple of <paramref name="columns"/>.</exception>
    public static FeatureMatrix FromRows(ReadOnlySpan<double> rowMajor, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rowMajor.Length % columns != 0)
        {
            throw new ArgumentException($"{rowMajor.Length} values do not fill rows of {columns} columns.", nameof(rowMajor));
        }

        int rows = rowMajor.Length / columns;
        var features = new FeatureColumn[columns];
        for (int column = 0; column < columns; column++)
        {
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                values[row] = rowMajor[(row * columns) + column];
            }

            features[column] = new NumericFeature($"x{column}", values);
        }

        return new FeatureMatrix(rows, features);
    }

    /// <summary>True where a column holds free text.</summary>
    internal bool HasText => Columns.Any(column => column is TextFeature);

    /// <summary>The same features with each free text as counts of words in a few hashed columns.</summary>
    internal FeatureMatrix Dense() =>
        HasText ? new FeatureMatrix(RowCount, [.. Columns.SelectMany(column => column is TextFeature text ? text.Hashed() : [column])]) : this;

    /// <summary>The same features without the later ones of many axes: trees take each by itself, and hundreds of them cost more than they say.</summary>
    internal FeatureMatrix LeadingAxes()
    {
        const int most = 32;
        return Columns.Any(column => column is NumericFeature { Axis: >= most })
            ? new FeatureMatrix(RowCount, [.. Columns.Where(column => column is not NumericFeature { Axis: >= most })])
            : this;
    }

    /// <summary>The given rows, in the given order.</summary>
    /// <param name="rows">Row numbers from 0; a row may occur more than once.</param>
    public FeatureMatrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new FeatureColumn[Columns.Count];
        for (int column = 0; column < taken.Length; column++)
        {
            taken[column] = Columns[column].Take(rows);
        }

        return new FeatureMatrix(rows.Length, taken);
    }
}
