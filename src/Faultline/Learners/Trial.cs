namespace Faultline;

/// <summary>One evaluation of a search.</summary>
/// <param name="Point">Where, each coordinate in [0, 1].</param>
/// <param name="Losses">Cross-validated loss of every row of the sample.</param>
/// <param name="Work">What it cost.</param>
/// <param name="Iterations">Boosting iterations that were best over all folds.</param>
sealed record Trial(double[] Point, double[] Losses, long Work, int Iterations)
{
    // The best of many noisy trials looks better than it is: a gain that is small against its own error is none.
    const double StandardErrors = 0.5;

    /// <summary>The mean loss.</summary>
    public double Loss { get; } = Losses.Length > 0 ? Losses.Average() : double.PositiveInfinity;

    /// <summary>Whether this is better than another trial on the same rows by half the standard error of the difference.</summary>
    public bool IsBetterThan(Trial other)
    {
        if (!(Loss < other.Loss))
        {
            return false;
        }

        double mean = other.Loss - Loss;
        double squares = 0;
        for (int row = 0; row < Losses.Length; row++)
        {
            double difference = other.Losses[row] - Losses[row] - mean;
            squares += difference * difference;
        }

        return mean > StandardErrors * Math.Sqrt(squares) / Losses.Length;
    }
}
