namespace Faultline;

/// <summary>The groups that one or more columns make together; missing is a group of its own, and what is beyond the largest is one that nothing is said of.</summary>
/// <param name="By">The columns.</param>
/// <param name="Codes">The group of each row.</param>
/// <param name="Names">What each group is called.</param>
/// <param name="Parents">Groups of the single columns that a group lies in, one a column.</param>
/// <param name="Rest">The group of all rows that lie in none of the largest groups, or −1.</param>
sealed record GroupPartition(IReadOnlyList<string> By, int[] Codes, IReadOnlyList<string> Names, IReadOnlyList<int[]> Parents, int Rest)
{
    /// <summary>Most groups of a set of columns.</summary>
    public const int MostGroups = 200;

    /// <summary>Most sets of columns: all of up to eight columns.</summary>
    public const int MostSets = 100;

    const int MostNumbers = 10;
    const int Parts = 4;
    const int MostColumns = 3;

    /// <summary>The partitions of the columns, of each two, and of each three, as far as they are at most <see cref="MostSets"/>.</summary>
    public static IReadOnlyList<GroupPartition> Of(IReadOnlyList<Column> columns, CellText show, CancellationToken cancellation)
    {
        List<GroupPartition> all = [.. columns.Take(MostSets).Select(column => Of(column, show, cancellation))];
        GroupPartition[] single = [.. all];
        List<(int Last, GroupPartition Partition)> open = [.. single.Select((partition, i) => (i, partition))];
        for (int depth = 2; depth <= MostColumns; depth++)
        {
            open =
            [
                .. open.SelectMany(item => Enumerable.Range(item.Last + 1, single.Length - item.Last - 1).Select(other => (Other: other, item.Partition))).Take(MostSets - all.Count)
                    .Select(pair => (pair.Other, Join(pair.Partition, single[pair.Other], cancellation))),
            ];
            all.AddRange(open.Select(item => item.Partition));
        }

        return all;
    }

    /// <summary>How many sets of up to three of so many columns there are.</summary>
    public static long Sets(long columns) => columns + (columns * (columns - 1) / 2) + (columns * (columns - 1) * (columns - 2) / 6);

    /// <summary>The partition of one column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="show">How its cells may be shown.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="most">Most groups.</param>
    public static GroupPartition Of(Column column, CellText show, CancellationToken cancellation, int most = MostGroups)
    {
        cancellation.ThrowIfCancellationRequested();
        (int[] codes, int count, Func<int, string> name) = column switch
        {
            TextColumn texts => ([.. texts.Codes], texts.Categories.Count, code => show.ShowValues ? $"{column.Name} = {show.Category(texts, code)}" : show.Category(texts, code)),
            NumberColumn numbers => Numbers(numbers, show),
            TimeColumn times => Cut(column.Name, [.. times.Values.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value)], value => show.Time(times, (long)value), show),
            _ => (new int[column.RowCount], 1, _ => column.Name),
        };
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codes[row] < 0 ? count : codes[row];
        }

        return Largest([column.Name], codes, count + 1, most, code => code == count ? $"{column.Name} is missing" : name(code), code => [code]);
    }

    static (int[] Codes, int Count, Func<int, string> Name) Numbers(NumberColumn numbers, CellText show)
    {
        double[] distinct = [.. numbers.Values.ToArray().Where(value => !double.IsNaN(value)).Distinct().Order()];
        return distinct.Length > MostNumbers
            ? Cut(numbers.Name, numbers.Values.ToArray(), value => show.Number(numbers, value), show)
            : ([.. numbers.Values.ToArray().Select(value => double.IsNaN(value) ? -1 : Array.BinarySearch(distinct, value))], distinct.Length, code => show.ShowValues ? $"{numbers.Name} = {show.Number(numbers, distinct[code])}" : show.Number(numbers, distinct[code]));
    }

    static (int[] Codes, int Count, Func<int, string> Name) Cut(string name, double[] values, Func<double, string> write, CellText show)
    {
        NumericBins bins = NumericBins.Learn(values.Where(value => !double.IsNaN(value)).ToArray(), Parts);
        int[] codes = [.. values.Select(value => double.IsNaN(value) ? -1 : bins.BinOf(value))];
        string Name(int bin)
        {
            double[] members = [.. values.Where((_, row) => codes[row] == bin)];
            string range = members.Length == 0 ? string.Empty : $"{write(members.Min())} to {write(members.Max())}";
            return show.ShowValues ? $"{name} {range}" : range;
        }

        return (codes, bins.BinCount, Name);
    }

    static GroupPartition Join(GroupPartition left, GroupPartition right, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int width = right.Names.Count;
        int[] joined = new int[(long)left.Names.Count * width];
        for (int row = 0; row < left.Codes.Length; row++)
        {
            joined[(left.Codes[row] * width) + right.Codes[row]] = 1;
        }

        int[] pairs = [.. Enumerable.Range(0, joined.Length).Where(pair => joined[pair] > 0 && pair / width != left.Rest && pair % width != right.Rest)];
        Array.Fill(joined, pairs.Length);
        foreach ((int place, int pair) in pairs.Index())
        {
            joined[pair] = place;
        }

        return Largest(
            [.. left.By, .. right.By],
            [.. left.Codes.Zip(right.Codes, (a, b) => joined[(a * width) + b])],
            pairs.Length + 1,
            MostGroups,
            place => $"{left.Names[pairs[place] / width]} and {right.Names[pairs[place] % width]}",
            place => [.. left.Parents[pairs[place] / width], pairs[place] % width]);
    }

    // The largest groups in the order they came, all other rows as one; of a column or of pairs the last code is no group unless a row has it.
    static GroupPartition Largest(IReadOnlyList<string> by, int[] codes, int count, int most, Func<int, string> name, Func<int, int[]> parents)
    {
        int[] rows = new int[count];
        foreach (int code in codes)
        {
            rows[code]++;
        }

        bool isJoined = by.Count > 1;
        int[] groups = [.. Enumerable.Range(0, isJoined ? count - 1 : count)];
        int[] kept = groups.Length <= most ? groups : [.. groups.OrderByDescending(group => rows[group]).ThenBy(group => group).Take(most).Order()];
        int[] place = new int[count];
        Array.Fill(place, kept.Length);
        foreach ((int to, int group) in kept.Index())
        {
            place[group] = to;
        }

        int[] renamed = [.. codes.Select(code => place[code])];
        bool hasRest = Array.IndexOf(renamed, kept.Length) >= 0;
        return new GroupPartition(
            by,
            renamed,
            [.. kept.Select(name), .. hasRest ? [$"{string.Join(" and ", by)}: all others"] : Array.Empty<string>()],
            [.. kept.Select(parents), .. hasRest ? [new int[by.Count]] : Array.Empty<int[]>()],
            hasRest ? kept.Length : -1);
    }
}
