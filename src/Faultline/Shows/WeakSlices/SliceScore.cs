namespace Faultline;

/// <summary>Which score of a row <see cref="WeakSlices"/> averages over slices.</summary>
public enum SliceScore
{
    /// <summary>Whether the most probable class is not the label; for a numeric label the absolute error.</summary>
    Error,

    /// <summary>The log loss; for a numeric label the squared error.</summary>
    Loss,

    /// <summary>Whether confident learning holds the label for wrong; not for a numeric label.</summary>
    LabelNoise,
}
