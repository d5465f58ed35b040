namespace Faultline;

/// <summary>A difference of two scores with its interval.</summary>
/// <param name="Value">The mean over the splits.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record ProofDifference(double Value, double Low, double High);

/// <summary>Another score of the same models on the same held-out rows, for the reader; the gain is not judged by it.</summary>
/// <param name="Metric">What it is.</param>
/// <param name="Before">Of models of the training rows as they are.</param>
/// <param name="After">Of the repaired ones.</param>
/// <param name="Placebo">Of those repaired at random.</param>
public sealed record ProofBeside(string Metric, double Before, double After, double Placebo);

/// <summary>What a proof measured. Scores are means over the splits; higher is better.</summary>
public sealed record ProofResult
{
    /// <summary>Coverage of the intervals.</summary>
    public const double Level = 0.95;

    /// <summary>What the score is: <c>Brier skill after shrinkage</c> for classes, <c>R²</c> for numbers; null when nothing was measured.</summary>
    public string? Metric { get; private init; }

    /// <summary>Score of models of the training rows as they are.</summary>
    public double? Before { get; private init; }

    /// <summary>Score of models of the repaired training rows, on the same held-out rows.</summary>
    public double? After { get; private init; }

    /// <summary>Score after a repair of equal size and kind whose rows or cells were drawn at random.</summary>
    public double? Placebo { get; private init; }

    /// <summary>After − before.</summary>
    public ProofDifference? Difference { get; private init; }

    /// <summary>After − placebo.</summary>
    public ProofDifference? OverPlacebo { get; private init; }

    /// <summary>Other scores of the same models: for classes accuracy, and Brier skill without shrinkage.</summary>
    public IReadOnlyList<ProofBeside> Beside { get; private init; } = [];

    /// <summary>True only when the intervals of <see cref="Difference"/> and <see cref="OverPlacebo"/> both lie above 0.</summary>
    public bool Gain => Difference is { Low: > 0 } && OverPlacebo is { Low: > 0 };

    /// <summary>Number of splits into training and held-out rows.</summary>
    public int Splits { get; private init; }

    /// <summary>Labelled rows that took part.</summary>
    public int Rows { get; private init; }

    /// <summary>Changes that the repair made in the training rows of a split, on average.</summary>
    public double ChangesASplit { get; private init; }

    /// <summary>Why nothing was measured, or null.</summary>
    public string? Reason { get; private init; }

    /// <summary>What the reader should know of the measurement.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Nothing could be measured.</summary>
    /// <param name="reason">Why, as a clause.</param>
    public static ProofResult Unmeasured(string reason) => new() { Reason = reason };

    /// <summary>Sums up splits.</summary>
    internal static ProofResult Of(string metric, int rows, IReadOnlyList<SplitScores> splits)
    {
        double ratio = splits.Average(split => split.HeldOut / (double)split.Trained);
        return new ProofResult
        {
            Metric = metric,
            Rows = rows,
            Splits = splits.Count,
            ChangesASplit = splits.Average(split => split.Changes),
            Before = splits.Average(split => split.Before.Skill),
            After = splits.Average(split => split.After.Skill),
            Placebo = splits.Average(split => split.Placebo.Skill),
            Difference = Between(splits, split => split.After.Skill - split.Before.Skill, ratio),
            OverPlacebo = Between(splits, split => split.After.Skill - split.Placebo.Skill, ratio),
            Beside = double.IsNaN(splits[0].Before.Accuracy) ? [] : [Of("accuracy", splits, score => score.Accuracy), Of("Brier skill without shrinkage", splits, score => score.Brier)],
        };
    }

    static ProofBeside Of(string metric, IReadOnlyList<SplitScores> splits, Func<ArmScore, double> score) =>
        new(metric, splits.Average(split => score(split.Before)), splits.Average(split => score(split.After)), splits.Average(split => score(split.Placebo)));

    static ProofDifference Between(IReadOnlyList<SplitScores> splits, Func<SplitScores, double> difference, double ratio)
    {
        double[] differences = [.. splits.Select(difference)];
        Interval interval = RepeatedSplits.CorrectedInterval(differences, ratio, Level);
        return new ProofDifference(differences.Average(), interval.Low, interval.High);
    }
}
