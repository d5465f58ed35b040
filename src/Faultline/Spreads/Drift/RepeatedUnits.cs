namespace Faultline;

/// <summary>
/// Rows that belong together, as the visits of one person do, told from the values alone: they agree in several columns that seldom agree, and all rows of a
/// unit stand in one of the two tables. Independent rows of the same places or products agree as well, but are found in both.
/// </summary>
static class RepeatedUnits
{
    const int MostColumns = 12;
    const int SearchedRows = 20_000;
    const double SeldomAgree = 0.05;
    const double LeastPartners = 0.2;
    const double ChanceShare = 0.05;

    /// <summary>The unit of each row, those of the reference after the others; null where rows stand by themselves.</summary>
    /// <param name="pairs">Columns of both tables, each with its <see cref="Agreement(ReadOnlySpan{double}, ReadOnlySpan{double}, int)"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public static int[]? Of(IReadOnlyList<(Column Now, Column Before, double Agreement)> pairs, CancellationToken cancellation)
    {
        if (pairs.Count < 2)
        {
            return null;
        }

        var (now, before) = (pairs[0].Now.RowCount, pairs[0].Before.RowCount);
        var fine = pairs.Where(pair => pair.Agreement is > 0 and <= SeldomAgree).OrderBy(pair => pair.Agreement).Take(MostColumns)
            .Select(pair => (Keys: Keys(pair.Now, pair.Before), pair.Agreement)).ToList();
        cancellation.ThrowIfCancellationRequested();
        if (Identifying(fine, now + before, cancellation) is not { } chosen)
        {
            return null;
        }

        var units = Number(chosen);
        return AreApart(units, now) ? units : null;
    }

    /// <summary>The groups of a column of both tables; null where they are fewer than <see cref="FoldPlan.LeastGroups"/> in either.</summary>
    public static int[]? Named(Column now, Column? before)
    {
        if (before is null || before.Kind != now.Kind || now is not (TextColumn or NumberColumn))
        {
            return null;
        }

        var units = Number(Keys(now, before));
        return Groups(now, 0) >= FoldPlan.LeastGroups && Groups(before, now.RowCount) >= FoldPlan.LeastGroups ? units : null;

        // A missing cell is a unit of its own and no group.
        int Groups(Column column, int first) => Enumerable.Range(0, column.RowCount).Where(row => !column.IsMissing(row)).Select(row => units[first + row]).Distinct().Count();
    }

    /// <summary>By how much rows of one unit being alike widens the variance of a column's shares: 1 for rows by themselves.</summary>
    /// <param name="groups">A small number a row, −1 for missing.</param>
    /// <param name="units">The unit of each row.</param>
    public static double DesignEffect(ReadOnlySpan<int> groups, ReadOnlySpan<int> units)
    {
        var (count, total) = (new Dictionary<int, double>(), 0.0);
        var members = new Dictionary<int, double>();
        var cells = new Dictionary<(int Unit, int Group), double>();
        for (var row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0)
            {
                total++;
                count[groups[row]] = count.GetValueOrDefault(groups[row]) + 1;
                members[units[row]] = members.GetValueOrDefault(units[row]) + 1;
                cells[(units[row], groups[row])] = cells.GetValueOrDefault((units[row], groups[row])) + 1;
            }
        }

        // Σ over units and groups of (c − s p)², written out so that empty cells need no visit.
        var squares = members.Values.Sum(size => size * size);
        var (clustered, alone) = (0.0, 0.0);
        foreach (var (_, rows) in count)
        {
            var p = rows / total;
            clustered += p * p * squares;
            alone += total * p * (1 - p);
        }

        foreach (var (cell, rows) in cells)
        {
            clustered += (rows * rows) - (2 * rows * members[cell.Unit] * count[cell.Group] / total);
        }

