namespace Faultline;

/// <summary>How far apart two rows are.</summary>
public enum Distance
{
    /// <summary>The square root of the sum of squared differences.</summary>
    Euclidean,

    /// <summary>One minus the cosine of the angle between the rows, in [0, 2]. A row of zeros is at 1 from every other row, and at 0 from another row of zeros.</summary>
    Cosine,
}
