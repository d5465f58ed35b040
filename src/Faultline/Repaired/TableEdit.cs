using System.Globalization;

namespace Faultline;

/// <summary>Makes the changes of cells in a typed table; rows stay.</summary>
static class TableEdit
{
    /// <summary>The table with its cells changed; columns without a change are the same objects.</summary>
    public static Table Apply(Table table, IEnumerable<RepairChange> changes)
    {
        var byColumn = changes.Where(change => !change.IsRow).ToLookup(change => change.Column, StringComparer.Ordinal);
        return Table.FromColumns(table.Name, [.. table.Columns.Select(column => byColumn.Contains(column.Name) ? Apply(column, [.. byColumn[column.Name].Select(change => (change.Row, change.After))]) : column)]);
    }

    /// <summary>The column with some cells changed.</summary>
    /// <param name="column">Texts, numbers or times.</param>
    /// <param name="cells">Rows and what stands there afterwards; null for missing.</param>
    /// <exception cref="InputException">A text is none that the column can hold.</exception>
    public static Column Apply(Column column, IReadOnlyList<(int Row, string? After)> cells)
    {
        HashSet<int> rows = [.. cells.Select(cell => cell.Row)];
        UnreadableCell[] unreadable = [.. column.Unreadable.Where(cell => !rows.Contains(cell.Row))];
        switch (column)
        {
            case TextColumn texts:
                return Apply(texts, cells);
            case NumberColumn numbers:
                double[] values = numbers.Values.ToArray();
                foreach ((int row, string? after) in cells)
                {
                    values[row] = after is null ? double.NaN
                        : double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
                        : throw Unfit(column, row, after, "a number");
                }

                return new NumberColumn(column.Name, values, unreadable);
            case TimeColumn times:
                long[] moments = times.Values.ToArray();
                foreach ((int row, string? after) in cells)
                {
                    moments[row] = after is null ? TimeColumn.Missing : throw Unfit(column, row, after, "missing (times are not edited)");
                }

                return new TimeColumn(column.Name, moments, unreadable);
            default:
                return column;
        }
    }

    static TextColumn Apply(TextColumn column, IReadOnlyList<(int Row, string? After)> cells)
    {
        List<string> categories = [.. column.Categories];
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int code = 0; code < categories.Count; code++)
        {
            codeOf.TryAdd(categories[code], code);
        }

        int[] codes = column.Codes.ToArray();
        foreach ((int row, string? after) in cells)
        {
            int code = -1;
            if (after is not null && !codeOf.TryGetValue(after, out code))
            {
                code = categories.Count;
                categories.Add(after);
                codeOf.Add(after, code);
            }

            codes[row] = code;
        }

        return new TextColumn(column.Name, codes, [.. categories], column.Kind == ColumnKind.Boolean);
    }

    static InputException Unfit(Column column, int row, string after, string expected) =>
        new($"row {row.ToString(CultureInfo.InvariantCulture)}: '{CellText.Cut(after)}' can not stand in '{column.Name}'; expected {expected}, or nothing for missing.");
}
