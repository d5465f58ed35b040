using System.Numerics.Tensors;

namespace Faultline;

/// <summary>How well held-out rows are predicted: 1 is perfect, 0 as well as without features, less is worse.</summary>
static class ProofScore
{
    /// <summary>
    /// 1 − squared error ÷ that of predicting every row by the training rows' shares of the classes (Brier skill), or by their mean (R² against the training
    /// mean). Probabilities are first shrunk towards those shares by the one factor that suits the held-out rows best: held-out labels are as wrong as the
    /// training rows' were, and without it a model that has learned to doubt every label would beat one that knows the classes.
    /// </summary>
    /// <param name="target">Original labels of all rows.</param>
    /// <param name="train">Training rows.</param>
    /// <param name="test">Held-out rows.</param>
    /// <param name="predictions">Of the held-out rows, row major.</param>
    public static double Of(LearningTarget target, int[] train, int[] test, double[] predictions)
    {
        int width = Math.Max(1, target.ClassCount);
        double[] trivial = new double[width];
        foreach (int row in train)
        {
            for (int k = 0; k < width; k++)
            {
                trivial[k] += Truth(target, row, k) / train.Length;
            }
        }

        // Squares of what was said and of what was so, each less the trivial prediction, and their product.
        double said = 0;
        double was = 0;
        double both = 0;
        for (int i = 0; i < test.Length; i++)
        {
            for (int k = 0; k < width; k++)
            {
                double moved = predictions[(i * width) + k] - trivial[k];
                double truth = Truth(target, test[i], k) - trivial[k];
                said += moved * moved;
                was += truth * truth;
                both += moved * truth;
            }
        }

        double factor = target.ClassCount == 0 ? 1 : said > 0 ? Math.Max(0, both / said) : 0;
        double error = Math.Max(0, was - (2 * factor * both) + (factor * factor * said));
        return was > 0 ? 1 - (error / was) : error > 0 ? 0 : 1;
    }

    /// <summary>The score with what else is told of it.</summary>
    /// <inheritdoc cref="Of"/>
    public static ArmScore All(LearningTarget target, int[] train, int[] test, double[] predictions)
    {
        double skill = Of(target, train, test, predictions);
        if (target.ClassCount == 0)
        {
            return new ArmScore(skill, double.NaN, double.NaN);
        }

        double[] shares = new double[target.ClassCount];
        foreach (int row in train)
        {
            shares[target.Labels[row]] += 1.0 / train.Length;
        }

        double error = 0;
        double trivial = 0;
        int right = 0;
        for (int i = 0; i < test.Length; i++)
        {
            ReadOnlySpan<double> said = predictions.AsSpan(i * shares.Length, shares.Length);
            right += said.IndexOf(TensorPrimitives.Max(said)) == target.Labels[test[i]] ? 1 : 0;
            for (int k = 0; k < shares.Length; k++)
            {
                double truth = Truth(target, test[i], k);
                error += (said[k] - truth) * (said[k] - truth);
                trivial += (shares[k] - truth) * (shares[k] - truth);
            }
        }

        return new ArmScore(skill, trivial > 0 ? 1 - (error / trivial) : 0, right / (double)test.Length);
    }

    static double Truth(LearningTarget target, int row, int k) => target.ClassCount == 0 ? target.Values[row] : target.Labels[row] == k ? 1 : 0;
}
