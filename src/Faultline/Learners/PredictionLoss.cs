namespace Faultline;

/// <summary>Loss of predictions, row by row: −log of the label's probability, or the squared error.</summary>
static class PredictionLoss
{
    const double LeastProbability = 1e-15;

    /// <summary>The loss of one row.</summary>
    /// <param name="target">Targets of all rows.</param>
    /// <param name="row">Row number.</param>
    /// <param name="prediction">Probabilities of the classes, or one number.</param>
    public static double Of(LearningTarget target, int row, ReadOnlySpan<double> prediction) => target.ClassCount > 0
        ? -Math.Log(Math.Max(prediction[target.Labels[row]], LeastProbability))
        : (prediction[0] - target.Values[row]) * (prediction[0] - target.Values[row]);
}
