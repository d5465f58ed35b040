namespace Faultline;

/// <summary>Compares the columns of a second table (reference, train) with those of the table under audit.</summary>
static class SharedColumns
{
    const int NamesShown = 8;

    /// <summary>Says which columns only one of the tables has and which hold different kinds of cells.</summary>
    /// <param name="data">The table under audit.</param>
    /// <param name="roles">Its roles; ignored columns need no partner.</param>
    /// <param name="other">The second table.</param>
    /// <param name="flag">The flag that brought it, as <c>--reference</c>.</param>
    /// <param name="warnings">Receives what differs.</param>
    /// <exception cref="InputException">The tables share no column, or the second has no rows.</exception>
    public static void Compare(Table data, Roles roles, Table other, string flag, List<string> warnings)
    {
        if (other.RowCount == 0)
        {
            throw new InputException($"'{other.Name}' ({flag}) has no rows; at least one is needed.");
        }

        string[] mine = [.. data.Columns.Select(column => column.Name).Where(name => !roles.Ignored.Contains(name))];
        var shared = mine.Where(name => other.Find(name) is not null).ToArray();
        if (shared.Length == 0)
        {
            throw new InputException(
                $"'{other.Name}' ({flag}) and '{data.Name}' share no column: one has {Listed([.. other.Columns.Select(column => column.Name)])}, the other {Listed(mine)}. Give a table of the same kind; --columns names those of a file without a header.");
        }

        var missing = mine.Except(shared, StringComparer.Ordinal).ToArray();
        var extra = other.Columns.Select(column => column.Name).Where(name => data.Find(name) is null).ToArray();
        if (missing.Length > 0)
        {
            warnings.Add($"'{other.Name}' ({flag}) has no column {Listed(missing)}; {(missing.Length == 1 ? "it is" : "they are")} not compared.");
        }

        if (extra.Length > 0)
        {
            warnings.Add($"'{other.Name}' ({flag}) has {(extra.Length == 1 ? "a column" : "columns")} that '{data.Name}' has not: {Listed(extra)}; not compared.");
        }

        var kinds = shared.Where(name => Kind(data[name]) != Kind(other[name])).ToArray();
        if (kinds.Length > 0)
        {
            warnings.Add($"{Listed(kinds)}: '{data.Name}' and '{other.Name}' ({flag}) hold cells of different kinds ({string.Join(", ", kinds.Take(NamesShown).Select(name => $"{Kind(data[name])} and {Kind(other[name])}".ToLowerInvariant()))}).");
        }
    }

    // A column that is empty in one of the tables has whatever kind its reader gave it.
    static ColumnKind? Kind(Column column) => column.MissingCount == column.RowCount ? null : column.Kind;

    static string Listed(string[] names) =>
        string.Join(", ", names.Take(NamesShown).Select(name => $"'{CellText.Cut(name)}'")) + (names.Length > NamesShown ? $", … ({names.Length:N0} in all)" : string.Empty);
}
