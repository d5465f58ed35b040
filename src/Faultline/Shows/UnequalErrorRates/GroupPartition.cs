using System.Globalization;

namespace Faultline;

/// <summary>The groups that one or more columns make together; missing is a group of its own.</summary>
/// <param name="By">The columns.</param>
/// <param name="Codes">The group of each row.</param>
/// <param name="Names">What each group is called.</param>
/// <param name="Parents">Groups of the single columns that a group lies in, one a column.</param>
sealed record GroupPartition(IReadOnlyList<string> By, int[] Codes, IReadOnlyList<string> Names, IReadOnlyList<int[]> Parents)
{
    const int MostNumbers = 10;
    const int Parts = 4;
    const int MostColumns = 3;

    /// <summary>The partitions of the columns, of each two, and of each three.</summary>
    public static IReadOnlyList<GroupPartition> Of(IReadOnlyList<Column> columns, CellText show)
    {
        GroupPartition[] single = [.. columns.Select(column => Single(column, show))];
        List<GroupPartition> all = [.. single];
        List<(int Last, GroupPartition Partition)> open = [.. single.Select((partition, i) => (i, partition))];
        for (int depth = 2; depth <= Math.Min(MostColumns, columns.Count); depth++)
        {
            open = [.. open.SelectMany(item => Enumerable.Range(item.Last + 1, single.Length - item.Last - 1).Select(other => (other, Join(item.Partition, single[other]))))];
            all.AddRange(open.Select(item => item.Partition));
        }

        return all;
    }

    static GroupPartition Single(Column column, CellText show)
    {
        (int[] codes, string[] names) = column switch
        {
            TextColumn texts => ([.. texts.Codes], [.. texts.Categories.Select((_, code) => show.ShowValues ? $"{column.Name} = {show.Category(texts, code)}" : show.Category(texts, code))]),
            NumberColumn numbers => Numbers(numbers, show),
            TimeColumn times => Cut(column.Name, [.. times.Values.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value)], value => show.Time(times, (long)value), show),
            _ => (new int[column.RowCount], new[] { column.Name }),
        };
        int missing = names.Length;
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codes[row] < 0 ? missing : codes[row];
        }

        string[] all = [.. names, $"{column.Name} is missing"];
        return new GroupPartition([column.Name], codes, all, [.. Enumerable.Range(0, all.Length).Select(code => new[] { code })]);
    }

    static (int[] Codes, string[] Names) Numbers(NumberColumn numbers, CellText show)
    {
        double[] distinct = [.. numbers.Values.ToArray().Where(value => !double.IsNaN(value)).Distinct().Order()];
        if (distinct.Length > MostNumbers)
        {
            return Cut(numbers.Name, numbers.Values.ToArray(), value => show.Number(numbers, value), show);
        }

        return ([.. numbers.Values.ToArray().Select(value => double.IsNaN(value) ? -1 : Array.BinarySearch(distinct, value))], [.. distinct.Select(value => show.ShowValues ? $"{numbers.Name} = {show.Number(numbers, value)}" : show.Number(numbers, value))]);
    }

    static (int[] Codes, string[] Names) Cut(string name, double[] values, Func<double, string> write, CellText show)
    {
        NumericBins bins = NumericBins.Learn(values.Where(value => !double.IsNaN(value)).ToArray(), Parts);
        int[] codes = [.. values.Select(value => double.IsNaN(value) ? -1 : bins.BinOf(value))];
        string Name(int bin)
        {
            double[] members = [.. values.Where((_, row) => codes[row] == bin)];
            string range = members.Length == 0 ? string.Empty : $"{write(members.Min())} to {write(members.Max())}";
            return show.ShowValues ? $"{name} {range}" : range;
        }

        return (codes, [.. Enumerable.Range(0, bins.BinCount).Select(Name)]);
    }

    static GroupPartition Join(GroupPartition left, GroupPartition right)
    {
        int width = right.Names.Count;
        (int Left, int Right)[] pairs = [.. left.Codes.Zip(right.Codes).Distinct().OrderBy(pair => ((long)pair.First * width) + pair.Second)];
        Dictionary<(int, int), int> place = pairs.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new GroupPartition(
            [.. left.By, .. right.By],
            [.. left.Codes.Zip(right.Codes, (a, b) => place[(a, b)])],
            [.. pairs.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{left.Names[pair.Left]} and {right.Names[pair.Right]}"))],
            [.. pairs.Select(pair => (int[])[.. left.Parents[pair.Left], pair.Right])]);
    }
}
