namespace Faultline;

/// <summary>
/// Finds cells that break what the rest of the table says: columns that determine others are discovered (approximate functional dependencies), and where a row
/// breaks one, all dependencies together decide which cell is wrong and what should stand there. Texts one slip away from a frequent one are found as well.
/// </summary>
public sealed record BrokenDependencies : ICheck<BrokenDependencies>
{
    internal const int FewestRows = 50;
    const int ManyRows = 200_000;

    // Sets of left columns × right columns × rows; past it the left sides are kept shorter.
    const double MostWork = 2e10;
    const double KeyShare = 0.5;
    const string NoExplanation = "none";

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL106",
        "BrokenDependencies",
        Stage.Enters,
        "Which cells break what the other columns determine?",
        CheckMaturity.Preview,
        Needs.None,
        "8 bytes a row and column, 24 bytes a row and thread",
        [
            new Source("TANE: an efficient algorithm for discovering functional and approximate dependencies", 1999, "doi:10.1093/comjnl/42.2.100"),
            new Source("Approximate inference of functional dependencies from relations", 1995, "doi:10.1016/0304-3975(95)00028-U"),
            new Source("Solving Data Quality Problems with Desbordante: a Demo", 2023, "arXiv:2307.14935"),
        ]);

    /// <inheritdoc/>
    public static BrokenDependencies Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<BrokenDependencies>> Options { get; } =
    [
        CheckOption.Number<BrokenDependencies>("maxError", "Largest share of cells that may break a dependency for it to be believed.", 0.1, 0, 0.3, (check, value) => check with { MaxError = value }),
        CheckOption.Whole<BrokenDependencies>("maxLeft", "Most columns on the left of a dependency; two at most above 200,000 rows.", 3, 1, 3, (check, value) => check with { MaxLeft = value }),
        new("explain", "A dependency to explain: whether it holds, which rows break it, and why it is not among those found.", NoExplanation, "none, or columns->column as in city,street->zip", (check, text) =>
            text == NoExplanation ? check with { Explain = null } : DependencyExplanation.Parse(text) is null ? null : check with { Explain = text }),
    ];

    /// <summary>Largest share of cells that may break a dependency for it to be believed. Default 0.1, range 0 to 0.3.</summary>
    public double MaxError
    {
        get;
        init => field = value is >= 0 and <= 0.3 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxError lies between 0 and 0.3.");
    }
    = 0.1;

    /// <summary>Most columns on the left of a dependency. Default 3, range 1 to 3; two at most are searched above 200,000 rows.</summary>
    public int MaxLeft
    {
        get;
        init => field = value is >= 1 and <= 3 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxLeft lies between 1 and 3.");
    }
    = 3;

    /// <summary>A dependency to explain, as <c>city,street->zip</c>, or null. Default null.</summary>
    public string? Explain { get; init; }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        (ExplainedDependency, Finding)? explained = Explain is null ? null : DependencyExplanation.Of(Explain, this, context);
        if (context.Data.RowCount < FewestRows)
        {
            return Verdict.Unmeasured($"Dependencies show from {FewestRows} rows on; the table has {context.Data.RowCount:N0}.");
        }

        var learned = Learn(context, Coded(context));
        var report = new BrokenDependenciesReport(context, learned.Columns, learned.All, learned.Cells, learned.Searched, learned.MaxLeft);
        return report.Verdict(explained) with { Plan = learned.Plan };
    }

    /// <summary>Discovers what depends on what, and which cells break it or look like typos; of at least <see cref="FewestRows"/> rows.</summary>
    /// <param name="context">The rows to learn from.</param>
    /// <param name="coded">Codes of these rows, of all or of some of a table.</param>
    internal LearnedDependencies Learn(CheckContext context, IReadOnlyList<CodedColumn> coded)
    {
        CodedColumn[] columns = [.. coded.Where(column => column.Distinct > 1 && column.Distinct <= KeyShare * column.Present)];
        var (maxLeft, plan) = Depth(columns.Length, context.Data.RowCount);
        var searched = DependencySearch.Candidates(columns.Length, maxLeft);
        var search = new DependencySearch { MaxError = MaxError, MaxLeft = maxLeft, Threads = context.Threads };
        var found = search.Find(columns, share => context.Progress(0.6 * share), context.Cancellation);
        var real = new DependencyChance(columns, searched, context).Real(found);
        return new LearnedDependencies(columns, coded, DependencyCells.Find(columns, real, context).WithTypos(coded, context), searched, maxLeft, plan);
    }

    /// <summary>The columns that are looked at, as codes.</summary>
    /// <remarks>The label is what others predict: where they agree about it but for a few rows is a question about labels.</remarks>
    internal static CodedColumn[] Coded(CheckContext context)
    {
        var roles = context.Roles;
        Column[] looked = [.. context.Data.Columns.Where(column =>
            column.Name != roles.Label && !roles.Ignored.Contains(column.Name) && !roles.Probabilities.Contains(column.Name) && !roles.Embedding.Contains(column.Name))];
        var coded = new CodedColumn?[looked.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, looked.Length, parallel, i => coded[i] = CodedColumn.Of(looked[i]));
        return [.. coded.OfType<CodedColumn>()];
    }

    (int MaxLeft, string[] Plan) Depth(int columns, int rows)
    {
        var deepest = rows > ManyRows ? Math.Min(2, MaxLeft) : MaxLeft;
        var depth = deepest;
        while (depth > 1 && DependencySearch.Candidates(columns, depth) * rows > MostWork)
        {
            depth--;
        }

        return (depth, depth == MaxLeft ? [] : [$"FL106 looks for dependencies with up to {depth} columns on the left, not {MaxLeft}: {rows:N0} rows, {columns:N0} columns that repeat values."]);
    }
}
