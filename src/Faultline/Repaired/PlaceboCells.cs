namespace Faultline;

/// <summary>A repair of cells whose places are drawn at random.</summary>
static class PlaceboCells
{
    /// <summary>As many cells of the same columns changed to the same values, drawn separately among held-out rows and others.</summary>
    /// <param name="table">The table before.</param>
    /// <param name="changes">What the repair changes in it.</param>
    /// <param name="isHeldOut">One a row.</param>
    /// <param name="random">Draws the places.</param>
    public static Table Apply(Table table, IEnumerable<RepairChange> changes, bool[] isHeldOut, SeededRandom random)
    {
        var byColumn = changes.ToLookup(change => change.Column, StringComparer.Ordinal);
        return Table.FromColumns(table.Name, [.. table.Columns.Select(column => byColumn.Contains(column.Name) ? Apply(column, [.. byColumn[column.Name]], isHeldOut, random) : column)]);
    }

    static Column Apply(Column column, RepairChange[] changes, bool[] isHeldOut, SeededRandom random)
    {
        // A cell that no model can read is missing to it before, and after unless it is filled.
        RepairChange[] seen = [.. changes.Where(change => change.After is not null || !column.IsMissing(change.Row))];
        var drawn = new List<(int Row, string? After)>();
        foreach (var (part, missing) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            int[] open = [.. Enumerable.Range(0, column.RowCount).Where(row => isHeldOut[row] == part && column.IsMissing(row) == missing)];
            RepairChange[] mine = [.. seen.Where(change => isHeldOut[change.Row] == part && column.IsMissing(change.Row) == missing)];
            int[] places = random.Sample(open.Length, mine.Length);
            random.Shuffle(places.AsSpan());
            drawn.AddRange(mine.Zip(places, (change, at) => (open[at], change.After)));
        }

        return TableEdit.Apply(column, drawn);
    }
}
