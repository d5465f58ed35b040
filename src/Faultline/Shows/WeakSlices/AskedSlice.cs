namespace Faultline;

/// <summary>What is said of a slice that the user named.</summary>
/// <param name="Slice">Its figures.</param>
/// <param name="Finding">The same in words.</param>
sealed record AskedSlice(WeakSlice Slice, Finding Finding)
{
    const double Level = 0.95;

    /// <summary>Looks at the slice.</summary>
    /// <exception cref="InputException">The query does not fit the table, or no measured row is in the slice.</exception>
    public static AskedSlice Of(SliceQuery query, CheckContext context, SliceRows rows, string name)
    {
        bool[] holds = query.Holds(context.Data, rows.Rows);
        int[] members = [.. Enumerable.Range(0, holds.Length).Where(place => holds[place])];
        int least = rows.IsShare ? 1 : 2;
        if (members.Length < least)
        {
            throw new InputException($"FL301.where: {(members.Length == 0 ? "no row" : "one row")} with a label and a prediction is where {query.Text}; at least {least} {(least == 1 ? "is" : "are")} needed");
        }

        (double value, double expected) = rows.MeansOf(members);
        Interval interval = SliceJudgement.IntervalOf(rows, value, Level, members);
        double p = rows.ChanceOf(members);
        string where = context.Show.ShowValues ? query.Text : "the slice asked for is";
        string others = rows.Score == SliceScore.LabelNoise ? string.Empty : $" and {rows.Text(expected)} on rows that {WeakSlicesReport.Alike(context)}";
        WeakSlice slice = new(where, query.Columns, members.Length, value, rows.Overall, expected, interval.Low, interval.High, Beyond: true, p, p);
        return new AskedSlice(slice, new Finding
        {
            Key = "asked:" + query.Text,
            Title = $"Asked for: where {where} ({members.Length:N0} {(members.Length == 1 ? "row" : "rows")}) the {name} is {rows.Text(value)} ({rows.Text(interval)}), {rows.Text(rows.Overall)} overall{others}",
            Severity = Severity.Info,
            Measure = new Measure(name, value, interval.Low, interval.High, Level, rows.IsShare ? "share of rows" : "units of the label"),
            Rows = FoundRows.Of([.. members.OrderByDescending(place => rows.Values[place]).ThenBy(place => rows.Rows[place]).Select(place => rows.Rows[place])]),
            Columns = query.Columns,
            Cause = "You named this slice with --set FL301.where. Its interval is that of one slice, as nothing was searched for it.",
            Repair = "Compare the interval with the overall figure: where they overlap, nothing sets these rows apart.",
            Figures = [new BarFigure($"The {name} of the slice beside all rows", name, [new Bar(where, value, interval.Low, interval.High, Marked: true), new Bar(WeakSlicesReport.AlikeRows(context), expected), new Bar("all rows", rows.Overall)])],
        });
    }
}
