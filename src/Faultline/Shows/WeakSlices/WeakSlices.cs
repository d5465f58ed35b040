namespace Faultline;

/// <summary>
/// FL301: in which parts of the table does the model err more than elsewhere? Every combination of up to three attributes is searched; found where the low end of an
/// interval that holds for all of them at once clears what rows that the model is as sure of have.
/// </summary>
public sealed partial record WeakSlices : ICheck<WeakSlices>, IStreamedCheck
{
    /// <summary>Below this many rows with a label and a prediction nothing is said.</summary>
    public const int FewestRows = 200;

    const int MostAttributes = 60;
    const string NothingToSliceBy = "no feature or group is a number, a moment or a category, so there is nothing to slice by; name columns with --features or --group";

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL301",
        "WeakSlices",
        Stage.Shows,
        "In which parts of the table does the model err more than elsewhere?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Predictions,
        "80 bytes a row, 2 bytes a row and column",
        [
            new Source("SliceLine: Fast, Linear-Algebra-based Slice Finding for ML Model Debugging", 2021, "doi:10.1145/3448016.3457323"),
            new Source("iSEA: An Interactive Pipeline for Semantic Error Analysis of NLP Models", 2022, "arXiv:2203.04408"),
        ]);

    /// <inheritdoc/>
    public static WeakSlices Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<WeakSlices>> Options { get; } =
    [
        CheckOption.Choice<WeakSlices, SliceScore>("score", "What is averaged over the rows of a slice.", SliceScore.Error, (check, value) => check with { Score = value }),
        CheckOption.Whole<WeakSlices>("depth", "Most attributes of a slice.", 3, 1, 3, (check, value) => check with { Depth = value }),
        CheckOption.Number<WeakSlices>("leastShare", "A slice has at least this share of the rows, and 50 rows.", 0.01, 0.0001, 0.5, (check, value) => check with { LeastShare = value }),
        CheckOption.Number<WeakSlices>("leastRatio", "The low end of the interval is at least so many times what is expected.", 1.1, 1, 10, (check, value) => check with { LeastRatio = value }),
        new("where", "A slice to look at by name, as job = student and age <= 25; its score is told as info.", "none", "columns compared with = != < <= > >= or is missing, joined by and", (check, text) => text == "none" ? check with { Where = null } : SliceQuery.Parse(text) is { } query ? check with { Where = query } : null),
    ];

    /// <summary>What is averaged over the rows of a slice. Default: error.</summary>
    public SliceScore Score { get; init; }

    /// <summary>Most attributes of a slice. Default 3, range 1 to 3.</summary>
    public int Depth
    {
        get;
        init => field = value is >= 1 and <= 3 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Depth lies between 1 and 3.");
    }
    = 3;

    /// <summary>A slice has at least this share of the rows, and 50 rows. Default 0.01, range 0.0001 to 0.5.</summary>
    public double LeastShare
    {
        get;
        init => field = value is >= 0.0001 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastShare lies between 0.0001 and 0.5.");
    }
    = 0.01;

    /// <summary>The low end of the interval is at least so many times what is expected. Default 1.1, range 1 to 10.</summary>
    public double LeastRatio
    {
        get;
        init => field = value is >= 1 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastRatio lies between 1 and 10.");
    }
    = 1.1;

    /// <summary>A slice to look at by name. Default null: none.</summary>
    public SliceQuery? Where { get; init; }

    /// <inheritdoc/>
    public string? WhyNot(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Score == SliceScore.LabelNoise && evidence.Task != TaskKind.Classification ? "label noise needs a label that is a class: leave out --set FL301.score=LabelNoise" : null;
    }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        if (context.Classes is null && context.Values is null)
        {
            return Verdict.Skipped("needs predictions: give --predictions FILE");
        }

        (ValuePredictions? values, double unit) = (null, 1);
        if (context.Values is { } predictions)
        {
            (values, unit) = predictions.InSquareUnits();
        }

        SliceRows rows = context.Classes is { } classes ? SliceRows.Of(classes, Score) : SliceRows.Of(values!, Score);
        if (rows.Rows.Length < FewestRows)
        {
            return TooFew(rows.Rows.Length);
        }

        int leastRows = LeastRows(rows.Rows.Length);
        (List<SliceAttribute> attributes, int left) = Attributes(context, rows.Rows, leastRows);
        if (attributes.Count == 0)
        {
            return Verdict.Unmeasured(NothingToSliceBy);
        }

        return Tell(Search(context, rows, attributes, leastRows), left, [], unit: unit);
    }

    Searched Search(CheckContext context, SliceRows rows, IReadOnlyList<SliceAttribute> attributes, int leastRows)
    {
        SliceScale scale = rows.Scale(leastRows);
        IReadOnlyList<SliceLevel> levels = SliceSearch.Run(attributes, rows.Tally, scale, new SliceSearchOptions(Depth, context.Threads), done => context.Progress(0.9 * done), context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        return new Searched(context, rows, attributes, leastRows, levels, new SliceJudgement(attributes, rows, levels, scale).Judge(context.Cancellation));
    }

    // What the search came to, before it is told.
    sealed record Searched(CheckContext Context, SliceRows Rows, IReadOnlyList<SliceAttribute> Attributes, int LeastRows, IReadOnlyList<SliceLevel> Levels, IReadOnlyList<JudgedSlice> Slices);

    Verdict Tell(Searched searched, int left, IEnumerable<string> limits, Func<JudgedSlice, (FoundRows Rows, IReadOnlyList<ExampleRow> Examples)>? show = null, double unit = 1)
    {
        (CheckContext context, SliceRows rows, IReadOnlyList<JudgedSlice> slices) = (searched.Context, searched.Rows, searched.Slices);
        WeakSlicesReport report = new(context, searched.Attributes, rows, slices, LeastRatio, show);
        AskedSlice? asked = Where is null ? null : AskedSlice.Of(Where, context, rows, report.Name);
        return Verdict.Of(asked is null ? report.Findings() : report.Findings().Append(asked.Finding)) with
        {
            Details = report.Details(searched.LeastRows, searched.Levels, asked?.Slice),
            P = slices.Where(slice => slice.IsBeyond).Select(slice => slice.Q).DefaultIfEmpty(1).Min(),
            RowsScored = rows.RowCount,
            RowsFlagged = report.RowsFlagged,
            Plan = [.. limits, .. Plan(searched.Attributes.Count, left, rows.Places), .. ValuePredictions.Told(unit)],
        };
    }

    int LeastRows(long rows) => Math.Max(50, (int)Math.Ceiling(LeastShare * rows));

    static Verdict TooFew(long rows) => Verdict.Unmeasured($"only {rows} rows have a label and a prediction; {FewestRows} are needed");

    IEnumerable<string> Plan(int attributes, int left, int rows)
    {
        if (left > 0)
        {
            yield return $"slices by {MostAttributes} of {MostAttributes + left} columns, the first in table order; name others with --features";
        }

        if (Depth == 3 && SliceSearch.Deep(attributes, rows) is var deep && deep < attributes)
        {
            yield return $"slices of three columns by the first {deep} of {attributes} columns, by table order; name others with --features";
        }
    }

    static (List<SliceAttribute> Attributes, int Left) Attributes(CheckContext context, int[] rows, int leastRows)
    {
        string[] names = Names(context.Roles);
        List<SliceAttribute> attributes = [];
        foreach (string name in names.Take(MostAttributes))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (SliceAttribute.Of(context.Data[name], rows, leastRows) is { Items.Count: > 1 } attribute)
            {
                attributes.Add(attribute);
            }
        }

        return (attributes, Math.Max(0, names.Length - MostAttributes));
    }

    static string[] Names(Roles roles)
    {
        var hidden = new HashSet<string>([.. roles.Text, .. roles.Probabilities, .. roles.Ignored, .. roles.Embedding], StringComparer.Ordinal);
        return [.. roles.Features.Concat(roles.Groups).Distinct(StringComparer.Ordinal).Where(name => !hidden.Contains(name) && name != roles.Label)];
    }
}
