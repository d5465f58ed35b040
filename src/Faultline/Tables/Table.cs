namespace Faultline;

/// <summary>An in-memory table of typed, named columns of equal length. Immutable. Rows are numbered from 0.</summary>
public sealed class Table
{
    readonly Dictionary<string, int> _indexOf;

    Table(string name, IReadOnlyList<Column> columns, int rowCount)
    {
        Name = name;
        Columns = columns;
        RowCount = rowCount;
        _indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            if (!_indexOf.TryAdd(columns[i].Name, i))
            {
                throw new ArgumentException($"Two columns are named '{columns[i].Name}'; column names must differ.", nameof(columns));
            }
        }
    }

    /// <summary>What the table is called in messages, usually the file's name.</summary>
    public string Name { get; }

    /// <summary>The columns, in source order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The column of that exact name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Column this[string name] => _indexOf.TryGetValue(name, out var index)
        ? Columns[index]
        : throw new KeyNotFoundException($"'{Name}' has no column '{name}'.");

    /// <summary>The column of that exact name, or null.</summary>
    public Column? Find(string name) => _indexOf.TryGetValue(name, out var index) ? Columns[index] : null;

    /// <summary>Makes a table of columns of equal length.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a name occurs twice.</exception>
    public static Table FromColumns(params IReadOnlyList<Column> columns) => FromColumns("data", columns);

    /// <summary>Makes a named table of columns of equal length.</summary>
    /// <param name="name">What the table is called in messages.</param>
    /// <param name="columns">The columns; at least one.</param>
    /// <exception cref="ArgumentException">No column, lengths differ, or a name occurs twice.</exception>
    public static Table FromColumns(string name, IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs at least one column.", nameof(columns));
        }

        foreach (var column in columns)
        {
            if (column.RowCount != columns[0].RowCount)
            {
                throw new ArgumentException($"Column '{column.Name}' has {column.RowCount} rows, but '{columns[0].Name}' has {columns[0].RowCount}.", nameof(columns));
            }
        }

        return new Table(name, columns, columns[0].RowCount);
    }

    /// <summary>The given rows, in the given order.</summary>
    public Table Take(ReadOnlySpan<int> rows)
    {
        var taken = new Column[Columns.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = Columns[i].Take(rows);
        }

        return new Table(Name, taken, rows.Length);
    }

    /// <summary>The given columns only, in the given order.</summary>
    public Table Select(IEnumerable<string> names) => new(Name, [.. names.Select(name => this[name])], RowCount);
}
