namespace Faultline;

/// <summary>Columns that will not be there at prediction time, seen from the moment of each row.</summary>
static class LeakTime
{
    const int FewestRows = 50;
    const double FewestPart = 0.02;
    const double LeastDrop = 0.5;
    const double MostFilledLate = 0.05;
    const double MostlyAfter = 0.95;

    /// <summary>The leaks of all columns.</summary>
    public static IEnumerable<Leak> Find(CheckContext context, IReadOnlyList<Column> columns, double level)
    {
        if (context.Roles.Time is not { } name || context.Data[name] is not TimeColumn time || context.Roles.Guesses.Any(guess => guess.Role == "time"))
        {
            yield break;
        }

        int[] rows = [.. Enumerable.Range(0, time.RowCount).Where(row => !time.IsMissing(row)).OrderBy(row => time.Values[row]).ThenBy(row => row)];
        if (rows.Length < 2 * FewestRows)
        {
            yield break;
        }

        foreach (Column column in columns.Where(column => column.Name != name))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            bool isFeature = context.Roles.Features.Contains(column.Name);
            if (OldRowsOnly(column, time, rows, isFeature, level) is { } old)
            {
                yield return old;
            }

            if (column is TimeColumn moments && AfterTheRow(moments, time, rows, isFeature, level) is { } after)
            {
                yield return after;
            }
        }
    }

    static Leak? OldRowsOnly(Column column, TimeColumn time, int[] rows, bool isFeature, double level)
    {
        int[] filledBefore = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            filledBefore[i + 1] = filledBefore[i] + (column.IsMissing(rows[i]) ? 0 : 1);
        }

        int fewest = Math.Max(FewestRows, (int)(FewestPart * rows.Length));
        var (best, drop) = (-1, 0.0);
        for (int i = fewest; i <= rows.Length - fewest; i++)
        {
            // Rows of one moment stay on one side.
            if (time.Values[rows[i]] == time.Values[rows[i - 1]])
            {
                continue;
            }

            double gap = (filledBefore[i] / (double)i) - ((filledBefore[^1] - filledBefore[i]) / (double)(rows.Length - i));
            (best, drop) = gap > drop ? (i, gap) : (best, drop);
        }

        if (best < 0)
        {
            return null;
        }

        // The place was searched for among as many as there are rows.
        double corrected = 1 - ((1 - level) / rows.Length);
        int late = filledBefore[^1] - filledBefore[best];
        Interval old = WilsonInterval.Of(filledBefore[best], best, corrected);
        Interval young = WilsonInterval.Of(late, rows.Length - best, corrected);
        return old.Low - young.High >= LeastDrop && late <= MostFilledLate * (rows.Length - best)
            ? new Leak(LeakKind.OldRows, column, LeakPart.Value, LeakScore.None, isFeature ? Severity.Medium : Severity.Low)
            {
                Rows = [.. rows[best..].Where(column.IsMissing)],
                Base = filledBefore[best] / (double)best,
                Others = late / (double)(rows.Length - best),
                Moment = time.Values[rows[best]],
            }
            : null;
    }

    static Leak? AfterTheRow(TimeColumn moments, TimeColumn time, int[] rows, bool isFeature, double level)
    {
        int[] both = [.. rows.Where(row => !moments.IsMissing(row))];
        int[] after = [.. both.Where(row => moments.Values[row] > time.Values[row])];
        return both.Length >= FewestRows && WilsonInterval.Of(after.Length, both.Length, level).Low >= MostlyAfter - 0.05 && after.Length >= MostlyAfter * both.Length
            ? new Leak(LeakKind.After, moments, LeakPart.Value, LeakScore.None, isFeature ? Severity.Medium : Severity.Info) { Rows = after, Base = after.Length / (double)both.Length, Distinct = both.Length }
            : null;
    }
}
