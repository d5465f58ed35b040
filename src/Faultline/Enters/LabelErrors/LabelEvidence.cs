namespace Faultline;

/// <summary>What one pass over labels and probabilities says of each row.</summary>
/// <param name="Scores">Normalised margin, above 20 classes the probability of the label, 0 … 1; NaN where unmeasured.</param>
/// <param name="Suggested">The most probable class, −1 where unmeasured.</param>
/// <param name="Certainty">Log odds of the most probable class; NaN where unmeasured.</param>
/// <param name="Curve">Disagreement by certainty.</param>
sealed record LabelEvidence(double[] Scores, int[] Suggested, double[] Certainty, CertaintyCurve Curve)
{
    const int RowsPerBlock = 1 << 16;

    // Among many classes some other one is often nearly as likely, and a small margin says little against the label.
    const int MostClassesByMargin = 20;

    public static LabelEvidence Of(int[] labels, ClassPredictions predictions, int threads, CancellationToken cancellation)
    {
        LabelEvidence evidence = new(new double[labels.Length], new int[labels.Length], new double[labels.Length], new CertaintyCurve());
        int blocks = (labels.Length + RowsPerBlock - 1) / RowsPerBlock;
        Lock gate = new();
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation }, block =>
        {
            // Counts are whole numbers, so the order in which blocks are merged changes nothing.
            CertaintyCurve curve = evidence.Look(labels, predictions, block * RowsPerBlock, Math.Min(labels.Length, (block + 1) * RowsPerBlock));
            lock (gate)
            {
                evidence.Curve.Merge(curve);
            }
        });
        return evidence;
    }

    CertaintyCurve Look(int[] labels, ClassPredictions predictions, int from, int to)
    {
        CertaintyCurve curve = new();
        LabelScore score = predictions.Classes.Count > MostClassesByMargin ? LabelScore.SelfConfidence : LabelScore.NormalizedMargin;
        for (int row = from; row < to; row++)
        {
            if (labels[row] < 0)
            {
                (Scores[row], Suggested[row], Certainty[row]) = (double.NaN, -1, double.NaN);
                continue;
            }

            ReadOnlySpan<double> probabilities = predictions.Row(row);
            Scores[row] = Math.Clamp(ConfidentLearning.Score(probabilities, labels[row], score), 0, 1);
            Certainty[row] = CertaintyCurve.Certainty(probabilities, out int suggested);
            Suggested[row] = suggested;
            curve.Add(Certainty[row], suggested != labels[row]);
        }

        return curve;
    }
}
