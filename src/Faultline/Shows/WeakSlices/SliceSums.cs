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

    /// <summary>Excess over what was expected in standard deviations; 0 where there is none.</summary>
    public readonly double Z => Variance > 0 ? (Score - Expected) / Math.Sqrt(Variance * Unit) : 0;

    /// <summary>No slice within these rows has a larger <see cref="Z"/> (Cauchy and Schwarz).</summary>
    public readonly double Bound => Math.Sqrt(Gain / Unit);

    public void Add(in SliceSums other)
    {
        Rows += other.Rows;
        Score += other.Score;
        Raw += other.Raw;
        Expected += other.Expected;
        Variance += other.Variance;
        Gain += other.Gain;
    }

    /// <summary>Excess over the mean of all rows in standard deviations.</summary>
    /// <param name="mean">Mean of the raw scores of all rows.</param>
    /// <param name="variance">Their variance.</param>
    public readonly double RawZ(double mean, double variance) => variance > 0 && Rows > 0 ? ((Raw / Unit) - (Rows * mean)) / Math.Sqrt(Rows * variance) : 0;

    /// <summary>No slice within these rows has a larger <see cref="RawZ"/>: (s − m)₊² is at most s (1 − m)² for a score between 0 and 1.</summary>
    /// <param name="mean">Mean of the raw scores of all rows.</param>
    /// <param name="variance">Their variance.</param>
    public readonly double RawBound(double mean, double variance) => variance > 0 ? Math.Sqrt(Raw / Unit * (1 - mean) * (1 - mean) / variance) : 0;
}
