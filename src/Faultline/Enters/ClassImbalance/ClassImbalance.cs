namespace Faultline;

/// <summary>
/// Says how uneven the classes are, what that does to each metric, and how wrong labels compound with the classifier's errors; above info only where it hurts:
/// rare classes that are never predicted, that have too few rows to measure, or that drown in wrong labels, and an accuracy no better than the majority.
/// </summary>
public sealed partial record ClassImbalance : ICheck<ClassImbalance>
{
    const int FewestRows = 50;
    const double UnevenRatio = 3;
    const double MajorityThatHides = 0.8;
    const double NeverPredicted = 0.2;
    const double RanksWell = 0.7;
    const double Drowning = 0.5;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL109",
        "ClassImbalance",
        Stage.Enters,
        "Are classes so rare that metrics mislead?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Classes | Needs.Predictions,
        "32 bytes a row",
        [
            new Source("Challenges and Complexities in Machine Learning based Credit Card Fraud Detection", 2022, "arXiv:2208.10943"),
            new Source("The Balanced Accuracy and Its Posterior Distribution", 2010, "doi:10.1109/ICPR.2010.764"),
        ]);

    /// <inheritdoc/>
    public static ClassImbalance Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<ClassImbalance>> Options { get; } =
    [
        CheckOption.Number<ClassImbalance>("rareShare", "A class is rare that has at most this share of the rows which it would have if all classes were equal.", 0.2, 0.001, 1, (check, value) => check with { RareShare = value }),
        CheckOption.Whole<ClassImbalance>("fewestRows", "Rows that a class needs for anything to be measured on it.", 20, 5, 1000, (check, value) => check with { FewestOfAClass = value }),
    ];

    /// <summary>A class is rare that has at most this share of the rows which it would have if all classes were equal. Default 0.2, range 0.001 to 1.</summary>
    public double RareShare
    {
        get;
        init => field = value is >= 0.001 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "RareShare lies between 0.001 and 1.");
    }
    = 0.2;

    /// <summary>Rows that a class needs for anything to be measured on it. Default 20.</summary>
    public int FewestOfAClass { get; init; } = 20;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Classes is not { } predictions)
        {
            return Verdict.Skipped("needs class probabilities: give --predictions FILE");
        }

        int[] labels = predictions.MeasuredLabels();
        var counts = ClassCountsTable.Of(predictions, labels);
        if (counts.Rows < FewestRows)
        {
            return Verdict.Unmeasured($"only {counts.Rows} rows have a label and probabilities; {FewestRows} are needed");
        }

        if (counts.Present().Length < 2)
        {
            return Verdict.Unmeasured("every label is of one class; nothing is uneven");
        }

        context.Progress(0.2);
        var wrong = WrongLabels.Of(predictions, labels, context);
        var imbalance = new Imbalance(predictions, labels, counts, wrong, this);
        return Verdict.Of(Findings(context, imbalance)) with
        {
            Details = imbalance.Details(),
            RowsScored = counts.Rows,
            RowsFlagged = 0,
        };
    }
}
