namespace Faultline;

/// <summary>Predictions of rows by models that did not see them.</summary>
/// <param name="Predictions">Row major: a probability a class, summing to 1, or one number a row; NaN in rows that are not predicted.</param>
/// <param name="Baseline">The same of the model without features: the classes' shares, or the mean, of the training rows.</param>
/// <param name="Learner">What predicted: <c>gbdt</c>, <c>logistic</c>, <c>ridge</c>, two of them where the halves chose differently, or <c>none</c> where no model beat the baseline.</param>
/// <param name="Settings">Settings and calibration, in words.</param>
/// <param name="Searches">What the searches found.</param>
/// <param name="Plan">Folds, limits and samples that applied, a sentence each.</param>
public sealed record OutOfFoldResult(double[] Predictions, double[] Baseline, string Learner, string Settings, IReadOnlyList<SearchOutcome> Searches, IReadOnlyList<string> Plan)
{
    /// <summary>The model of texts that predicted each fold; null, or none at all, where another kind did.</summary>
    internal IReadOnlyList<SparseLogisticRegression?> Words { get; init; } = [];
}
