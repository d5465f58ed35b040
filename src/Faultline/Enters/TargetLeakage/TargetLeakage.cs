namespace Faultline;

/// <summary>
/// Finds columns that give the label away: the label in other words, numbers that predict it alone, keys, moments and gaps that carry it, and, with a
/// time, columns that will not be there when a prediction is made.
/// </summary>
public sealed partial record TargetLeakage : ICheck<TargetLeakage>
{
    const int FewestRows = 50;
    const int FewestOfAClass = 10;
    const double LeastLow = 0.8;
    const double LeastOfKeys = 0.75;
    const double LeastLowOfKeys = 0.65;
    const double NoError = 0.999;
    const double StandsOut = 4;
    const double MostSuspects = 0.25;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL108",
        "TargetLeakage",
        Stage.Enters,
        "Does a column give the label away?",
        CheckMaturity.Preview,
        Needs.Label,
        "24 bytes a row and thread",
        [
            new Source("Leakage in Data Mining: Formulation, Detection, and Avoidance", 2012, "doi:10.1145/2382577.2382579"),
            new Source("Comparing the Areas under Two or More Correlated Receiver Operating Characteristic Curves: A Nonparametric Approach", 1988, "doi:10.2307/2531595"),
        ]);

    /// <inheritdoc/>
    public static TargetLeakage Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<TargetLeakage>> Options { get; } =
    [
        CheckOption.Number<TargetLeakage>("leastAuc", "AUC (of a numeric label R²) from which one column alone gives the label away.", 0.98, 0.8, 1, (check, value) => check with { LeastAuc = value }),
        CheckOption.Whole<TargetLeakage>("mostRows", "Above so many labelled rows a seeded sample of so many is measured.", 100_000, 1000, 10_000_000, (check, value) => check with { MostRows = value }),
    ];

    /// <summary>AUC, of a numeric label R², from which one column alone gives the label away. Default 0.98, range 0.8 to 1.</summary>
    public double LeastAuc
    {
        get;
        init => field = value is >= 0.8 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastAuc lies between 0.8 and 1.");
    }
    = 0.98;

    /// <summary>Above so many labelled rows a sample of so many is measured. Default 100,000.</summary>
    public int MostRows { get; init; } = 100_000;

    /// <inheritdoc/>
    public string? WhyNot(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Task == TaskKind.None ? "needs a label that is a class or a number" : null;
    }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        var target = LeakTarget.Of(context, MostRows);
        if (target.Count < FewestRows)
        {
            return Verdict.Unmeasured($"{target.Count} rows have a label; {FewestRows} are needed to tell what a column knows of it");
        }

        if (target.IsClasses ? target.Counts().Count(count => count >= FewestOfAClass) < 2 : target.Values.Distinct().Take(2).Count() < 2)
        {
            return Verdict.Unmeasured(target.IsClasses ? $"fewer than two classes have {FewestOfAClass} rows" : "the label has one value only");
        }

        Column[] columns = [.. context.Data.Columns.Where(column => Looks(column, context.Roles))];
        var views = new LeakView[columns.Length][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, columns.Length, parallel, i => views[i] = [.. LeakView.Of(columns[i], target, IsKey(columns[i], context.Roles)).Where(view => view.Places.Length >= FewestRows && view.Distinct > 1)]);

        // Two gaps and the order of rows are asked beside the views.
        int questions = views.Sum(parts => parts.Length) + (2 * columns.Length) + 1;
        double level = 1 - (0.05 / questions);
        var scores = new (LeakView View, LeakScore Score)[columns.Length][];
        var done = 0;
        Parallel.For(0, columns.Length, parallel, i =>
        {
            scores[i] = [.. views[i].Select(view => (view, Measure(view, target, level))).Where(pair => !double.IsNaN(pair.Item2.Value))];
            context.Progress(Interlocked.Increment(ref done) / (double)columns.Length);
        });
        Leak[] leaks = [.. Leaks(context, columns, scores, target, level).OrderByDescending(leak => leak.Severity)];
        var best = scores.Where(parts => parts.Length > 0).Select(parts => parts.MaxBy(part => part.Score.Value)).OrderByDescending(part => part.Score.Value).ToArray();
        return Verdict.Of(leaks.Select(leak => Write(context, leak, target, best))) with
        {
            Details = new TargetLeakageDetails(
                target.Count,
                target.IsClasses ? "AUC" : "R²",
                questions,
                [.. best.Take(CheckDetails.ListLimit).Select(part => new SingleColumn(part.View.Column.Name, Camel(part.View.Part), part.Score.Value, part.Score.Low, part.Score.High, part.Score.Rows))]),
            RowsScored = target.Count,
            RowsFlagged = leaks.Where(leak => leak.Severity > Severity.Info).SelectMany(leak => leak.Rows).Distinct().Count(),
            Plan = target.Count == MostRows ? [FormattableString.Invariant($"a seeded sample of {MostRows:N0} labelled rows was measured (--set FL108.mostRows lifts it)")] : [],
        };
    }

    static bool Looks(Column column, Roles roles) =>
        column.Kind != ColumnKind.Vector && column.Name != roles.Label && column.Name != roles.Split && !roles.Ignored.Contains(column.Name)
        && !roles.Probabilities.Contains(column.Name) && !roles.Embedding.Contains(column.Name) && !roles.Text.Contains(column.Name);

    static bool IsKey(Column column, Roles roles) => column.Name == roles.Id || (column is NumberColumn numbers && RunningNumbers.Is(numbers));

    static LeakScore Measure(LeakView view, LeakTarget target, double level)
    {
        LeakTarget filled = view.Places.Length == target.Count ? target : target.Take(view.Places);
        return filled.IsClasses && filled.Counts().Count(count => count >= FewestOfAClass) < 2 ? LeakScore.None : LeakScore.Of(filled, view.Bins, view.Values, level);
    }

    static string Camel(LeakPart part) => char.ToLowerInvariant(part.ToString()[0]) + part.ToString()[1..];

    IEnumerable<Leak> Leaks(CheckContext context, Column[] columns, (LeakView View, LeakScore Score)[][] scores, LeakTarget target, double level)
    {
        var named = new List<Leak>();
        foreach (var parts in scores.Where(parts => parts.Length > 0))
        {
            var (view, score) = parts.MaxBy(part => part.Score.Value);
            if (Kind(view, score, target, context) is { } kind)
            {
                named.Add(new Leak(kind, view.Column, view.Part, score, Severity.High) { Distinct = view.Distinct });
            }
        }

        var points = scores.Where(parts => parts.Length > 0).Select(parts => (parts[0].View.Column.Name, Value: parts.Max(part => part.Score.Value))).ToArray();
        var loose = named.Where(leak => leak.Kind is LeakKind.Value or LeakKind.Time).ToArray();
        foreach (Leak leak in named)
        {
            var next = points.Where(point => !named.Any(other => other.Column!.Name == point.Name)).OrderByDescending(point => point.Value).FirstOrDefault();
            yield return leak with
            {
                Severity = SeverityOf(leak, next.Name is null ? 0.5 : next.Value, loose.Length, points.Length, context),
                Next = next.Name is null ? null : (next.Name, next.Value),
            };
        }

        if (target.IsClasses)
        {
            foreach (Column column in columns)
            {
                if (LeakMissing.Find(column, target, context.Roles.Features.Contains(column.Name), level) is { } leak)
                {
                    yield return leak;
                }
            }
        }

        foreach (Leak leak in LeakTime.Find(context, columns, level))
        {
            yield return leak;
        }

        LeakScore order = LeakScore.Of(target, LeakView.OrderBins(target), null, level);
        if (order.Value >= LeastAuc && order.Low >= LeastLow)
        {
            yield return new Leak(LeakKind.Order, null, LeakPart.Value, order, Severity.Info);
        }
    }

    LeakKind? Kind(LeakView view, LeakScore score, LeakTarget target, CheckContext context)
    {
        bool isKey = IsKey(view.Column, context.Roles) || !context.Roles.Features.Contains(view.Column.Name);
        if (isKey && view.Column is not TimeColumn && (view.Part != LeakPart.Value || view.Distinct > 2 * Math.Max(2, target.Classes.Count)))
        {
            return score.Value >= LeastOfKeys && score.Low >= LeastLowOfKeys ? LeakKind.Id : null;
        }

        bool few = target.IsClasses && view.Distinct <= Math.Max(20, 2 * target.Classes.Count) && view.Part == LeakPart.Value;
        if (few && score.Right == score.Rows)
        {
            return LeakKind.Recoding;
        }

        if (score.Value < LeastAuc || score.Low < LeastLow)
        {
            return null;
        }

        return few && WilsonInterval.Of(score.Right, score.Rows).Low >= LeastAuc ? LeakKind.Recoding
            : view.Column is TimeColumn ? LeakKind.Time
            : view.Column is TextColumn && view.Part == LeakPart.Value && view.Distinct > view.Places.Length / 20 ? LeakKind.Entity
            : LeakKind.Value;
    }

    static Severity SeverityOf(Leak leak, double next, int loose, int columns, CheckContext context)
    {
        bool isFeature = context.Roles.Features.Contains(leak.Column!.Name);
        bool perfect = leak.Score.Value >= NoError;
        switch (leak.Kind)
        {
            case LeakKind.Id or LeakKind.Entity:
                return !isFeature ? Severity.Low : leak.Kind == LeakKind.Id && leak.Score.Value >= 0.98 ? Severity.High : Severity.Medium;
            case LeakKind.Recoding:
                return isFeature ? Severity.High : Severity.Low;
            default:
                // What many columns tell as well is what the table is about; what one column tells alone came from the label.
                bool many = loose > 1 && loose > MostSuspects * columns;
                bool standsOut = (1 - next) >= StandsOut * (1 - leak.Score.Value);
                return many || !standsOut ? Severity.Info : !isFeature ? Severity.Low : perfect ? Severity.High : Severity.Medium;
        }
    }
}
