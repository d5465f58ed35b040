namespace Faultline;

/// <summary>What <see cref="UnequalErrorRates"/> says: one finding a set of group columns, naming the widest gap that clears the threshold.</summary>
sealed class UnequalErrorRatesReport
{
    const int MostBars = 40;

    readonly CheckContext _context;
    readonly IReadOnlyList<GroupPartition> _partitions;
    readonly IReadOnlyList<ErrorRateMeasure> _measures;
    readonly GroupGaps _gaps;
    readonly double _leastGap;
    readonly double _scale;
    readonly Dictionary<(int Partition, int Group, int Measure), GroupGap> _byPlace;
    readonly Dictionary<string, int> _singles;
    readonly GroupGap[][] _told;

    public UnequalErrorRatesReport(CheckContext context, IReadOnlyList<GroupPartition> partitions, IReadOnlyList<ErrorRateMeasure> measures, GroupGaps gaps, double leastGap)
    {
        (_context, _partitions, _measures, _gaps, _leastGap) = (context, partitions, measures, gaps, leastGap);

        // Shares need no scale; numbers are held against the mean absolute error of all rows.
        _scale = measures[0].IsShare ? 1 : measures[0].Of.Where(value => !double.IsNaN(value)).Average();
        _byPlace = gaps.All.ToDictionary(gap => (gap.Partition, gap.Group, gap.Measure));
        _singles = partitions.Index().Where(partition => partition.Item.By.Count == 1).ToDictionary(partition => partition.Item.By[0], partition => partition.Index, StringComparer.Ordinal);
        _told = [.. Enumerable.Range(0, partitions.Count).Select(Wide).Where(gaps => gaps.Length > 0)];
    }

    public long RowsFlagged => _told.Where(gaps => gaps.Any(gap => _measures[gap.Measure].IsError)).SelectMany(gaps => Rows(gaps[0])).Distinct().LongCount();

    public IEnumerable<Finding> Findings() => _told.Select(Write);

    public UnequalErrorRatesDetails Details(int leastRows)
    {
        ErrorRateGroup[] groups = [.. _partitions.SelectMany(partition => Groups(partition, leastRows))];
        ErrorRateGap[] gaps = [.. _gaps.All.Index().OrderBy(gap => gap.Item.Gap.P).ThenByDescending(gap => Math.Abs(gap.Item.Gap.Value)).ThenBy(gap => gap.Index).Select(gap => Gap(gap.Item))];
        return new UnequalErrorRatesDetails(groups.Length, gaps.Length, [.. groups.Take(CheckDetails.ListLimit)], [.. gaps.Take(CheckDetails.ListLimit)]);
    }

    // The wide gaps of a partition, the widest first. A combination is told where it goes beyond what each of its columns shows.
    GroupGap[] Wide(int partition)
    {
        GroupGap[] wide = [.. _gaps.All.Where(gap => gap.Partition == partition && gap.Least >= _leastGap * _scale && gap.Least > 0 && !IsToldBefore(gap))];
        bool two = _partitions[partition].Codes.Distinct().Count() == 2;

        // Of two groups the gap of the one is that of the other: told once, of the worse.
        return
        [
            .. wide.OrderByDescending(gap => Math.Abs(gap.Gap.Value)).ThenByDescending(IsWorse).ThenBy(gap => gap.Rows).ThenBy(gap => gap.Group).ThenBy(gap => gap.Measure)
                .DistinctBy(gap => (gap.Measure, two ? -1 : gap.Group)),
        ];
    }

    bool IsWorse(GroupGap gap) => _measures[gap.Measure].Name is "false positive rate" or "mean absolute error" ? gap.Gap.Value > 0 : gap.Gap.Value < 0;

