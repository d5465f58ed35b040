namespace Faultline;

/// <summary>What the models answer about some rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Before">Class probabilities of each row as it is.</param>
/// <param name="After">For each change the predicted class of each row.</param>
/// <param name="Words">For each row the words that speak most for its prediction, and whether the prediction changes without each.</param>
sealed record FragilityAnswers(int[] Rows, double[][] Before, int[][] After, (string Word, bool Decides)[][] Words)
{
    const int Block = 32;

    /// <summary>The predicted class of a row, by its place.</summary>
    public int Predicted(int i) => ModelSummary.MostProbable(Before[i]);

    /// <summary>Asks.</summary>
    public static FragilityAnswers Ask(TextClassifier words, int[] rows, IReadOnlyList<TextChange> changes, CheckContext context)
    {
        var before = new double[rows.Length][];
        int[][] after = [.. changes.Select(_ => new int[rows.Length])];
        var decisive = new (string, bool)[rows.Length][];
        int blocks = (rows.Length + Block - 1) / Block, done = 0;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, block =>
        {
            for (int i = block * Block; i < Math.Min(rows.Length, (block + 1) * Block); i++)
            {
                before[i] = words.Predict(rows[i]);
                for (int change = 0; change < changes.Count; change++)
                {
                    after[change][i] = ModelSummary.MostProbable(words.Changed(rows[i], changes[change].Apply));
                }

                decisive[i] = WordProbe.Of(words, rows[i], before[i]);
            }

            context.Progress(0.8 * Interlocked.Increment(ref done) / blocks);
        });
        return new FragilityAnswers(rows, before, after, decisive);
    }
}
