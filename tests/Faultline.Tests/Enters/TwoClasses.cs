namespace Faultline.Tests;

/// <summary>Two normal classes of equal covariance with known posteriors; labels may then be flipped.</summary>
static class TwoClasses
{
    /// <summary>Draws labels and the exact probabilities of the true classes.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="bayesError">0.02, 0.05, 0.15 or 0.25: the share that the best model gets wrong.</param>
    /// <param name="flips">The chance that a label is flipped.</param>
    /// <param name="temperature">Divides the log odds of the probabilities: below 1 over-confident, above 1 under-confident.</param>
    public static (int[] Labels, double[] Probabilities, int Flipped, bool[] IsFlipped) Draw(SeededRandom random, int rows, double bayesError, double flips, double temperature = 1)
    {
        // −2 Φ⁻¹(Bayes error)
        double distance = bayesError switch { 0.02 => 4.10750, 0.05 => 3.28971, 0.15 => 2.07287, 0.25 => 1.34898, _ => throw new ArgumentOutOfRangeException(nameof(bayesError)) };
        int[] labels = new int[rows];
        double[] probabilities = new double[2 * rows];
        bool[] isFlipped = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            int truth = random.NextInt(2);
            double odds = distance * (((truth - 0.5) * distance) + random.NextGaussian());
            isFlipped[row] = random.NextDouble() < flips;
            labels[row] = isFlipped[row] ? 1 - truth : truth;
            probabilities[2 * row] = 1 / (1 + Math.Exp(odds / temperature));
            probabilities[(2 * row) + 1] = 1 / (1 + Math.Exp(-odds / temperature));
        }

        return (labels, probabilities, isFlipped.Count(f => f), isFlipped);
    }

    /// <summary>A table with the label alone, and the probabilities as the user's.</summary>
    public static Evidence Evidence(int[] labels, double[] probabilities, int classes = 2, bool outOfFold = false)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")];
        TextColumn label = TextColumn.From("y", labels.Select(l => l < 0 ? null : names[l]));
        return new Evidence
        {
            Data = Table.FromColumns(label),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, outOfFold),
        };
    }
}
