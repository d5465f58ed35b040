namespace Faultline;

/// <summary>What was found in one table, or between two.</summary>
/// <param name="Exact">Rows equal in every column; null when there are none.</param>
/// <param name="Near">Rows equal in all columns but one, one entry for each column in which some differ.</param>
/// <param name="CloseRows">Rows equal to an earlier one in all columns but one, chance included.</param>
/// <param name="Units">Names of the columns of each unit.</param>
sealed record DuplicateResult(DuplicateMatches? Exact, IReadOnlyList<DuplicateMatches> Near, int CloseRows, IReadOnlyList<IReadOnlyList<string>> Units);

/// <summary>Searches one table, or between two, for rows equal in every column or in all but one.</summary>
static class DuplicateSearch
{
    const int MostUnits = 64;

    /// <param name="names">Columns to compare.</param>
    /// <param name="first">The table, or the training table.</param>
    /// <param name="later">The table whose rows are looked for in the first, or null.</param>
    /// <param name="share">Chance may explain at most this share of what is called a copy.</param>
    /// <param name="context">Seed, threads and cancellation.</param>
    public static DuplicateResult Run(string[] names, Table first, Table? later, double share, CheckContext context)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        DuplicateCells[] units = [.. names.Chunk((names.Length + MostUnits - 1) / MostUnits).Select(block => DuplicateCells.Of(block, first, later))];
        int split = later is null ? 0 : first.RowCount;
        var rows = new DuplicateRows(units, first.RowCount + (later?.RowCount ?? 0), parallel);
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        var chance = new DuplicateChance(rows, new DuplicateEvidence(rows, context.Random("pairs")), split, share);
        DuplicateMatches? exact = chance.Test(all, -1);
        int[] distinct = Distinct(rows, all, split);
        var near = new DuplicateMatches?[units.Length];
        if (units.Length > 1)
        {
            Parallel.For(0, units.Length, parallel, unit => near[unit] = chance.Test(distinct, unit));
        }

        var close = near.OfType<DuplicateMatches>().ToArray();
        return new DuplicateResult(exact, close, close.Sum(match => match.Rows), [.. units.Select(unit => unit.Names)]);
    }

    /// <summary>One row of each set of equal ones; across tables, all rows but those of the second that are in the first.</summary>
    static int[] Distinct(DuplicateRows rows, int[] all, int split)
    {
        var repeated = new bool[rows.Count];
        foreach (int[] group in rows.Groups(all, -1, -1))
        {
            foreach (int row in group.AsSpan(1))
            {
                repeated[row] = split == 0 || (row >= split && group[0] < split);
            }
        }

        return [.. all.Where(row => !repeated[row])];
    }
}
