namespace Faultline;

/// <summary>Tells columns of class probabilities from other columns of numbers.</summary>
static class ClassColumns
{
    const int SampleRows = 1000;

    // A few bad rows must not hide what the columns are: they are named and refused later.
    const double NearlyAll = 0.9;

    /// <summary>The class that a column is named after.</summary>
    public static string ClassName(string column, string prefix) =>
        column.Length > prefix.Length && column.StartsWith(prefix, StringComparison.Ordinal) ? column[prefix.Length..] : column;

    /// <summary>
    /// Columns beyond the matched ones that are probabilities of classes which no row is labelled with. Numbers after the prefix are, where all classes are
    /// numbers; else the columns must be named with the same prefix and lie in [0,1], and with them the rows must sum to 1 no worse than without (better,
    /// where there is no prefix to go by).
    /// </summary>
    public static NumberColumn[] Unused(string prefix, IReadOnlyList<NumberColumn> matched, IReadOnlyList<NumberColumn> others, IReadOnlyList<string> classes)
    {
        var named = others.Where(column => column.Name.Length > prefix.Length && column.Name.StartsWith(prefix, StringComparison.Ordinal));
        if (classes.All(name => ClassKey.TryNumber(name, out _)))
        {
            return [.. named.Where(column => ClassKey.TryNumber(column.Name.AsSpan(prefix.Length), out _))];
        }

        var candidates = named.Where(InRange).ToArray();
        if (candidates.Length == 0)
        {
            return [];
        }

        var without = Distance(matched);
        var with = Distance([.. matched, .. candidates]);
        return with < without || (prefix.Length > 0 && with <= without + 1e-9) ? candidates : [];
    }

    /// <summary>True when the columns together look like probabilities: numbers in [0,1] that sum to 1 to within the tolerance, in nearly all sampled rows.</summary>
    public static bool SumToOne(IReadOnlyList<NumberColumn> columns)
    {
        if (columns.Count == 0 || !columns.All(InRange))
        {
            return false;
        }

        return Share(columns[0].RowCount, row => Math.Abs(Sum(columns, row) - 1) <= ProbabilityRows.SumTolerance) >= NearlyAll;
    }

    static bool InRange(NumberColumn column) => Share(column.RowCount, row => column.Values[row] is >= ProbabilityRows.Lowest and <= ProbabilityRows.Highest) >= NearlyAll;

    static double Share(int rows, Func<int, bool> holds) => Sample(rows).Count(holds) / (double)Math.Clamp(rows, 1, SampleRows);

    static double Distance(IReadOnlyList<NumberColumn> columns)
    {
        var total = 0.0;
        foreach (var row in Sample(columns[0].RowCount))
        {
            total += Math.Abs(Sum(columns, row) - 1);
        }

        return total / Math.Min(SampleRows, Math.Max(1, columns[0].RowCount));
    }

    static double Sum(IReadOnlyList<NumberColumn> columns, int row)
    {
        var sum = 0.0;
        foreach (var column in columns)
        {
            sum += column.Values[row];
        }

        return sum;
    }

    static IEnumerable<int> Sample(int rows)
    {
        var taken = Math.Min(SampleRows, rows);
        for (var i = 0; i < taken; i++)
        {
            yield return (int)((long)i * rows / taken);
        }
    }
}
