namespace Faultline;

/// <summary>What one pass over labels and probabilities says of each row.</summary>
/// <param name="Scores">Normalised margin, 0 … 1; NaN where unmeasured.</param>
/// <param name="Suggested">The most probable class, −1 where unmeasured.</param>
/// <param name="Certainty">Log odds of the most probable class; NaN where unmeasured.</param>
/// <param name="Curve">Disagreement by certainty.</param>
sealed record LabelEvidence(double[] Scores, int[] Suggested, double[] Certainty, CertaintyCurve Curve)
{
    const int RowsPerLook = 1 << 16;

    public static LabelEvidence Of(int[] labels, ClassPredictions predictions, CancellationToken cancellation)
    {
        LabelEvidence evidence = new(new double[labels.Length], new int[labels.Length], new double[labels.Length], new CertaintyCurve());
        for (int row = 0; row < labels.Length; row++)
        {
            if (row % RowsPerLook == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (labels[row] < 0)
            {
                (evidence.Scores[row], evidence.Suggested[row], evidence.Certainty[row]) = (double.NaN, -1, double.NaN);
                continue;
            }

            ReadOnlySpan<double> probabilities = predictions.Row(row);
            evidence.Scores[row] = Math.Clamp(ConfidentLearning.Score(probabilities, labels[row], LabelScore.NormalizedMargin), 0, 1);
            evidence.Certainty[row] = CertaintyCurve.Certainty(probabilities, out int suggested);
            evidence.Suggested[row] = suggested;
            evidence.Curve.Add(evidence.Certainty[row], suggested != labels[row]);
        }

        return evidence;
    }
}