    bool IsToldBefore(GroupGap gap)
    {
        GroupPartition partition = _partitions[gap.Partition];
        if (partition.By.Count == 1)
        {
            return false;
        }

        double most = 0;
        for (int column = 0; column < partition.By.Count; column++)
        {
            if (_byPlace.TryGetValue((_singles[partition.By[column]], partition.Parents[gap.Group][column], gap.Measure), out GroupGap? single))
            {
                most = Math.Max(most, Math.Sign(gap.Gap.Value) * single.Gap.Value);
            }
        }

        return gap.Least < most + (_leastGap * _scale);
    }

    Finding Write(GroupGap[] gaps)
    {
        GroupGap widest = gaps[0];
        GroupGap? error = gaps.FirstOrDefault(gap => _measures[gap.Measure].IsError);
        GroupPartition partition = _partitions[widest.Partition];
        ErrorRateMeasure measure = _measures[widest.Measure];
        double size = error is null ? 0 : Math.Abs(error.Gap.Value) / _scale;
        bool ours = _context.Classes?.IsOutOfFold ?? _context.Values!.IsOutOfFold;
        (double low, double high) = (widest.AtOnce.Low, widest.AtOnce.High);
        return new Finding
        {
            Key = "gaps:" + (error is null ? "selection" : "errors"),
            Title = $"{Told(measure)} {Text(widest.Value, measure)} where {partition.Names[widest.Group]} ({widest.Rows:N0} rows) and {Text(widest.Others, measure)} elsewhere: a gap of {Points(widest.Gap.Value, measure)} ({Signed(low, measure)} to {Signed(high, measure)})",
            Severity = error is null ? Severity.Info : size >= 0.2 && !ours ? Severity.High : size >= 0.1 ? Severity.Medium : Severity.Low,
            Measure = new Measure("gap in " + measure.Name, widest.Gap.Value, low, high, widest.AtOnce.Level, measure.IsShare ? "difference of shares" : "units of the label"),
            P = (error ?? widest).Q,
            Rows = FoundRows.Of(Rows(widest)),
            Columns = [.. partition.By],
            Cause = Cause(gaps, isFault: error is not null, ours),
            Repair = !measure.IsShare
                ? "Look at the values of the group and at features that mean something else in it, and collect rows where it has few. The table has the errors of every group."
                : error is not null
                ? "First see whether base rates alone bring the gap about (the table has those of every group). Then look at the labels of the group and at features that mean something else in it, and collect rows where it has few; equalise error rates after training (thresholds by group) only where that is lawful and wanted."
                : "Nothing is wrong by this alone: decide whether the difference is fair here, given how often the label itself is positive.",
            Figures = [Bars(widest), GroupRates.Table(_context, partition, _measures, _gaps, widest)],
        };
    }

    string Cause(GroupGap[] gaps, bool isFault, bool ours)
    {
        GroupGap widest = gaps[0];
        string others = string.Join("; ", gaps.Skip(1).Where(gap => _measures[gap.Measure].IsError).Take(3).Select(gap => $"{Name(_measures[gap.Measure])} is {Points(gap.Gap.Value, _measures[gap.Measure])} off the others' where {_partitions[gap.Partition].Names[gap.Group]}"));
        string rates = BaseRate(widest) is { } rate ? $" The label itself is '{_context.Classes!.Classes[1]}' in {PlainNumber.Percent(rate.Own)} of the group and {PlainNumber.Percent(rate.Others)} elsewhere." : string.Empty;
        string who = ours ? "A model learned from this table" : "The model";
        string what = _measures[widest.Measure] switch
        {
            { IsError: true } => "treats the group differently from all other rows",
            { Name: "precision" } => $"is right {(widest.Gap.Value > 0 ? "more" : "less")} often when it says so of the group" + (isFault ? ", and errs in another way there" : "; where true and false positive rates are equal, that comes of the labels alone"),
            _ => $"selects the group {(widest.Gap.Value > 0 ? "more" : "less")} often than other rows" + (isFault ? ", and errs in another way there" : "; no wide gap in its errors is shown"),
        };
        return $"{who} {what}.{rates}{(others.Length > 0 ? $" Also: {others}." : string.Empty)}";
    }

