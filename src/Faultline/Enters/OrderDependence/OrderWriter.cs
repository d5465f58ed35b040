namespace Faultline;

/// <summary>What FL105 says.</summary>
sealed class OrderWriter(CheckContext context, Arrangement arrangement, NeighbourOrder? neighbours)
{
    const double StrongCorrelation = 0.3;
    const double StrongShare = 0.06;

    /// <summary>The file is sorted: worth knowing, no fault.</summary>
    public Finding Sorted()
    {
        var first = arrangement.Columns[0];
        var isLabel = first.Column.Name == context.Roles.Label;

        // Rows out of place, or runs, are those of one column; whole orders and blocks can be said of several.
        var together = first.Count > 0 ? [first] : arrangement.Columns.Where(column => column.Order == first.Order).ToArray();
        var names = (isLabel ? "the label " : string.Empty) + ColumnHygieneWriter.List([.. together.Select(column => column.Column.Name)]);
        string[] others = [.. arrangement.Columns.Except(together).Select(column => column.Column.Name)];
        var rows = context.Data.RowCount;
        return new Finding
        {
            Key = "sorted",
            Title = first.Order switch
            {
                FileOrder.Sorted => $"All {rows:N0} rows are sorted by {names}",
                FileOrder.Nearly => $"All but {first.Count:N0} of the {rows:N0} rows are sorted by {names}",
                FileOrder.Runs => $"All {rows:N0} rows stand in {first.Count:N0} runs, each sorted by {names}",
                _ => $"All {rows:N0} rows are laid out in blocks of {names}",
            } + (isLabel ? ": shuffle them before any split" : string.Empty),
            Severity = Severity.Info,
            Measure = new Measure("columns", arrangement.Names.Count, Unit: "columns"),
            Columns = arrangement.Names,
            Cause = (first.OneBlockEach && first.Levels <= rows / 2
                ? $"Each of the {first.Levels:N0} values of {first.Column.Name} stands in one block of the file, as an export or a join that sorts leaves it."
                : $"The rows follow the values of {first.Column.Name}, as an export or a join that sorts leaves them.")
                + (others.Length == 0 ? string.Empty : $" They are also arranged by {ColumnHygieneWriter.List(others)}."),
            Repair = isLabel
                ? "Harmless once the rows are shuffled. A split by place (the last fifth as test, folds without shuffling) would leave " + (context.Evidence.Task == TaskKind.Classification ? "whole classes" : "whole ranges of values") + " out of training or test."
                : first.Column is TimeColumn
                ? $"Where the future is to be predicted, name {first.Column.Name} with --time and test on the latest rows. Else shuffle before any split: a split by place would compare different times with each other."
                : first.OneBlockEach && first.Levels > 1 && first.Levels <= rows / 2
                ? $"Where {first.Column.Name} is a batch, a source or a person, keep its rows together in every split (--group {ShellQuoting.Quote(first.Column.Name)}): parted at random they make the test too easy. Where it is a value like any other, shuffle before any split: a split by place would compare different values with each other."
                : "Harmless once the rows are shuffled. A split by place (the last fifth as test, folds without shuffling) would compare different values with each other.",
        };
    }

    /// <summary>Repeated measures.</summary>
    public Finding Grouped(RowGroupsFound groups)
    {
        var size = context.Data.RowCount / (double)groups.Levels;
        var known = context.Roles.Groups.Contains(groups.Column.Name);
        return new Finding
        {
            Key = "grouped",
            Title = $"Rows come in {groups.Levels:N0} groups of one {groups.Column.Name} ({Short(size)} rows each) and are alike within them: correlation {Short(groups.Within)} in {groups.Dimension.Name}, {Short(groups.Across)} between groups",
            Severity = known ? Severity.Info : Severity.Medium,
            Measure = new Measure("excess correlation within groups", groups.Difference, groups.Interval.Low, groups.Interval.High, 0.95),
            Columns = [groups.Column.Name, groups.Dimension.Column?.Name ?? groups.Column.Name],
            Cause = $"The same {groups.Column.Name} was recorded several times, so its rows do not count as so many independent ones; split at random, rows of one {groups.Column.Name} stand in training and test and the test is too easy.",
            Repair = known
                ? $"The folds of this audit keep the rows of one {groups.Column.Name} together; keep them together in your own splits too."
                : $"Audit with --group {ShellQuoting.Quote(groups.Column.Name)}, and keep the rows of one {groups.Column.Name} together in every split.",
            Examples = [.. FirstGroup(groups.Column).Select(row => context.Example(row, [], beside: [groups.Column.Name, groups.Dimension.Column?.Name ?? groups.Column.Name]))],
        };
    }

