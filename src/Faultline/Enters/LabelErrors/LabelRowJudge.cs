namespace Faultline;

/// <summary>Judges the label of one row at a time, where the rows are not held. One to a thread.</summary>
sealed unsafe class LabelRowJudge(LabelErrors check, LabelJudgement judgement, LabelSumsPass sums, MarginBorders borders)
{
    readonly int _classes = sums.Sums.Rows.Length;
    readonly double[] _divided = new double[sums.Sums.Rows.Length];
    readonly double[] _thresholds = [.. sums.Sums.Thresholds().Select(threshold => threshold - ConfidentLearning.Tolerance)];

    /// <summary>True where the filter picks the row.</summary>
    public bool Picks(ClassBlock block, int row)
    {
        int label = block.Labels[row];
        fixed (double* all = block.Row(row), room = _divided, thresholds = _thresholds)
        {
            double* values = MarginPass.Divided(all, sums.Sums.Deviates ? room : null, _classes);
            if (RowClasses.Agrees(values, _classes, label, ConfidentLearning.Tolerance))
            {
                return false;
            }

            if (check.Filter == LabelFilter.PredictedNotGiven)
            {
                return true;
            }

            if (check.Filter == LabelFilter.ConfidentLearning)
            {
                return RowClasses.Confident(values, thresholds, _classes) is var confident and >= 0 && confident != label;
            }

            for (int actual = 0, pair = label * _classes; actual < _classes; actual++, pair++)
            {
                if (borders.IsAsked(pair) && borders.Picks(pair, MarginBorders.Quantise(values[label], values[actual])))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>True where a finding stands behind the row.</summary>
    public bool Flags(ClassBlock block, int row, bool isPicked) => isPicked && judgement.IsNoise && judgement.IsLikelyNoise(block.Certainty[row]);

    /// <summary>The score of a row that is measured.</summary>
    public double Score(ClassBlock block, int row) => Math.Clamp(ConfidentLearning.Score(block.Row(row), block.Labels[row], judgement.Ranking), 0, 1);
}
