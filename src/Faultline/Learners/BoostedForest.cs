namespace Faultline;

/// <summary>Trees over bins, and the scores they start from.</summary>
/// <param name="InitialScores">One a score.</param>
/// <param name="Iterations">A tree a score for every iteration.</param>
/// <param name="Objective">How scores become probabilities or numbers.</param>
sealed record BoostedForest(double[] InitialScores, IReadOnlyList<Tree[]> Iterations, BoostingObjective Objective)
{
    const int BlockRows = 1_024;

    /// <summary>The first iterations only.</summary>
    public BoostedForest Take(int iterations) => iterations >= Iterations.Count ? this : this with { Iterations = [.. Iterations.Take(iterations)] };

    /// <summary>Predictions, row major: a probability a class, or one number a row.</summary>
    /// <param name="rows">Bins of the rows to predict.</param>
    /// <param name="classCount">Number of classes; 0 for a regression.</param>
    /// <param name="predictions">rows × max(1, classes).</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public void Predict(BinnedRows rows, int classCount, Memory<double> predictions, int threads, CancellationToken cancellation)
    {
        int blocks = (rows.RowCount + BlockRows - 1) / BlockRows;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block =>
        {
            int start = block * BlockRows;
            int count = Math.Min(BlockRows, rows.RowCount - start);
            int width = Math.Max(1, classCount);
            PredictBlock(rows, start, count, classCount, predictions.Span.Slice(start * width, count * width));
        });
    }

    /// <summary>The scores of a block of rows, score by score.</summary>
    public double[][] Scores(BinnedRows rows, int start, int count)
    {
        ReadOnlySpan<byte> bins = rows.From(start, count);
        double[][] scores = new double[InitialScores.Length][];
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = new double[count];
            scores[k].AsSpan().Fill(InitialScores[k]);
        }

        foreach (Tree[] iteration in Iterations)
        {
            for (int k = 0; k < scores.Length; k++)
            {
                iteration[k].AddTo(bins, rows.Stride, scores[k]);
            }
        }

        return scores;
    }

    void PredictBlock(BinnedRows rows, int start, int count, int classCount, Span<double> predictions)
    {
        double[][] scores = Scores(rows, start, count);
        if (Objective.IsRegression)
        {
            for (int row = 0; row < count; row++)
            {
                predictions[row] = Objective.Mean + (scores[0][row] * Objective.Deviation);
            }

            return;
        }

        if (classCount == 1)
        {
            predictions.Fill(1);
            return;
        }

        double[] probabilities = new double[count * scores.Length];
        Objective.Probabilities(0, count, scores, probabilities);
        for (int row = 0; row < count; row++)
        {
            if (scores.Length == 1)
            {
                predictions[row * 2] = 1 - probabilities[row];
                predictions[(row * 2) + 1] = probabilities[row];
                continue;
            }

            for (int k = 0; k < classCount; k++)
            {
                predictions[(row * classCount) + k] = probabilities[(k * count) + row];
            }
        }
    }
}
