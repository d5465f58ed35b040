namespace Faultline;

/// <summary>The share of wrong labels as FL101 estimates it, for use beside an accuracy.</summary>
/// <param name="Share">The estimate.</param>
/// <param name="Interval">At 97.5 %, so that it and an accuracy's hold together at 95 %; from 0 where noise can not be told from overlap.</param>
/// <param name="IsTold">Whether noise can be told from overlap.</param>
sealed record WrongLabels(double Share, Interval Interval, bool IsTold)
{
    /// <summary>Coverage of each of two intervals that hold together at 95 %.</summary>
    public const double Level = 0.975;

    public static WrongLabels Of(ClassPredictions predictions, int[] labels, CheckContext context)
    {
        LabelEvidence rows = LabelEvidence.Of(labels, predictions, context.Threads, context.Cancellation);
        NoiseFloor floor = NoiseFloor.Fit(rows.Curve, predictions.Classes.Count, Level, context.Threads, context.Cancellation);
        double kappa = LabelJudgement.CohensKappa(labels, rows.Suggested, predictions.Classes.Count);
        bool told = floor.Interval.Low >= LabelErrors.Standard.LeastNoise && LabelJudgement.Doubt(floor, kappa) == NoiseDoubt.None;
        return new WrongLabels(floor.Share, told ? floor.Interval : floor.Interval with { Low = 0 }, told);
    }
}
