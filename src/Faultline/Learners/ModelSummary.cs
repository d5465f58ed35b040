namespace Faultline;

/// <summary>How good out-of-fold predictions are, beside those of a model without features.</summary>
static class ModelSummary
{
    /// <summary>Summarises.</summary>
    /// <param name="result">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="plan">The folds; rows of one unit count as one where it matters for an interval.</param>
    /// <param name="classes">Names of the classes; empty for a regression.</param>
    public static ModelReport Of(OutOfFoldResult result, LearningTarget target, FoldPlan plan, IReadOnlyList<string> classes) => target.ClassCount > 0
        ? OfClasses(result, target, plan, classes)
        : OfValues(result, target, plan);

    static ModelReport OfClasses(OutOfFoldResult result, LearningTarget target, FoldPlan plan, IReadOnlyList<string> classes)
    {
        int width = target.ClassCount;
        int[] rows = [.. Enumerable.Range(0, target.RowCount).Where(row => plan.FoldOfRow[row] >= 0)];
        bool keepConfusion = width <= CheckDetails.ClassLimit;
        var counts = new ClassCountsTable(width, keepConfusion);
        double[] right = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int label = target.Labels[rows[i]];
            int predicted = MostProbable(result.Predictions.AsSpan(rows[i] * width, width));
            right[i] = predicted == label ? 1 : 0;
            counts.Add(label, predicted);
        }

        double effective = EffectiveRows(right, rows, plan);
        double accuracy = right.Average();
        Interval interval = WilsonInterval.Of(Math.Min(effective, accuracy * effective), effective);
        return new ModelReport(result.Learner, "accuracy", accuracy, interval.Low, interval.High, (double)counts.Labelled.Max() / rows.Length)
        {
            Settings = result.Settings,
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["log loss"] = PredictionLossMean(result.Predictions, target, rows),
                ["log loss without features"] = PredictionLossMean(result.Baseline, target, rows),
            },
            Classes = keepConfusion ? classes : [],
            Confusion = counts.Confusion,
        };
    }

    static ModelReport OfValues(OutOfFoldResult result, LearningTarget target, FoldPlan plan)
    {
        int[] rows = [.. Enumerable.Range(0, target.RowCount).Where(row => plan.FoldOfRow[row] >= 0)];
        double unit = SquareUnit.Of(target.Values);
        LearningTarget scaled = unit == 1 ? target : LearningTarget.OfValues(SquareUnit.Divide(target.Values, unit));
        double[] predictions = SquareUnit.Divide(result.Predictions, unit);
        double[] squares = [.. rows.Select(row => PredictionLoss.Of(scaled, row, predictions.AsSpan(row, 1)))];
        double square = squares.Average();
        double spread = squares.Sum(value => (value - square) * (value - square)) / rows.Length;
        double error = Math.Sqrt(spread / EffectiveRows(squares, rows, plan));
        double mean = rows.Average(row => scaled.Values[row]);
        double variance = rows.Average(row => (scaled.Values[row] - mean) * (scaled.Values[row] - mean));
        return new ModelReport(
            result.Learner,
            "RMSE",
            SquareUnit.Multiply(Math.Sqrt(square), unit),
            SquareUnit.Multiply(Math.Sqrt(Math.Max(0, square - (1.96 * error))), unit),
            SquareUnit.Multiply(Math.Sqrt(square + (1.96 * error)), unit),
            SquareUnit.Multiply(Math.Sqrt(PredictionLossMean(SquareUnit.Divide(result.Baseline, unit), scaled, rows)), unit))
        {
            Settings = result.Settings,
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["MAE"] = SquareUnit.Multiply(rows.Average(row => Math.Abs(predictions[row] - scaled.Values[row])), unit),
                ["R²"] = variance > 0 ? 1 - (square / variance) : 0,
            },
        };
    }

    /// <summary>The class of the largest probability; ties go to the first.</summary>
    internal static int MostProbable(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int k = 1; k < row.Length; k++)
        {
            if (row[k] > row[best])
            {
                best = k;
            }
        }

        return best;
    }

    static double PredictionLossMean(double[] predictions, LearningTarget target, int[] rows)
    {
        int width = Math.Max(1, target.ClassCount);
        return rows.Average(row => PredictionLoss.Of(target, row, predictions.AsSpan(row * width, width)));
    }

    /// <summary>How many independent rows would give the mean the same variance; fewer than there are where units of several rows agree.</summary>
    static double EffectiveRows(double[] values, int[] rows, FoldPlan plan)
    {
        double mean = values.Average();
        double single = values.Sum(value => (value - mean) * (value - mean));
        var units = new Dictionary<ulong, double>();
        for (int i = 0; i < rows.Length; i++)
        {
            ulong unit = plan.UnitOfRow[rows[i]];
            units[unit] = units.GetValueOrDefault(unit) + values[i] - mean;
        }

        double clustered = units.Values.Sum(value => value * value);
        return clustered > single && single > 0 ? Math.Max(1, rows.Length * single / clustered) : rows.Length;
    }
}
