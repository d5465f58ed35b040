using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// Confident learning: estimates the joint of given and true labels from out-of-sample class probabilities and picks the rows that are probably
/// mislabelled (Northcutt, Jiang and Chuang, 2021, arXiv:1911.00068).
/// </summary>
/// <remarks>
/// Labels are 0 … classes − 1, or −1 for a row that is not measured: it counts nowhere and is never picked. Probabilities are row major, one row a label.
/// Where a row sums to 1 only within more than 10⁻¹² every row is divided by its sum. A class that no label uses has no threshold and takes no row.
/// With one class nothing is picked. Work is done in float64 in fixed blocks of rows, so the answer does not depend on the number of threads.
/// </remarks>
public static partial class ConfidentLearning
{
    /// <summary>Finds the rows whose labels are probably wrong.</summary>
    /// <param name="labels">The given label of each row, −1 where it is not measured.</param>
    /// <param name="rowMajorProbabilities">Out-of-sample probabilities, rows × classes, row major.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="filter">Which rows to pick.</param>
    /// <returns>One flag a row.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is no class, or a row has a sum that is not finite and above 0.</exception>
    public static bool[] Find(ReadOnlySpan<int> labels, ReadOnlySpan<double> rowMajorProbabilities, int classes, LabelFilter filter) =>
        new Counting(labels, rowMajorProbabilities, classes, Environment.ProcessorCount, CancellationToken.None).Find(filter);

    /// <summary>Finds the rows whose labels are probably wrong and the estimates behind them, with a bound on the threads.</summary>
    /// <param name="labels">The given label of each row, −1 where it is not measured.</param>
    /// <param name="rowMajorProbabilities">Out-of-sample probabilities, rows × classes, row major.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="filter">Which rows to pick.</param>
    /// <param name="noise">Thresholds, joint and calibrated joint.</param>
    /// <param name="threads">The most threads to use; the answer is the same for any number.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is no class, or a row has a sum that is not finite and above 0.</exception>
    public static bool[] Find(ReadOnlySpan<int> labels, ReadOnlySpan<double> rowMajorProbabilities, int classes, LabelFilter filter, out LabelNoise noise, int threads, CancellationToken cancellationToken)
    {
        Counting counting = new(labels, rowMajorProbabilities, classes, threads, cancellationToken);
        noise = counting.Noise;
        return counting.Find(filter);
    }

    /// <summary>Estimates thresholds, confident joint and calibrated joint.</summary>
    /// <param name="labels">The given label of each row, −1 where it is not measured.</param>
    /// <param name="rowMajorProbabilities">Out-of-sample probabilities, rows × classes, row major.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is no class, or a row has a sum that is not finite and above 0.</exception>
    public static LabelNoise Estimate(ReadOnlySpan<int> labels, ReadOnlySpan<double> rowMajorProbabilities, int classes) =>
        new Counting(labels, rowMajorProbabilities, classes, Environment.ProcessorCount, CancellationToken.None).Noise;

    /// <summary>Scores every row's label.</summary>
    /// <param name="labels">The given label of each row, −1 where it is not measured.</param>
    /// <param name="rowMajorProbabilities">Out-of-sample probabilities, rows × classes, row major, used as they are.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="score">Which score.</param>
    /// <returns>One score a row in [0, 1], NaN where the label is −1; 1 everywhere with one class.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is no class.</exception>
    public static double[] Score(ReadOnlySpan<int> labels, ReadOnlySpan<double> rowMajorProbabilities, int classes, LabelScore score)
    {
        ThrowIfMisshapen(labels, rowMajorProbabilities.Length, classes);
        double[] scores = new double[labels.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            int label = labels[row];
            scores[row] = label < 0
                ? double.NaN
                : Score(rowMajorProbabilities.Slice(row * classes, classes), label, score);
        }

        return scores;
    }

    /// <summary>Scores one row's label.</summary>
    /// <param name="probabilities">The row's class probabilities.</param>
    /// <param name="label">The given label.</param>
    /// <param name="score">Which score.</param>
    public static double Score(ReadOnlySpan<double> probabilities, int label, LabelScore score)
    {
        if (probabilities.Length == 1)
        {
            return 1;
        }

        double own = probabilities[label];
        return score switch
        {
            LabelScore.SelfConfidence => own,
            LabelScore.NormalizedMargin => (own - LargestOther(probabilities, label) + 1) / 2,
            LabelScore.ConfidenceWeightedEntropy => WeightedEntropy(probabilities, own),
            _ => throw new ArgumentOutOfRangeException(nameof(score), score, "Not a label score."),
        };
    }

    static double LargestOther(ReadOnlySpan<double> probabilities, int label)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < probabilities.Length; k++)
        {
            if (k != label && probabilities[k] > largest)
            {
                largest = probabilities[k];
            }
        }

        return largest;
    }

    static double WeightedEntropy(ReadOnlySpan<double> probabilities, double own)
    {
        double entropy = 0;
        foreach (double p in probabilities)
        {
            entropy -= p > 0 ? p * Math.Log(p) : 0;
        }

        double weighted = entropy / Math.Log(probabilities.Length) / Math.Max(own, 1e-6);
        return Math.Log(weighted + 1) / Math.Max(weighted, 1e-6);
    }

    static void ThrowIfMisshapen(ReadOnlySpan<int> labels, int probabilities, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (probabilities != (long)labels.Length * classes)
        {
            throw new ArgumentException($"{labels.Length} labels and {classes} classes need {(long)labels.Length * classes} probabilities, row major; there are {probabilities}.", nameof(probabilities));
        }

        if (labels.IsEmpty || (TensorPrimitives.Min(labels) >= -1 && TensorPrimitives.Max(labels) < classes))
        {
            return;
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < -1 || labels[row] >= classes)
            {
                throw new ArgumentException($"The label of row {row} is {labels[row]}; it must be 0 to {classes - 1}, or -1 where it is not measured.", nameof(labels));
            }
        }
    }
}
