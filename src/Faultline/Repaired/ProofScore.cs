namespace Faultline;

/// <summary>How well held-out rows are predicted: 1 is perfect, 0 as well as without features, less is worse.</summary>
static class ProofScore
{
    /// <summary>
    /// 1 − squared error ÷ that of predicting every row by the training rows' shares of the classes (Brier skill), or by their mean (R² against the training
    /// mean). The divisor depends on the original labels alone, so that the difference of two scores is a mean over paired rows.
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

        double error = 0;
        double without = 0;
        for (int i = 0; i < test.Length; i++)
        {
            for (int k = 0; k < width; k++)
            {
                double truth = Truth(target, test[i], k);
                double missed = predictions[(i * width) + k] - truth;
                error += missed * missed;
                without += (trivial[k] - truth) * (trivial[k] - truth);
            }
        }

        return without > 0 ? 1 - (error / without) : error > 0 ? 0 : 1;
    }

    static double Truth(LearningTarget target, int row, int k) => target.ClassCount == 0 ? target.Values[row] : target.Labels[row] == k ? 1 : 0;
}
