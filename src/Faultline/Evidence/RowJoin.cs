namespace Faultline;

/// <summary>Which row of a second table belongs to each row of the first.</summary>
static class RowJoin
{
    /// <summary>Joins on the id column when both have it, else by row order when the row counts are equal.</summary>
    /// <param name="data">The table under audit.</param>
    /// <param name="id">Its id column, or null.</param>
    /// <param name="other">The other table.</param>
    /// <param name="otherId">Receives the id column of the other table, or null.</param>
    /// <param name="warnings">Receives missing and surplus ids.</param>
    /// <param name="showValues">False keeps ids out of messages.</param>
    /// <returns>The other table's row for each row, −1 where it has none; null where rows agree.</returns>
    /// <exception cref="InputException">An id is repeated or nothing can be joined.</exception>
    public static int[]? Of(Table data, string? id, Table other, out string? otherId, List<string> warnings, bool showValues)
    {
        otherId = id is null ? null : SameName(other, id);
        if (id is null || otherId is null)
        {
            ThrowIfCountsDiffer(data, id, other.Name, other.RowCount);
            return null;
        }

        return ById(data, id, other, otherId, warnings, showValues);
    }

    /// <exception cref="InputException">The row counts differ.</exception>
    public static void ThrowIfCountsDiffer(Table data, string? id, string otherName, int otherRows)
    {
        if (otherRows == data.RowCount)
        {
            return;
        }

        var hope = id is null
            ? "give --id and the same column in both files to join them by it"
            : $"put the id column '{id}' into '{otherName}' to join them by it";
        throw new InputException($"'{otherName}' has {otherRows:N0} rows, but '{data.Name}' has {data.RowCount:N0}; without a shared id column rows are joined by their order, and the counts must agree. Make the counts equal, or {hope}.");
    }

    static string? SameName(Table other, string id)
    {
        if (other.Find(id) is not null)
        {
            return id;
        }

        var alike = other.Columns.Select(column => column.Name).Where(name => string.Equals(name, id, StringComparison.OrdinalIgnoreCase)).ToArray();
        return alike.Length == 1 ? alike[0] : null;
    }

    static int[]? ById(Table data, string id, Table other, string otherId, List<string> warnings, bool showValues)
    {
        var left = data[id];
        var right = other[otherId];
        if (Ascend(left, right))
        {
            return null;
        }

        // Texts are equal or not ('007' is not '7'); only where one file holds numbers and the other texts are they read as numbers.
        var rowOf = (left, right) switch
        {
            (NumberColumn mine, NumberColumn theirs) => Join(row => mine.Values[row], row => theirs.Values[row], data, left, other, right, showValues),
            (TextColumn mine, TextColumn theirs) => Join(row => mine.Text(row)!, row => theirs.Text(row)!, data, left, other, right, showValues),
            _ => Join(row => ClassKey.Of(left.Text(row)), row => ClassKey.Of(right.Text(row)), data, left, other, right, showValues),
        };
        var missing = rowOf.LongCount(row => row < 0);
        var surplus = other.RowCount - (data.RowCount - missing);
        if (missing == data.RowCount)
        {
            throw new InputException($"No id of '{other.Name}' (column '{otherId}') is an id of '{data.Name}' (column '{id}'). Give the predictions of these rows, or another --id.");
        }

        if (missing > 0)
        {
            warnings.Add($"{missing:N0} of {data.RowCount:N0} rows {(missing == 1 ? "has" : "have")} no row in '{other.Name}' with the same id ('{id}') and {(missing == 1 ? "is" : "are")} unmeasured where predictions are needed.");
        }

        if (surplus > 0)
        {
            warnings.Add($"{surplus:N0} of {other.RowCount:N0} rows of '{other.Name}' {(surplus == 1 ? "has" : "have")} an id that '{data.Name}' does not have and {(surplus == 1 ? "was" : "were")} left out.");
        }

        return rowOf;
    }

    // The common case, ids that ascend and agree, costs no dictionary.
    static bool Ascend(Column left, Column right)
    {
        if (left is not NumberColumn numbers || right is not NumberColumn others || numbers.RowCount != others.RowCount)
        {
            return false;
        }

        var a = numbers.Values;
        var b = others.Values;
        for (var row = 0; row < a.Length; row++)
        {
            if (a[row] != b[row] || (row > 0 && !(a[row] > a[row - 1])))
            {
                return false;
            }
        }

        return true;
    }

    static int[] Join<TKey>(Func<int, TKey> leftKey, Func<int, TKey> rightKey, Table data, Column left, Table other, Column right, bool showValues)
        where TKey : notnull
    {
        var rows = new Dictionary<TKey, int>(right.RowCount);
        for (var row = 0; row < right.RowCount; row++)
        {
            if (right.IsMissing(row))
            {
                throw new InputException($"'{other.Name}' row {row} has no id (column '{right.Name}'); each row needs one to be joined with '{data.Name}'. Fill it in, or leave the column out to join by row order.");
            }

            if (!rows.TryAdd(rightKey(row), row))
            {
                throw Repeated(other, right, rows[rightKey(row)], row, showValues);
            }
        }

        var seen = new Dictionary<TKey, int>(left.RowCount);
        var rowOf = new int[left.RowCount];
        for (var row = 0; row < rowOf.Length; row++)
        {
            if (left.IsMissing(row))
            {
                rowOf[row] = -1;
                continue;
            }

            var key = leftKey(row);
            if (!seen.TryAdd(key, row))
            {
                throw Repeated(data, left, seen[key], row, showValues);
            }

            rowOf[row] = rows.GetValueOrDefault(key, -1);
        }

        return rowOf;
    }

    static InputException Repeated(Table table, Column column, int first, int again, bool showValues)
    {
        var id = showValues && column.Text(again) is { } text ? $" '{CellText.Cut(text)}'" : string.Empty;
        return new InputException($"'{table.Name}' has the id{id} (column '{column.Name}') in row {first} and again in row {again}; ids must differ to join predictions with rows. Take the repeats out, or name another --id.");
    }
}
