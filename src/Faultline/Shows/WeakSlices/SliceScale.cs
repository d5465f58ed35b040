namespace Faultline;

/// <summary>How far a slice exceeds what it is held against, in standard deviations, and how far any refinement of it could.</summary>
/// <param name="IsShare">True where the score of a row is 0 or 1.</param>
/// <param name="Mean">Mean raw score of all rows.</param>
/// <param name="Variance">Its variance.</param>
/// <param name="LeastRows">Slices of fewer rows are not looked at.</param>
/// <param name="LeastExpected">The least that is expected of any row.</param>
/// <param name="LeastVariance">The least variance of any row.</param>
readonly record struct SliceScale(bool IsShare, double Mean, double Variance, int LeastRows, double LeastExpected, double LeastVariance)
{
    /// <summary>What is expected of a row of ranks.</summary>
    public const double MiddleRank = 0.5;

    /// <summary>
    /// Excess over what is expected of the rows. For shares the smaller of z and of the root of twice the log-likelihood ratio against the binomial of equal mean and variance:
    /// with few errors expected z alone takes small slices for clearer than they are.
    /// </summary>
    public double Beyond(SliceSums sums)
    {
        double expected = Expected(sums);
        double excess = (sums.Score / SliceSums.Unit) - expected;
        double variance = sums.Variance / SliceSums.Unit;
        return excess <= 0 || variance <= 0 ? 0 : Clear(excess / Math.Sqrt(variance), sums.Score / SliceSums.Unit, sums.Rows, expected, variance);
    }

    /// <summary>Excess over the mean of all rows.</summary>
    public double Raw(SliceSums sums)
    {
        double score = Score(sums);
        double excess = score - (sums.Rows * Mean);
        double variance = sums.Rows * Variance;
        return excess <= 0 || variance <= 0 ? 0 : Clear(excess / Math.Sqrt(variance), score, sums.Rows, sums.Rows * Mean, variance);
    }

    /// <summary>What is expected of the rows.</summary>
    public double Expected(SliceSums sums) => IsShare ? sums.Held / SliceSums.Unit : sums.Rows * MiddleRank;

    /// <summary>The score that is held against all rows alike.</summary>
    public double Score(SliceSums sums) => (IsShare ? sums.Score : sums.Held) / SliceSums.Unit;

    /// <summary>No slice of enough rows within these has a larger <see cref="Beyond"/>.</summary>
    public double BeyondBound(SliceSums sums)
    {
        double errors = sums.Score / SliceSums.Unit;
        if (LeastVariance <= 0)
        {
            return double.PositiveInfinity;
        }

        // z² is at most the sum of score · (1 − expected)² / variance, which is largest where least is expected.
        double gain = errors * (IsShare ? (1 - LeastExpected) / LeastExpected : MiddleRank * MiddleRank / LeastVariance);
        double others = LeastRows - errors;
        if (!IsShare || others <= 0)
        {
            return Math.Sqrt(gain);
        }

        // Rows that err exceed by at most √(gain · variance) (Cauchy and Schwarz) and by their number; rows that do not err but are needed for the size take their least away.
        double most = errors * (1 - LeastExpected);
        double variance = gain > 0 ? Math.Min(errors / 4, most * most / gain) : 0;
        return Math.Max(0, (Math.Sqrt(gain * variance) - (others * LeastExpected)) / Math.Sqrt(variance + (others * LeastVariance)));
    }

    /// <summary>No slice of enough rows within these has a larger <see cref="Raw"/>.</summary>
    public double RawBound(SliceSums sums)
    {
        double score = Score(sums);
        double rows = IsShare ? Math.Max(LeastRows, score) : 0;
        double bound = Variance > 0 ? Math.Sqrt(score / Variance) * (1 - Mean) : 0;
        return IsShare && Variance > 0 && score < rows ? Math.Min(bound, Clear(Math.Max(0, score - (rows * Mean)) / Math.Sqrt(rows * Variance), score, rows, rows * Mean, rows * Variance)) : bound;
    }

    double Clear(double z, double score, double rows, double expected, double variance)
    {
        if (!IsShare || score <= expected)
        {
            return z;
        }

        double trials = expected * expected / (expected - variance);
        trials = expected > variance && score < trials ? trials : rows;
        double others = trials - score;
        double ratio = (score * Math.Log(score / expected)) + (others > 0 ? others * Math.Log(others / (trials - expected)) : 0);
        return Math.Min(z, Math.Sqrt(2 * Math.Max(0, ratio)));
    }
}
