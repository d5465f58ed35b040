namespace Faultline;

/// <summary>Tells running numbers (keys, counters) from measurements, whatever the order of rows.</summary>
static class RunningNumbers
{
    const int FewestRows = 50;
    const int Sparsest = 10;

    /// <summary>True for whole numbers without a missing cell or a repeat that lie close together: at most ten numbers of their range a row.</summary>
    public static bool Is(NumberColumn column) =>
        column is { IsInteger: true, MissingCount: 0, RowCount: >= FewestRows } && AllDiffer(column, out var low, out var high) && high - low < (double)Sparsest * column.RowCount;

    /// <summary>True when no value occurs twice.</summary>
    /// <param name="column">A column of numbers.</param>
    /// <param name="low">The smallest value, or NaN where a value repeats.</param>
    /// <param name="high">The largest value, or NaN where a value repeats.</param>
    public static bool AllDiffer(NumberColumn column, out double low, out double high)
    {
        (low, high) = (double.NaN, double.NaN);
        if (RepeatsEarly(column))
        {
            return false;
        }

        var sorted = SortedValues.Of(column);
        (low, high) = sorted.Length > 0 ? (sorted[0], sorted[^1]) : (double.NaN, double.NaN);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                (low, high) = (double.NaN, double.NaN);
                return false;
            }
        }

        return true;
    }

    // Most columns of whole numbers repeat within a few hundred rows; that saves sorting them.
    static bool RepeatsEarly(NumberColumn column)
    {
        const int look = 1000;
        var seen = new HashSet<double>();
        foreach (var value in column.Values[..Math.Min(look, column.RowCount)])
        {
            if (!double.IsNaN(value) && !seen.Add(value))
            {
                return true;
            }
        }

        return false;
    }
}
