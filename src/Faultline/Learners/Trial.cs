namespace Faultline;

/// <summary>One evaluation of a search.</summary>
/// <param name="Point">Where, each coordinate in [0, 1].</param>
/// <param name="Loss">Cross-validated loss.</param>
/// <param name="Work">What it cost.</param>
/// <param name="Iterations">Boosting iterations that were best, the mean over folds.</param>
sealed record Trial(double[] Point, double Loss, long Work, int Iterations);