        return alone > 0 ? Math.Max(1, clustered / alone) : 1;
    }

    // Columns that agree together far more often than each by itself, enough of them that chance hardly ever agrees in all.
    static ulong[]? Identifying(List<(ulong[] Keys, double Agreement)> fine, int rows, CancellationToken cancellation)
    {
        var (best, bestPartners) = (((int First, int Second)?)null, LeastPartners);
        for (var a = 0; a < fine.Count; a++)
        {
            // All rows of a value or none, so that no unit is torn.
            var kept = Kept(fine[a].Keys);
            for (var b = a + 1; b < fine.Count; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                var partners = Partners(Both(fine[a].Keys, fine[b].Keys, kept));
                if (partners > bestPartners && partners > 10 * rows * fine[a].Agreement * fine[b].Agreement)
                {
                    (best, bestPartners) = ((a, b), partners);
                }
            }
        }

        if (best is not { } pair)
        {
            return null;
        }

        // What agrees by the unit is no chance.
        double Chance(int column) => Math.Max(0, fine[column].Agreement - (bestPartners / rows));
        var (keys, chance) = (Both(fine[pair.First].Keys, fine[pair.Second].Keys, null), rows * Chance(pair.First) * Chance(pair.Second));
        foreach (var i in Enumerable.Range(0, fine.Count).Where(i => i != pair.First && i != pair.Second))
        {
            if (chance <= ChanceShare * bestPartners)
            {
                break;
            }

            var kept = Kept(keys);
            var with = Both(keys, fine[i].Keys, kept);
            if (Partners(with) >= 0.8 * Partners([.. kept.Select(row => keys[row])]))
            {
                (keys, chance) = (Both(keys, fine[i].Keys, null), chance * Chance(i));
            }
        }

        return chance <= ChanceShare * bestPartners ? keys : null;
    }

    static int[] Kept(ulong[] keys)
    {
        var every = (ulong)Math.Max(1, keys.Length / SearchedRows);
        return [.. Enumerable.Range(0, keys.Length).Where(row => RowHash.Mix(keys[row]) % every == 0)];
    }

    static ulong[] Both(ulong[] first, ulong[] second, int[]? rows)
    {
        var both = new ulong[rows?.Length ?? first.Length];
        for (var i = 0; i < both.Length; i++)
        {
            var row = rows?[i] ?? i;
            both[i] = RowHash.Mix(first[row]) ^ second[row];
        }

        return both;
    }

    // Rows of one unit in one table only. Rows by themselves would be found in both: a unit of s rows in one alone with chance aˢ + bˢ.
    static bool AreApart(int[] units, int now)
    {
        var sizes = new Dictionary<int, (int Now, int Before)>();
        for (var row = 0; row < units.Length; row++)
        {
            var (here, there) = sizes.GetValueOrDefault(units[row]);
            sizes[units[row]] = row < now ? (here + 1, there) : (here, there + 1);
        }

        var share = now / (double)units.Length;
        var (several, inBoth, expected) = (0, 0, 0.0);
        foreach (var (here, there) in sizes.Values)
        {
            var size = here + there;
            if (size >= 2)
            {
                several++;
                inBoth += here > 0 && there > 0 ? 1 : 0;
                expected += 1 - Math.Pow(share, size) - Math.Pow(1 - share, size);
            }
        }

        return several >= 5 && inBoth <= 0.15 * expected;
    }

    // Rows that one row agrees with, on average.
    static double Partners(ulong[] keys)
    {
        var sorted = (ulong[])keys.Clone();
        Array.Sort(sorted);
        var pairs = 0.0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            pairs += (double)(end - start) * (end - start - 1);
            start = end;
        }

        return sorted.Length == 0 ? 0 : pairs / sorted.Length;
    }

    /// <summary>Share of all pairs of rows, of both tables together, that have equal numbers; a missing one agrees with none.</summary>
    /// <param name="now">One table's numbers, ascending.</param>
    /// <param name="before">The other's.</param>
    /// <param name="rows">Rows of both, missing ones included.</param>
    public static double Agreement(ReadOnlySpan<double> now, ReadOnlySpan<double> before, int rows)
    {
        var pairs = 0.0;
        for (int i = 0, j = 0; i < now.Length || j < before.Length;)
        {
            var value = j == before.Length || (i < now.Length && now[i] <= before[j]) ? now[i] : before[j];
            var (first, second) = (i, j);
            while (i < now.Length && now[i] == value)
            {
                i++;
            }

            while (j < before.Length && before[j] == value)
            {
                j++;
            }

            double equal = i - first + j - second;
            pairs += equal * (equal - 1);
        }

        return rows < 2 ? 0 : pairs / rows / (rows - 1);
    }

    /// <summary>The same of two columns of texts.</summary>
    public static double Agreement(TextColumn now, TextColumn before)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var column in new[] { now, before })
        {
            foreach (var (code, count) in column.Counts().Index())
            {
                counts[column.Categories[code]] = counts.GetValueOrDefault(column.Categories[code]) + count;
            }
        }

        double rows = now.RowCount + before.RowCount;
        return rows < 2 ? 0 : counts.Values.Sum(equal => equal * (equal - 1)) / rows / (rows - 1);
    }

    static int[] Number(ulong[] keys)
    {
        var numbers = new Numbering<ulong>();
        return [.. keys.Select(numbers.Of)];
    }

    // Equal cells have equal keys; a missing cell agrees with none.
    static ulong[] Keys(Column now, Column before)
    {
        var keys = new ulong[now.RowCount + before.RowCount];
        var codes = new Numbering<string>();
        for (var i = 0; i < keys.Length; i++)
        {
            var (column, row) = i < now.RowCount ? (now, i) : (before, i - now.RowCount);
            keys[i] = column.IsMissing(row) ? RowHash.Mix(~(ulong)i)
                : column is NumberColumn number ? RowHash.Mix((ulong)BitConverter.DoubleToInt64Bits(number.Values[row] + 0.0))
                : RowHash.Mix((ulong)codes.Of(((TextColumn)column).Categories[((TextColumn)column).Codes[row]]) + 1);
        }

        return keys;
    }
}
