namespace Faultline;

/// <summary>Rows that agree on everything, or on everything but one unit, more often than chance explains.</summary>
/// <param name="Differing">The unit in which they differ; −1 for none.</param>
/// <param name="Groups">The groups beyond chance, each in rising order.</param>
/// <param name="Rows">Rows that repeat an earlier one, in all groups of this kind.</param>
/// <param name="Beyond">Rows that repeat an earlier one, in <paramref name="Groups"/>.</param>
/// <param name="Expected">Upper bound of the pairs that chance is expected to make as rare as these.</param>
/// <param name="P">Probability of so many by chance.</param>
sealed record DuplicateMatches(int Differing, IReadOnlyList<int[]> Groups, int Rows, int Beyond, double Expected, double P);
