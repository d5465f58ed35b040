namespace Faultline;

/// <summary>Makes one vector a row of columns.</summary>
public static class EmbeddingColumns
{
    /// <summary>The vectors of one list column, or of several columns of numbers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="names">One column of vectors, or columns of numbers; at least one.</param>
    /// <exception cref="InputException">A column is neither, or a cell is missing, NaN or infinite.</exception>
    public static VectorColumn Of(Table table, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(names);
        var columns = names.Select(name => table[name]).ToArray();
        if (columns is [VectorColumn vectors])
        {
            return Checked(vectors, table.Name);
        }

        var wrong = columns.FirstOrDefault(column => column is not NumberColumn);
        if (wrong is not null || columns.Length == 0)
        {
            throw new InputException(
                $"The embedding of '{table.Name}' needs one column of lists or columns of numbers" + (wrong is null ? "; none was found." : $", but '{wrong.Name}' holds {wrong.Kind.ToString().ToLowerInvariant()} cells."));
        }

        var values = new float[(long)table.RowCount * columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var from = ((NumberColumn)columns[c]).Values;
            for (var row = 0; row < from.Length; row++)
            {
                values[((long)row * columns.Length) + c] = (float)from[row];
            }
        }

        ThrowIfNotFinite(values, columns.Length, table.Name, dimension => $"column '{columns[dimension].Name}'");
        return new VectorColumn("embedding", values, columns.Length);
    }

    /// <summary>The vectors of a table that holds nothing else but an id.</summary>
    /// <param name="table">The embedding's table.</param>
    /// <param name="id">Name of the id column, which is left out; or null.</param>
    public static VectorColumn Of(Table table, string? id)
    {
        ArgumentNullException.ThrowIfNull(table);
        var lists = table.Columns.OfType<VectorColumn>().Select(column => column.Name).ToArray();
        return Of(table, lists.Length == 1 ? lists : [.. table.Columns.Select(column => column.Name).Where(name => !string.Equals(name, id, StringComparison.OrdinalIgnoreCase))]);
    }

    /// <summary>The same vectors, once every number of them is known to be finite.</summary>
    /// <param name="vectors">One vector a row.</param>
    /// <param name="source">Where they come from, for messages.</param>
    public static VectorColumn Checked(VectorColumn vectors, string source)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ThrowIfNotFinite(vectors.RowMajor.Span, vectors.Dimensions, source, dimension => $"position {dimension} of '{vectors.Name}'");
        return vectors;
    }

    static void ThrowIfNotFinite(ReadOnlySpan<float> values, int dimensions, string source, Func<int, string> place)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new InputException(
                    $"The embedding of '{source}' has {(float.IsNaN(values[i]) ? "no number (missing or NaN)" : "an infinite number")} in row {i / dimensions}, {place(i % dimensions)}; every row needs a vector of finite numbers. Mend the row or leave it out.");
            }
        }
    }
}
