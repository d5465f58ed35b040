namespace Faultline;

/// <summary>One column of a <see cref="FeatureMatrix"/>. Immutable.</summary>
public abstract class FeatureColumn
{
    private protected FeatureColumn(string name, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        RowCount = rowCount;
    }

    /// <summary>What the column is called in messages.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The given rows, in the given order.</summary>
    /// <param name="rows">Row numbers from 0; a row may occur more than once.</param>
    public abstract FeatureColumn Take(ReadOnlySpan<int> rows);
}
