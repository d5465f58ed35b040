namespace Faultline;

/// <summary>
/// FL304: do predictions tie groups and classes together more strongly than the labels do? Directional bias amplification of each <c>--group</c> column and class; found where an
/// interval that holds for all of them at once clears the threshold; information where all that amplifies is choosing the more probable class.
/// </summary>
public sealed record BiasAmplification : ICheck<BiasAmplification>
{
    const int MostClasses = 10;
    const int MostGroups = 200;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL304",
        "BiasAmplification",
        Stage.Shows,
        "Do predictions tie groups and classes together more strongly than the labels do?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Classes | Needs.Predictions | Needs.Groups,
        "32 bytes a row",
        [
            new Source("Directional Bias Amplification", 2021, "arXiv:2102.12594"),
            new Source("Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data", 2012, "doi:10.3102/1076998611411915"),
        ]);

    /// <inheritdoc/>
    public static BiasAmplification Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<BiasAmplification>> Options { get; } =
    [
        CheckOption.Number<BiasAmplification>("leastAmplification", "The amplification that the low end of the interval must reach.", 0.02, 0, 1, (check, value) => check with { LeastAmplification = value }),
        CheckOption.Whole<BiasAmplification>("leastRows", "Groups of fewer rows are left out.", 50, 10, 1_000_000, (check, value) => check with { LeastRows = value }),
        new("predicted", "Columns with predicted groups, as sex=predicted_sex, separated by commas: the direction from the class to the attribute is measured with them.", "none", "pairs of a --group column and a column", (check, text) => Pairs(text) is { } pairs ? check with { Predicted = pairs } : null),
    ];

    /// <summary>The amplification that the low end of the interval must reach. Default 0.02, range 0 to 1.</summary>
    public double LeastAmplification
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastAmplification lies between 0 and 1.");
    }
    = 0.02;

    /// <summary>Groups of fewer rows are left out. Default 50, range 10 to 1,000,000.</summary>
    public int LeastRows
    {
        get;
        init => field = value is >= 10 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastRows lies between 10 and 1,000,000.");
    }
    = 50;

    /// <summary>A group column and the column that holds what somebody's model predicted for it. Default none.</summary>
    public IReadOnlyList<(string Group, string Column)> Predicted { get; init; } = [];

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        if (context.Classes is not { } classes)
        {
            return Verdict.Skipped("needs predictions: give --predictions FILE");
        }

        int[] labels = classes.MeasuredLabels();
        int[] predicted = [.. labels.Select((label, row) => label < 0 ? -1 : ModelSummary.MostProbable(classes.Row(row)))];
        Column[] columns = [.. context.Roles.Groups.Where(group => group != context.Roles.Label).Distinct(StringComparer.Ordinal).Select(group => context.Data[group]).Where(column => column is not VectorColumn)];
        GroupPartition[] partitions = [.. columns.Select(column => GroupPartition.Of(column, context.Show, context.Cancellation, int.MaxValue))];
        List<AmplifiedLink> toClass = [];
        List<AmplifiedLink> toAttribute = [];
        foreach (int target in Targets(labels, classes.Classes.Count))
        {
            double[] probabilities = [.. labels.Select((label, row) => label < 0 ? double.NaN : classes.Row(row)[target])];
            for (int attribute = 0; attribute < partitions.Length; attribute++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                int[] groups = [.. labels.Select((label, row) => label < 0 ? -1 : partitions[attribute].Codes[row])];
                if (partitions[attribute].Names.Count <= MostGroups && AmplifiedLink.ToClass(attribute, target, groups, labels, predicted, probabilities, LeastRows) is { } link)
                {
                    toClass.Add(link);
                }
            }
        }

        foreach ((string group, string column) in Predicted)
        {
            (int attribute, int[] groups, int[] told) = PredictedGroups.Of(group, column, columns, partitions, labels, context);
            toAttribute.AddRange(Targets(labels, classes.Classes.Count, both: true).Select(target => AmplifiedLink.ToAttribute(attribute, target, groups, labels, told, LeastRows)).OfType<AmplifiedLink>());
        }

        if (toClass.Count + toAttribute.Count == 0)
        {
            return Verdict.Unmeasured($"no group column has two groups of {LeastRows} rows with a label and a prediction");
        }

        BiasAmplificationReport report = new(context, partitions, toClass, toAttribute, LeastAmplification);
        return Verdict.Of(report.Findings()) with
        {
            Details = report.Details(),
            P = report.P,
            RowsScored = labels.LongCount(label => label >= 0),
            RowsFlagged = 0,
        };
    }

    // Of two classes one says all that the other does. Of many the most frequent.
    static IEnumerable<int> Targets(int[] labels, int classes, bool both = false) => classes == 2 && !both
        ? [1]
        : Enumerable.Range(0, classes).OrderByDescending(k => labels.Count(label => label == k)).ThenBy(k => k).Take(MostClasses).Order();

    static (string Group, string Column)[]? Pairs(string text)
    {
        if (text == "none")
        {
            return [];
        }

        string[][] pairs = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', StringSplitOptions.TrimEntries))];
        return pairs.All(pair => pair is [{ Length: > 0 }, { Length: > 0 }]) ? [.. pairs.Select(pair => (pair[0], pair[1]))] : null;
    }
}