    /// <summary>Columns that depend on their place.</summary>
    public Finding Moved(DimensionOrder[] moved)
    {
        var worst = moved[0];
        var entry = worst.Entry;
        string[] names = [.. moved.Select(dimension => dimension.Dimension.Name).Distinct(StringComparer.Ordinal)];
        var strong = worst.ByPlace - worst.Half > StrongShare || Math.Abs(worst.Serial) > StrongCorrelation;
        var timed = context.Roles.Time is { } time && !context.Roles.Guesses.Any(guess => guess.Role == "time");
        return new Finding
        {
            Key = worst.Kind,
            Title = Title(worst, names),
            Severity = strong && !(timed && worst.Kind == "neighbours") ? Severity.Medium : Severity.Low,
            Measure = worst.IsByPlace
                ? new Measure("share of the variance by place in the file", entry.Effect, entry.Low, entry.High, 0.95)
                : new Measure("correlation of successive rows", entry.Effect, entry.Low, entry.High, 0.95),
            Rows = worst.Kind == "interval" ? Rows(worst.Stretch()) : FoundRows.None,
            Columns = [.. moved.Select(dimension => dimension.Dimension.Column?.Name).OfType<string>().Distinct(StringComparer.Ordinal).Take(50)],
            Cause = Cause(worst) + Others(names) + (arrangement.IsArranged ? $" What the order by {ColumnHygieneWriter.List(arrangement.Names)} explains is taken off." : string.Empty),
            Repair = worst.Kind switch
            {
                "drift" => $"{(timed ? "Test" : Clock() is { } clock ? $"The rows lie in the order of {clock}: name it with --time {ShellQuoting.Quote(clock)}, test" : "Find out what the order of the rows stands for (usually time) and name it with --time: test")} on the latest rows, not on a random part, and watch for the next shift.",
                "interval" => (timed || Clock() is not { } clock ? string.Empty : $"The rows lie in the order of {clock}, so this may be a season or a spell: name it with --time {ShellQuoting.Quote(clock)}. Else: ") + "Ask what these rows have in common: a source, device or batch of their own, a spell of bad data, or an order that an export left. If one of the first, mark it in a column of its own; take rows out only where they are wrong. Shuffle before any split if it is the order alone.",
                _ when worst.Serial < 0 => "Ask what is listed in turn. Where two rows belong together (a pair, a case and its control), name the pair with --group, so that no split parts them. Do not take every second row as test: that would split by what alternates.",
                _ => "Do not split at random: neighbours in training and test make the test too easy. Split by blocks of the file, by the time (--time) or by the unit behind the rows (--group).",
            },
            Examples = Examples(worst),
            Figures = Figures(worst),
        };
    }

    /// <summary>Near neighbours stand close together, and no single column shows why.</summary>
    public Finding Near() => new()
    {
        Key = "near",
        Title = $"Rows that are alike stand {(neighbours!.Closer ? "closer together" : "farther apart")} in the file than by chance: {Short(neighbours.Statistic)} on a scale of 0 to 1",
        Severity = neighbours.Low > 0.2 ? Severity.Medium : Severity.Low,
        Measure = new Measure("distance from random places", neighbours.Statistic, neighbours.Low, neighbours.High, 0.95),
        Cause = "The distances of their places in the file are compared with those of random pairs (0: as far apart, 1: nowhere alike). No single column depends on its place enough to say so, but together they do: batches, sessions or repeated records of one thing, or a spread that changes along the file.",
        Repair = "Find out what stands behind the order of the rows (time, batch, person) and split by it (--time, --group), not at random.",
    };

