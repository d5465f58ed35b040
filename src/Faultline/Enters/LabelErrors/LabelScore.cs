namespace Faultline;

/// <summary>How much a row's probabilities speak for its label: 1 certainly right, towards 0 probably wrong.</summary>
public enum LabelScore
{
    /// <summary>The probability of the given label.</summary>
    SelfConfidence,

    /// <summary>(p of the given label − the largest other p + 1) / 2.</summary>
    NormalizedMargin,

    /// <summary>
    /// ln(1 + x) / x with x = the row's entropy over ln K, divided by the probability of the given label. Both divisors are at least 10⁻⁶,
    /// as in the reference implementation, so that a row of entropy 0 scores 0, not 1.
    /// </summary>
    ConfidenceWeightedEntropy,
}
