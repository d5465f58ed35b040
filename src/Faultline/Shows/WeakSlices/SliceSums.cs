namespace Faultline;

/// <summary>
/// What rows add up to, in whole units of 2⁻²⁴: sums are exact, so neither the order of rows nor the number of threads changes a bit.
/// </summary>
readonly struct SliceSums
{
    /// <summary>Units in 1.</summary>
    public const double Unit = 1 << 24;

    public long Rows { get; init; }

    // Observed score, in [0, 1] a row.
    public long Score { get; init; }

    // Observed score held against all rows alike, in [0, 1] a row.
    public long Raw { get; init; }

    // What the row's stratum has on average, and its variance.
    public long Expected { get; init; }
    public long Variance { get; init; }

    // score · (1 − expected)² / variance: no refinement of the slice has a z² above the sum of these.
    public long Gain { get; init; }

    public static SliceSums Of(in SliceSums left, in SliceSums right) => new()
    {
        Rows = left.Rows + right.Rows,
        Score = left.Score + right.Score,
        Raw = left.Raw + right.Raw,
        Expected = left.Expected + right.Expected,
        Variance = left.Variance + right.Variance,
        Gain = left.Gain + right.Gain,
    };

    /// <summary>The rows of the first that are not in the second, which lies within it.</summary>
    public static SliceSums Between(in SliceSums through, in SliceSums before) => new()
    {
        Rows = through.Rows - before.Rows,
        Score = through.Score - before.Score,
        Raw = through.Raw - before.Raw,
        Expected = through.Expected - before.Expected,
        Variance = through.Variance - before.Variance,
        Gain = through.Gain - before.Gain,
    };
}