    /// <summary>Others nearer to the source than linked cases.</summary>
    public Finding Ascertainment(AscertainmentGap gap) => new()
    {
        Key = "ascertainment",
        Title = $"Cases of group {gap.Details.Other} lie {Short(-gap.Details.Gap)} nearer than those of the linked group {gap.Details.Linked} ({new Interval(-gap.Details.High, -gap.Details.Low).Text(Short)})",
        Severity = Severity.Medium,
        Measure = new Measure("distance gap", gap.Details.Gap, gap.Details.Low, gap.Details.High, 0.95),
        Rows = FoundRows.Of(gap.Nearest),
        Columns = gap.Columns,
        Cause = "If cases spread from the source, those without a link to it lie farther off than those with one. They lie nearer, as when being near was a reason to be found: cases near the source may have been looked for.",
        Repair = "Conclude nothing from how cases cluster around the source. Ask how each case came to be known, and compare with a sample that was drawn without regard to place.",
    };

    string Title(DimensionOrder worst, string[] names)
    {
        var (dimension, name) = (worst.Dimension, worst.Dimension.Name);
        var others = names.Length > 1 ? $" (and {ColumnHygieneWriter.Count(names.Length - 1, "more column")})" : string.Empty;
        var n = worst.Dimension.Rows;
        switch (worst.Kind)
        {
            case "drift":
                var (first, last) = Both(dimension, Enumerable.Range(0, n / 10), Enumerable.Range(n - (n / 10), n / 10));
                return $"{What(dimension)} drifts along the file, from {first} in the first tenth of the rows to {last} in the last{others}";
            case "interval":
                var (from, to) = worst.Stretch();
                var (inside, outside) = Both(dimension, Enumerable.Range(from, to + 1 - from), Enumerable.Range(0, n).Where(row => row < from || row > to));
                return $"Rows {from:N0} to {to:N0} differ from the others: {What(dimension)} is {inside} there and {outside} elsewhere{others}";
            default:
                var entry = worst.Entry;
                var where = worst.Lag == 1 ? "Rows that follow one another" : $"Rows {worst.Lag} apart";
                return $"{where} {(worst.Serial > 0 ? "are alike" : "alternate")} in {(dimension.IsSpread ? $"the distance of {name} from its median" : name)}: correlation {Short(entry.Effect)} ({new Interval(entry.Low, entry.High).Text(Short)}){others}";
        }
    }

    // A word of a command line as a shell reads it.

    // A column of times that hardly ever steps back.
    string? Clock() => context.Data.Columns.OfType<TimeColumn>().FirstOrDefault(IsInOrder)?.Name;

    static bool IsInOrder(TimeColumn column)
    {
        int up = 0, down = 0;
        var last = TimeColumn.Missing;
        foreach (var moment in column.Values)
        {
            if (moment == TimeColumn.Missing)
            {
                continue;
            }

            (up, down) = (up + (last != TimeColumn.Missing && moment > last ? 1 : 0), down + (last != TimeColumn.Missing && moment < last ? 1 : 0));
            last = moment;
        }

        return up > 0 && down <= 0.02 * up;
    }

    static string Others(string[] names) => names.Length == 1 ? string.Empty : $" {(names.Length == 2 ? "Another column that depends on its place is" : "Other columns that depend on their place are")} {ColumnHygieneWriter.List(names[1..])}.";

    static string What(TestedDimension dimension) => dimension.IsSpread ? $"the spread of {dimension.Name}" : dimension.Name;

