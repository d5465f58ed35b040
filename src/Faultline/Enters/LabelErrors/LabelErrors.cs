namespace Faultline;

/// <summary>
/// Finds labels that are probably wrong, by confident learning on out-of-sample probabilities, and tells noise from overlap: found only where the
/// disagreement between labels and predictions stays above the threshold among the rows that the predictions are most certain of.
/// </summary>
public sealed partial record LabelErrors : ICheck<LabelErrors>, IStreamedCheck
{
    /// <summary>Below this many rows with a label and probabilities nothing is said.</summary>
    public const int FewestRows = 50;

    const string OneClass = "every label is of one class; wrong labels show only between classes";

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL101",
        "LabelErrors",
        Stage.Enters,
        "How many labels are wrong, and which?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Classes | Needs.Predictions,
        "32 bytes a row",
        [new Source("Confident Learning: Estimating Uncertainty in Dataset Labels", 2021, "arXiv:1911.00068")]);

    /// <inheritdoc/>
    public static LabelErrors Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<LabelErrors>> Options { get; } =
    [
        CheckOption.Choice<LabelErrors, LabelFilter>("filter", "Which rows confident learning picks.", LabelFilter.PruneByNoiseRate, (check, value) => check with { Filter = value }),
        CheckOption.Number<LabelErrors>("leastNoise", "The share of wrong labels that the low end of the interval must reach.", 0.003, 0, 0.5, (check, value) => check with { LeastNoise = value }),
    ];

    /// <summary>Which rows confident learning picks. Default <see cref="LabelFilter.PruneByNoiseRate"/>.</summary>
    public LabelFilter Filter { get; init; } = LabelFilter.PruneByNoiseRate;

    /// <summary>The share of wrong labels that the low end of the interval must reach to be found. Default 0.003, range 0 to 0.5.</summary>
    public double LeastNoise
    {
        get;
        init => field = value is >= 0 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastNoise lies between 0 and 0.5.");
    }
    = 0.003;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Classes is not { } predictions)
        {
            return Verdict.Skipped("needs class probabilities: give --predictions FILE");
        }

        int classes = predictions.Classes.Count;
        int[] labels = predictions.MeasuredLabels();
        int measured = labels.Length - labels.AsSpan().Count(-1);
        if (measured < FewestRows)
        {
            return TooFew(measured);
        }

        if (labels.AsSpan().Count(Array.Find(labels, label => label >= 0)) == measured)
        {
            return Verdict.Unmeasured(OneClass);
        }

        bool[] picked = ConfidentLearning.Find(labels, predictions.Probabilities, classes, Filter, out LabelNoise noise, context.Threads, context.Cancellation);
        context.Progress(0.5);
        var judgement = LabelJudgement.Of(labels, predictions, LeastNoise, context.Threads, context.Cancellation);
        judgement.Picked = picked;
        judgement.Scores = LabelEvidence.Scores(labels, predictions, judgement.Ranking, context.Threads, context.Cancellation);
        return Judge(context, predictions, judgement, noise);
    }

    static Verdict TooFew(long measured) => Verdict.Unmeasured($"only {measured} rows have a label and probabilities; {FewestRows} are needed");

    Verdict Judge(CheckContext context, ClassPredictions predictions, LabelJudgement judgement, LabelNoise noise)
    {
        bool[] flagged = judgement.Flag();
        int[] worst = judgement.WorstFirst(flagged);
        return Conclude(context, predictions.Classes, judgement, noise, judgement.ErrorsByClass(predictions.Classes.Count), judgement.Picked.AsSpan().Count(true), Shown(context, predictions, judgement, worst)) with
        {
            Rows = new RowScores(judgement.Scores, flagged, row => judgement.Rows.Suggested[row] is var suggested and >= 0 && suggested != judgement.Labels[row] ? predictions.Classes[suggested] : null),
        };
    }

    static Verdict Conclude(CheckContext context, IReadOnlyList<string> classes, LabelJudgement judgement, LabelNoise noise, double[] errors, long picked, ShownLabels shown) =>
        Verdict.Of(judgement.IsNoise || shown.Rows.Count > 0 ? [Write(context.Roles.Label ?? "label", classes, judgement, shown)] : []) with
        {
            Details = Details(classes, judgement, noise, errors, picked),
            P = judgement.Floor.P,
            Plan = [.. AbsentClasses(classes, noise)],
        };

    static LabelErrorsDetails Details(IReadOnlyList<string> classes, LabelJudgement judgement, LabelNoise noise, double[] errors, long picked)
    {
        bool showsJoint = classes.Count <= CheckDetails.ClassLimit;
        return new LabelErrorsDetails(
            new Estimate(Math.Round(judgement.Errors), Math.Round(judgement.ErrorsLow), Math.Round(judgement.ErrorsHigh)),
            judgement.OverlapShare,
            showsJoint ? noise.Joint.ToArray() : [],
            showsJoint ? noise.CalibratedJoint.ToArray() : [],
            classes.Count,
            [.. classes.Take(CheckDetails.ListLimit).Select((name, k) => new LabelErrorClass(
                name,
                noise.LabelCounts[k],
                noise.LabelCounts[k] > 0 ? noise.Thresholds[k] : null,
                errors[k],
                noise.LabelCounts[k] > 0 ? errors[k] / noise.LabelCounts[k] : null))],
            (int)picked,
            judgement.Kappa,
            judgement.Floor.Reach);
    }

    static IEnumerable<string> AbsentClasses(IReadOnlyList<string> classes, LabelNoise noise)
    {
        string[] absent = [.. classes.Where((_, k) => noise.LabelCounts[k] == 0)];
        if (absent.Length > 0)
        {
            yield return $"no row is labelled {string.Join(", ", absent.Take(5))}{(absent.Length > 5 ? $" and {absent.Length - 5} more classes" : string.Empty)}; no label is held against these classes";
        }
    }
}
