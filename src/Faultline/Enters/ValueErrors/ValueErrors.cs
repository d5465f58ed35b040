namespace Faultline;

/// <summary>
/// FL102: which numbers are wrong? Values of a numeric label that do not fit their row (veracity score), values of a column beyond its own tail, columns exchanged in a row, levels
/// exchanged in a group, units and decimal points that slipped.
/// </summary>
/// <remarks>A cell is said once, by the fault that knows most of it: exchanged columns, then slips of the unit, then values too far out, then values that do not fit their row.</remarks>
public sealed record ValueErrors : ICheck<ValueErrors>
{
    const string NoColumns = "none";

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL102",
        "ValueErrors",
        Stage.Enters,
        "Which numbers are wrong?",
        CheckMaturity.Preview,
        Needs.None,
        "8 bytes a row and thread; 250 bytes a row with a numeric label",
        [
            new Source("Detecting Errors in a Numerical Response via any Regression Model", 2023, "arXiv:2305.16583"),
            new Source("A simple general approach to inference about the tail of a distribution", 1975, "doi:10.1214/aos/1176343247"),
            new Source("Visualizing Data (the barley trials of Immer, Hayes and Powers)", 1993, "ISBN 978-0963488404"),
        ]);

    /// <inheritdoc/>
    public static ValueErrors Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<ValueErrors>> Options { get; } =
    [
        new("columns", "Further columns of numbers whose every value is compared with what the other columns say.", NoColumns, "any column names, globs and ranges, as in x1..x9,height", (check, text) =>
            check with { Columns = text == NoColumns ? null : text }),
        CheckOption.Number<ValueErrors>("leastErrors", "The share of wrong values that the low end of the interval must reach, unless they lie beyond a gap.", 0.001, 0, 0.5, (check, value) => check with { LeastErrors = value }),
    ];

    /// <summary>Further columns of numbers whose every value is compared with what the other columns say: names, globs and ranges as <see cref="ColumnSelector"/> reads them, or null. Default null.</summary>
    public string? Columns { get; init; }

    /// <summary>The share of wrong values that the low end of the interval must reach to be found, unless they lie beyond a gap in the residuals. Default 0.001, range 0 to 0.5.</summary>
    public double LeastErrors
    {
        get;
        init => field = value is >= 0 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastErrors lies between 0 and 0.5.");
    }
    = 0.001;

    /// <inheritdoc/>
    public bool UsesPredictions(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Task == TaskKind.Regression && evidence.Roles.Label is not null;
    }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var work = new ValueErrorsWork(this, context);
        IReadOnlyList<ValueFault> faults = work.Faults();
        ValueFault[] loud = [.. faults.Where(fault => fault.Finding.Severity > Severity.Info)];
        bool found = loud.Length > 0;
        var said = loud.Where(fault => fault.Kind != ValueFaultKind.Unfit).SelectMany(fault => fault.Cells);
        return Verdict.Of(faults.Select(fault => fault.Finding with { Mending = new Mending(RepairKind.Values, (about, _) => ValueCure.Changes(about, fault)) })) with
        {
            Details = new ValueErrorsDetails(
                work.ColumnsJudged,
                [.. faults.Take(CheckDetails.ListLimit).Select(fault => new ValueErrorsKind(fault.Kind.ToString(), [.. fault.Finding.Columns.Take(CheckDetails.ListLimit)], fault.Cells.Count))],
                [.. work.Unfit.Take(CheckDetails.ListLimit).Select(unfit => unfit.Fit)]),
            Cells = [.. said.Concat(work.Unfit.SelectMany(unfit => unfit.Fit.Column == context.Roles.Label ? unfit.Scores : [.. unfit.Scores.Where(score => score.Flagged)]).Where(score => found || !score.Flagged)).DistinctBy(cell => (cell.Row, cell.Column))],

            // Bonferroni over the families of tests, which is Holm's rule for the least of them.
            P = work.Chances.Count == 0 ? null : Math.Min(1, work.Chances.Count * work.Chances.Min()),
            Plan = work.Plan,
        };
    }

    /// <summary>The faults with their cells and the values that should stand there, for repairs: what is exchanged, of another unit or too far out; and what does not fit where predictions are at hand.</summary>
    internal IReadOnlyList<ValueFault> Faults(CheckContext context) => new ValueErrorsWork(this, context).Faults();
}
