namespace Faultline;

/// <summary>
/// Finds columns whose cells are not what they seem: texts and numbers that stand for missing, one category in several spellings, text among numbers,
/// impossible values and dates, and, against a training table, spellings, categories, types and ranges that differ. One fault is one finding, in
/// however many columns it stands.
/// </summary>
public sealed record ColumnHygiene : ICheck<ColumnHygiene>
{
    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL107",
        "ColumnHygiene",
        Stage.Enters,
        "Are the cells of each column what they seem to be?",
        CheckMaturity.Preview,
        Needs.None,
        "8 bytes a row and thread",
        [
            new Source("The problem of disguised missing data", 2006, "doi:10.1145/1147234.1147247"),
            new Source("A simple general approach to inference about the tail of a distribution", 1975, "doi:10.1214/aos/1176343247"),
        ]);

    /// <inheritdoc/>
    public static ColumnHygiene Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<ColumnHygiene>> Options { get; } =
    [
        CheckOption.Number<ColumnHygiene>("rareShare", "Largest share of a column's cells that may count as odd or impossible.", 0.05, 0.0001, 0.5, (check, value) => check with { RareShare = value }),
    ];

    /// <summary>Largest share of a column's cells that may count as odd or impossible. Default 0.05, range 0.0001 to 0.5.</summary>
    public double RareShare
    {
        get;
        init => field = value is >= 0.0001 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "RareShare lies between 0.0001 and 0.5.");
    }
    = 0.05;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var columns = Columns(context);
        var faults = InColumns(columns, context)
            .Concat(ColumnHygieneShape.Find(columns, context))
            .Concat(ColumnHygieneTrain.Find(columns, context))
            .GroupBy(fault => (fault.Kind, fault.Token))
            .ToArray();
        var findings = faults.Select(group => Write([.. group], context)).ToArray();
        var flagged = faults.SelectMany(group => group).Where(fault => fault.Severity > Severity.Info).ToArray();
        return Verdict.Of(findings) with
        {
            Details = new ColumnHygieneDetails(findings.Length, [.. faults.Take(CheckDetails.ListLimit).Select(group => new ColumnHygieneEntry(
                group.Key.Kind.ToString(),
                [.. group.Take(CheckDetails.ListLimit).Select(fault => fault.Column.Name)],
                group.Sum(fault => (long)fault.Cells.Count)))]),
            Cells = [.. flagged.SelectMany(fault => fault.Cells.Select(cell => new CellScore(cell.Row, fault.Column.Name, fault.Score, cell.Suggestion)))],
        };
    }

    /// <summary>The faults that a column has by itself, without a look at other columns or tables.</summary>
    internal IEnumerable<HygieneFault> OwnFaults(CheckContext context) => InColumns(Columns(context), context);

    static Column[] Columns(CheckContext context) => [.. context.Data.Columns.Where(column => Looks(column, context.Roles))];

    IEnumerable<HygieneFault> InColumns(Column[] columns, CheckContext context)
    {
        var byColumn = new List<HygieneFault>[columns.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, columns.Length, parallel, i =>
        {
            byColumn[i] = [.. InColumn(columns[i], context)];
            context.Progress(Interlocked.Increment(ref done) / (double)columns.Length);
        });
        return byColumn.SelectMany(found => found);
    }

    static bool Looks(Column column, Roles roles) =>
        column.Kind != ColumnKind.Vector && !roles.Ignored.Contains(column.Name) && !roles.Probabilities.Contains(column.Name) && !roles.Embedding.Contains(column.Name);

    IEnumerable<HygieneFault> InColumn(Column column, CheckContext context)
    {
        var faults = ColumnHygieneMissing.Find(column, RareShare, context);
        return column switch
        {
            TextColumn text => faults.Concat(ColumnHygieneSpellings.Find(text, context)).Concat(ColumnHygieneForms.Find(text, RareShare, context)),
            NumberColumn number when column.Name != context.Roles.Id => faults.Concat(ColumnHygieneNumbers.Find(number, RareShare, context)),
            TimeColumn time => faults.Concat(ColumnHygieneDates.Find(time, RareShare, context)),
            _ => faults,
        };
    }

    static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context) => faults[0].Kind switch
    {
        HygieneKind.MissingToken or HygieneKind.OddCategory or HygieneKind.MixedTypes => ColumnHygieneMissing.Write(faults, context),
        HygieneKind.Spellings or HygieneKind.Misspelt or HygieneKind.Blanks or HygieneKind.Encoding => ColumnHygieneSpellings.Write(faults, context),
        HygieneKind.MixedForms => ColumnHygieneForms.Write(faults, context),
        HygieneKind.MissingCode or HygieneKind.Zeros => ColumnHygieneNumbers.Write(faults, context),
        HygieneKind.FutureDates or HygieneKind.ImpossibleDates or HygieneKind.MixedDates or HygieneKind.PlannedDates => ColumnHygieneDates.Write(faults, context),
        HygieneKind.Constant or HygieneKind.KeyLike or HygieneKind.NearEmpty or HygieneKind.DuplicateColumn => ColumnHygieneShape.Write(faults, context),
        _ => ColumnHygieneTrain.Write(faults, context),
    };
}
