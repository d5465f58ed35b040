namespace Faultline;

/// <summary>What one pass over labels and probabilities says of each row.</summary>
/// <param name="Suggested">The most probable class, −1 where unmeasured.</param>
/// <param name="Certainty">Log odds of the most probable class; NaN where unmeasured.</param>
/// <param name="Curve">Disagreement by certainty.</param>
sealed record LabelEvidence(int[] Suggested, double[] Certainty, CertaintyCurve Curve)
{
    const int RowsPerBlock = 1 << 16;

    /// <summary>Of no row.</summary>
    public static LabelEvidence None { get; } = new([], [], new CertaintyCurve());

    public static LabelEvidence Of(int[] labels, ClassPredictions predictions, int threads, CancellationToken cancellation)
    {
        LabelEvidence evidence = new(new int[labels.Length], new double[labels.Length], new CertaintyCurve());
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

    /// <summary>
    /// The same with certainty compared within each suggested class: a row gets the certainty that stands at its rank among all rows. Labels that go wrong one way only keep a model from
    /// being as certain of one class as of the others; the most certain rows of all are then those of the class without errors.
    /// </summary>
    /// <param name="labels">The labels, −1 where unmeasured.</param>
    /// <param name="classes">Number of classes.</param>
    public LabelEvidence WithinClasses(int[] labels, int classes)
    {
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[CertaintyCurve.BucketCount])];
        for (int row = 0; row < Suggested.Length; row++)
        {
            if (Suggested[row] >= 0)
            {
                counts[Suggested[row]][CertaintyCurve.Bucket(Certainty[row])]++;
            }
        }

        double[][] aligned = [.. counts.Select(Curve.AtRanksOf)];
        CertaintyCurve curve = new();
        double[] certainty = new double[Certainty.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            certainty[row] = Suggested[row] < 0 ? double.NaN : aligned[Suggested[row]][CertaintyCurve.Bucket(Certainty[row])];
            if (Suggested[row] >= 0)
            {
                curve.Add(certainty[row], Suggested[row] != labels[row]);
            }
        }

        return new LabelEvidence(Suggested, certainty, curve);
    }

    /// <summary>One score a row, 0 … 1; NaN where unmeasured.</summary>
    public static double[] Scores(int[] labels, ClassPredictions predictions, LabelScore score, int threads, CancellationToken cancellation)
    {
        double[] scores = new double[labels.Length];
        Parallel.For(0, (labels.Length + RowsPerBlock - 1) / RowsPerBlock, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation }, block =>
        {
            for (int row = block * RowsPerBlock; row < Math.Min(labels.Length, (block + 1) * RowsPerBlock); row++)
            {
                scores[row] = labels[row] < 0 ? double.NaN : Math.Clamp(ConfidentLearning.Score(predictions.Row(row), labels[row], score), 0, 1);
            }
        });
        return scores;
    }

    CertaintyCurve Look(int[] labels, ClassPredictions predictions, int from, int to)
    {
        CertaintyCurve curve = new();
        for (int row = from; row < to; row++)
        {
            if (labels[row] < 0)
            {
                (Suggested[row], Certainty[row]) = (-1, double.NaN);
                continue;
            }

            ReadOnlySpan<double> probabilities = predictions.Row(row);
            Certainty[row] = CertaintyCurve.Certainty(probabilities, out int suggested);
            Suggested[row] = suggested;
            curve.Add(Certainty[row], suggested != labels[row]);
        }

        return curve;
    }
}
