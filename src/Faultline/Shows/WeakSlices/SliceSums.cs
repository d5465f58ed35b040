namespace Faultline;

/// <summary>
/// What rows add up to, in whole units of 2⁻²⁴: sums are exact, so neither the order of rows nor the number of threads changes a bit.
/// </summary>
struct SliceSums
{
    /// <summary>Units in 1.</summary>
    public const double Unit = 1 << 24;

    public long Rows;

    // Observed score, in [0, 1] a row.
    public long Score;

    // Observed score held against all rows alike, in [0, 1] a row.
    public long Raw;

    // What the row's stratum has on average, and its variance.
    public long Expected;
    public long Variance;

    // score · (1 − expected)² / variance: no refinement of the slice has a z² above the sum of these.
    public long Gain;

    public void Add(in SliceSums other)
    {
        Rows += other.Rows;
        Score += other.Score;
        Raw += other.Raw;
        Expected += other.Expected;
        Variance += other.Variance;
        Gain += other.Gain;
    }

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
