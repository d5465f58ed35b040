namespace Faultline;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, held as <see cref="double"/>.</summary>
    Number,

    /// <summary>Categories or free text, held as codes into a dictionary.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>, held as the categories <c>false</c> and <c>true</c>.</summary>
    Boolean,

    /// <summary>Dates or moments, held as microseconds since 1970-01-01 without a time zone.</summary>
    Time,

    /// <summary>One vector of a fixed length a row.</summary>
    Vector,
}

/// <summary>A cell whose text did not fit the type of its column, as <c>?</c> in a column of numbers.</summary>
/// <param name="Row">Row number, from 0.</param>
/// <param name="Text">The text as it stood in the file.</param>
public readonly record struct UnreadableCell(int Row, string Text);

/// <summary>One named, typed column of a <see cref="Table"/>. Immutable.</summary>
public abstract class Column
{
    private protected Column(string name, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        RowCount = rowCount;
    }

    /// <summary>The name, as written in the source.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>What the cells are.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of missing cells; an unreadable cell counts as missing.</summary>
    public abstract int MissingCount { get; }

    /// <summary>Cells whose text did not fit the type; they are missing as values. In row order.</summary>
    public IReadOnlyList<UnreadableCell> Unreadable { get; private protected init; } = [];

    /// <summary>True where the cell has no value.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The cell as text (invariant culture), or null when it is missing.</summary>
    public abstract string? Text(int row);

    /// <summary>A column of the given rows, in the given order.</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>The same column under another name.</summary>
    public abstract Column Rename(string name);

    private protected UnreadableCell[] TakeUnreadable(ReadOnlySpan<int> rows)
    {
        if (Unreadable.Count == 0)
        {
            return [];
        }

        var texts = Unreadable.ToDictionary(cell => cell.Row, cell => cell.Text);
        var taken = new List<UnreadableCell>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (texts.TryGetValue(rows[i], out var text))
            {
                taken.Add(new UnreadableCell(i, text));
            }
        }

        return [.. taken];
    }
}
