namespace Faultline;

/// <summary>How confident learning chooses the rows whose labels are probably wrong.</summary>
/// <remarks>Every filter leaves out rows whose most probable class is the given label.</remarks>
public enum LabelFilter
{
    /// <summary>For every class, as many rows as its estimated errors, those with the least probability of their label.</summary>
    PruneByClass,

    /// <summary>For every pair of given and true class, as many rows as the calibrated joint counts there, those with the largest margin.</summary>
    PruneByNoiseRate,

    /// <summary>The rows that <see cref="PruneByClass"/> and <see cref="PruneByNoiseRate"/> both choose.</summary>
    Both,

    /// <summary>The rows counted off the diagonal of the confident joint.</summary>
    ConfidentLearning,

    /// <summary>The rows whose most probable class is not the given label.</summary>
    PredictedNotGiven,
}