    (double Own, double Others)? BaseRate(GroupGap gap)
    {
        if (_context.Classes is not { Classes.Count: 2 } classes)
        {
            return null;
        }

        int[] labels = classes.MeasuredLabels();
        int[] codes = _partitions[gap.Partition].Codes;
        double Rate(bool own) => Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0 && codes[row] == gap.Group == own).Average(row => (double)labels[row]);
        return (Rate(own: true), Rate(own: false));
    }

    BarFigure Bars(GroupGap widest)
    {
        GroupGap[] gaps = [.. _gaps.All.Where(gap => gap.Partition == widest.Partition && gap.Measure == widest.Measure).OrderByDescending(gap => gap.Value).Take(MostBars)];
        ErrorRateMeasure measure = _measures[widest.Measure];
        return new BarFigure($"{Upper(Name(measure))} of each group", measure.IsShare ? "share of rows" : measure.Name, [.. gaps.Select(gap =>
            new Bar(_partitions[gap.Partition].Names[gap.Group], gap.Value, gap.Alone.Low, gap.Alone.High, Marked: gap.Group == widest.Group))]);
    }

    IEnumerable<ErrorRateGroup> Groups(GroupPartition partition, int leastRows)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        double[] value = _measures[0].Of;
        int[]? labels = _context.Classes is { Classes.Count: 2 } classes ? classes.MeasuredLabels() : null;
        var sums = new (long Rows, double Value, long Positive)[partition.Names.Count];
        for (int row = 0; row < value.Length; row++)
        {
            if (!double.IsNaN(value[row]))
            {
                ref (long Rows, double Value, long Positive) sum = ref sums[partition.Codes[row]];
                sum = (sum.Rows + 1, sum.Value + value[row], sum.Positive + (labels?[row] ?? 0));
            }
        }

        foreach ((int group, (long rows, double sum, long positive)) in sums.Index().Where(sum => sum.Item.Rows > 0))
        {
            bool measured = rows >= leastRows && group != partition.Rest;
            yield return new ErrorRateGroup(partition.By, partition.Names[group], rows, measured, measured && labels is not null ? (double)positive / rows : null, measured ? sum / rows : null);
        }
    }

    ErrorRateGap Gap(GroupGap gap) => new(
        _partitions[gap.Partition].By,
        _partitions[gap.Partition].Names[gap.Group],
        _measures[gap.Measure].Name,
        _measures[gap.Measure].Class,
        gap.Rows,
        gap.Value,
        gap.Others,
        gap.Gap.Value,
        gap.Gap.Interval.Low,
        gap.Gap.Interval.High,
        gap.Gap.P,
        gap.Q);

    int[] Rows(GroupGap gap)
    {
        int[] codes = _partitions[gap.Partition].Codes;
        double[] about = _measures[gap.Measure].Of;
        return [.. Enumerable.Range(0, codes.Length).Where(row => codes[row] == gap.Group && !double.IsNaN(about[row]))];
    }

    static string Name(ErrorRateMeasure measure) => measure.Class is { } name ? $"the {measure.Name} of '{name}'" : $"the {measure.Name}";

    static string Told(ErrorRateMeasure measure) => measure.Name switch
    {
        "accuracy" => "Predictions are right in",
        "selection rate" => $"'{measure.Class}' is predicted in",
        "true positive rate" => $"Rows of '{measure.Class}' are recognised in",
        "false positive rate" => $"Other rows are taken for '{measure.Class}' in",
        "precision" => $"Predictions of '{measure.Class}' are right in",
        _ => Upper(Name(measure)) + " is",
    };

    static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    static string Text(double value, ErrorRateMeasure measure) => measure.IsShare ? PlainNumber.Percent(value) : PlainNumber.Of(value);

    static string Points(double gap, ErrorRateMeasure measure) => Signed(gap, measure) + (measure.IsShare ? " points" : string.Empty);

    static string Signed(double gap, ErrorRateMeasure measure) => (gap > 0 ? "+" : string.Empty) + PlainNumber.Of(measure.IsShare ? 100 * gap : gap);
}
