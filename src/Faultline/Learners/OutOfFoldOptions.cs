namespace Faultline;

/// <summary>How out-of-fold predictions are made. Immutable.</summary>
public sealed record OutOfFoldOptions
{
    /// <summary>Most training rows of a fold; more are sampled. Default 200,000.</summary>
    public int TrainingRows { get; init; } = 200_000;

    /// <summary>Which learners may be chosen.</summary>
    public LearnerChoice Learner { get; init; }

    /// <summary>
    /// Work that the search may do, in cells added to histograms (about rows × columns × splits on the way to a leaf × trees); null for the default, 10⁸ + 1,500 for
    /// every cell of the table and score of a row, at most 10⁹.
    /// </summary>
    public long? WorkBudget { get; init; }

    /// <summary>Seed of every draw. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Threads; the predictions are the same whatever the number. Default the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The work that the search may do on a table.</summary>
    internal long BudgetFor(FeatureMatrix features, LearningTarget target)
    {
        double cells = (double)features.RowCount * features.Columns.Count * (target.ClassCount <= 2 ? 1 : target.ClassCount);
        return WorkBudget ?? (long)Math.Min(1e9, 1e8 + (1_500 * cells));
    }
}
