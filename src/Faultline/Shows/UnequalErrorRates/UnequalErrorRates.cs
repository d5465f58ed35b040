namespace Faultline;

/// <summary>
/// FL303: does the model err more, or in another way, for some groups? Each group of the <c>--group</c> columns and of their combinations is held against all other rows, by
/// type of error; found where an interval that holds for all gaps at once clears the threshold.
/// </summary>
public sealed record UnequalErrorRates : ICheck<UnequalErrorRates>
{
    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL303",
        "UnequalErrorRates",
        Stage.Shows,
        "Does the model err more, or in another way, for some groups?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Predictions | Needs.Groups,
        "8 bytes a row and measure, 4 bytes a row and combination of group columns",
        [
            new Source("Equality of Opportunity in Supervised Learning", 2016, "arXiv:1610.02413"),
            new Source("Interval estimation for the difference between independent proportions", 1998, "doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I"),
        ]);

    /// <inheritdoc/>
    public static UnequalErrorRates Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<UnequalErrorRates>> Options { get; } =
    [
        CheckOption.Number<UnequalErrorRates>("leastGap", "The gap that the nearer end of the interval must reach: in shares of rows, or in mean absolute errors of all rows for a numeric label.", 0.05, 0, 1, (check, value) => check with { LeastGap = value }),
        CheckOption.Whole<UnequalErrorRates>("leastRows", "Groups, and the rows of a measure within them, are unmeasured below this many.", 50, 10, 1_000_000, (check, value) => check with { LeastRows = value }),
    ];

    /// <summary>The gap that the nearer end of the interval must reach. Default 0.05, range 0 to 1.</summary>
    public double LeastGap
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastGap lies between 0 and 1.");
    }
    = 0.05;

    /// <summary>Groups of fewer rows are unmeasured. Default 50, range 10 to 1,000,000.</summary>
    public int LeastRows
    {
        get;
        init => field = value is >= 10 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastRows lies between 10 and 1,000,000.");
    }
    = 50;

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

        IReadOnlyList<ErrorRateMeasure> measures = context.Classes is { } classes ? ErrorRateMeasure.All(classes) : ErrorRateMeasure.All(values!);
        Column[] columns = [.. context.Roles.Groups.Where(group => group != context.Roles.Label).Distinct(StringComparer.Ordinal).Select(group => context.Data[group]).Where(column => column is not VectorColumn)];
        IReadOnlyList<GroupPartition> partitions = GroupPartition.Of(columns, context.Show, context.Cancellation);
        GroupGaps gaps = GroupGaps.Of(partitions, measures, LeastRows, context);
        context.Cancellation.ThrowIfCancellationRequested();
        if (gaps.All.Count == 0)
        {
            return Verdict.Unmeasured($"no group has {LeastRows} rows with a label and a prediction, and as many outside it");
        }

        UnequalErrorRatesReport report = new(context, partitions, measures, gaps, LeastGap);
        return Verdict.Of(report.Findings()) with
        {
            Details = report.Details(LeastRows),
            P = gaps.P,
            RowsScored = measures[0].Of.LongCount(value => !double.IsNaN(value)),
            RowsFlagged = report.RowsFlagged,
            Plan = [.. Plan(columns.Length, partitions), .. ValuePredictions.Told(unit)],
        };
    }

    static IEnumerable<string> Plan(int columns, IReadOnlyList<GroupPartition> partitions)
    {
        if (partitions.Count < GroupPartition.Sets(columns))
        {
            yield return $"groups of {partitions.Count} of {GroupPartition.Sets(columns):N0} sets of up to three columns, the first in the order given; name fewer with --group";
        }

        GroupPartition[] cut = [.. partitions.Where(partition => partition.Rest >= 0 && partition.Parents.Count > GroupPartition.MostGroups)];
        if (cut.Length > 0)
        {
            yield return $"the {GroupPartition.MostGroups} largest groups of {string.Join(" and ", cut[0].By)}{(cut.Length > 1 ? $" and of {cut.Length - 1} more sets of columns" : string.Empty)}; smaller ones count among all other rows";
        }
    }
}
