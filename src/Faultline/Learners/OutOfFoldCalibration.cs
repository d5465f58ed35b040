namespace Faultline;

/// <summary>
/// Calibrates out-of-fold probabilities: the map of a fold is fitted on the predictions of the other folds. Which kind of map is chosen by the log
/// loss of rows that no map was fitted on, and another than none only where it is better by more than its standard error. Predictions in time order
/// are left as they are: a choice among maps would look ahead.
/// </summary>
static class OutOfFoldCalibration
{
    const int FewestRows = 100;
    const int FewestToFit = 50;

    /// <summary>Calibrates in place.</summary>
    /// <param name="probabilities">Of all rows, row major; NaN where not predicted.</param>
    /// <param name="target">Classes of all rows.</param>
    /// <param name="plan">Folds.</param>
    /// <returns>What was done, in words.</returns>
    public static string Apply(double[] probabilities, LearningTarget target, FoldPlan plan)
    {
        int classes = target.ClassCount;
        int[] measured = [.. plan.Order.Where(row => plan.FoldOfRow[row] >= 0)];
        if (classes < 2 || measured.Length < FewestRows || plan.IsTimeOrdered)
        {
            return "none";
        }

        double[] before = Losses(probabilities, target, measured);
        double[] best = probabilities;
        string name = "none";
        double bestLoss = before.Sum();
        foreach ((string candidate, double[] calibrated) in Candidates(probabilities, target, plan, measured))
        {
            double[] after = Losses(calibrated, target, measured);
            if (after.Sum() < bestLoss && IsBetter(before, after))
            {
                (best, name, bestLoss) = (calibrated, candidate, after.Sum());
            }
        }

        if (best != probabilities)
        {
            best.CopyTo(probabilities, 0);
        }

        return name;
    }

    static IEnumerable<(string Name, double[] Calibrated)> Candidates(double[] probabilities, LearningTarget target, FoldPlan plan, int[] measured)
    {
        yield return ("temperature scaling", CrossFitted(probabilities, target, plan, measured, ProbabilityCalibration.Temperature));
        if (ProbabilityCalibration.CanScaleVectors(measured.Length, target.ClassCount))
        {
            yield return ("vector scaling", CrossFitted(probabilities, target, plan, measured, ProbabilityCalibration.Vector));
        }
    }

    static double[] CrossFitted(double[] probabilities, LearningTarget target, FoldPlan plan, int[] measured, Func<double[], LearningTarget, int[], ProbabilityCalibration> fit)
    {
        double[] calibrated = [.. probabilities];
        for (int fold = 0; fold < plan.FoldCount; fold++)
        {
            int[] others = [.. measured.Where(row => plan.FoldOfRow[row] != fold)];
            if (others.Length < FewestToFit)
            {
                continue;
            }

            ProbabilityCalibration map = fit(probabilities, target, others);
            foreach (int row in measured)
            {
                if (plan.FoldOfRow[row] == fold)
                {
                    map.Apply(calibrated.AsSpan(row * target.ClassCount, target.ClassCount));
                }
            }
        }

        return calibrated;
    }

    static bool IsBetter(double[] before, double[] after)
    {
        double[] gain = [.. before.Zip(after, (a, b) => a - b)];
        double mean = gain.Average();
        double error = Math.Sqrt(gain.Sum(value => (value - mean) * (value - mean))) / gain.Length;
        return mean > error;
    }

    static double[] Losses(double[] probabilities, LearningTarget target, int[] rows) =>
        [.. rows.Select(row => PredictionLoss.Of(target, row, probabilities.AsSpan(row * target.ClassCount, target.ClassCount)))];
}