    string Cause(DimensionOrder worst) => worst.Kind switch
    {
        "drift" => $"Where a row stands explains {Percent(worst.ByPlace)} of the variance of {What(worst.Dimension)}. It may be that rows were collected in this order while what they measure, or how, was changing.",
        "interval" => $"Where a row stands explains {Percent(worst.ByPlace)} of the variance of {What(worst.Dimension)}, in a stretch of the file rather than as a trend. These rows may come from another source or time, or the file was put together in parts or partly sorted.",
        _ when worst.Serial < 0 => $"A row lies more often than by chance on the other side of the middle than the row {Before(worst.Lag)}, as where pairs or sources are listed in turn. Each row tells something of the next, so they are no independent draws.",
        _ => $"A row resembles the row {Before(worst.Lag)}, as in measurements over time or several records of one thing, so there are fewer independent rows than rows.",
    };

    static string Before(int lag) => lag == 1 ? "before it" : $"{lag} before it";

    /// <summary>What two parts of the rows are like, in words that differ where the parts do: shares of a category or of one of two numbers, else medians, else means.</summary>
    (string First, string Second) Both(TestedDimension dimension, IEnumerable<int> first, IEnumerable<int> second)
    {
        double[] one = [.. first.Select(row => dimension.ValueOf(row)).Where(double.IsFinite)];
        double[] two = [.. second.Select(row => dimension.ValueOf(row)).Where(double.IsFinite)];
        if (one.Length == 0 || two.Length == 0)
        {
            return (one.Length == 0 ? "missing" : "known", two.Length == 0 ? "missing" : "known");
        }

        if (dimension is { Column: TextColumn texts, Code: >= 0 })
        {
            return ($"{context.Show.Category(texts, dimension.Code)} in {Percent(one.Average())}", $"in {Percent(two.Average())}");
        }

        var known = dimension.Values().Where(double.IsFinite).Distinct().Take(3).ToArray();
        if (known.Length == 2 && dimension is { Column: NumberColumn, IsSpread: false })
        {
            var high = known.Max();
            return ($"{Say(high, string.Empty)} in {Percent(Share(one))}", $"in {Percent(Share(two))}");

            double Share(double[] values) => values.Average(value => value == high ? 1.0 : 0);
        }

        var (from, to) = (Say(Quantiles.Of(one, 0.5), "around "), Say(Quantiles.Of(two, 0.5), "around "));
        return from != to ? (from, to) : (Say(one.Average(), "on average "), Say(two.Average(), "on average "));

        string Say(double value, string word) => dimension.Column switch
        {
            NumberColumn numbers when !context.Show.ShowValues => dimension.IsSpread ? "one size" : context.Show.Number(numbers, value),
            _ => word + Short(value),
        };
    }

    ExampleRow[] Examples(DimensionOrder worst)
    {
        if (worst.Dimension.Column is not { } column)
        {
            return [];
        }

        var n = worst.Dimension.Rows;
        var (from, _) = worst.Stretch();
        int[] rows = worst.Kind switch
        {
            "drift" => [0, n / 2, n - 1],
            "interval" => [.. new[] { Math.Max(0, from - 1), from, Math.Min(n - 1, from + 1) }.Distinct()],
            _ => [n / 2, (n / 2) + 1, Math.Min(n - 1, (n / 2) + 2)],
        };
        return [.. rows.Distinct().Select(row => context.Example(row, [], beside: [column.Name]))];
    }

    static Figure[] Figures(DimensionOrder worst)
    {
        if (worst.Means.Length == 0)
        {
            return [];
        }

        var n = worst.Dimension.Rows;
        var points = worst.Means.Select((mean, b) => new LinePoint((b + 0.5) * n / worst.Means.Length, mean)).ToArray();
        return [new LineFigure($"{What(worst.Dimension)} along the file", "row number", "mean rank (deviations)", [new LineSeries(worst.Dimension.Name, points)])];
    }

    static FoundRows Rows((int From, int To) stretch) => FoundRows.Of([.. Enumerable.Range(stretch.From, stretch.To - stretch.From + 1)]);

    static IEnumerable<int> FirstGroup(Column column) =>
        Enumerable.Range(0, Math.Min(3, column.RowCount)).Where(row => column.Text(row) == column.Text(0));

    static string Percent(double share) => ColumnHygieneWriter.Share(share);

    static string Short(double value) => PlainNumber.Of(value);
}
