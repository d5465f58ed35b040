namespace Faultline;

/// <summary>The wrong labels as FL101 estimates them, for use beside an accuracy.</summary>
/// <param name="Share">The estimate.</param>
/// <param name="Interval">FL101's own at 95 %; from 0 where noise can not be told from overlap, to 1 where the predictions know nothing of the labels.</param>
/// <param name="Wide">What was fitted at 97.5 %, so that it and an accuracy's hold together at 95 %.</param>
/// <param name="IsTold">Whether noise can be told from overlap.</param>
sealed record WrongLabels(double Share, Interval Interval, Interval Wide, bool IsTold)
{
    /// <summary>Coverage of each of two intervals that hold together at 95 %.</summary>
    public const double Level = 0.975;

    public static WrongLabels Of(ClassPredictions predictions, int[] labels, CheckContext context)
    {
        var judgement = LabelJudgement.Of(labels, predictions, LabelErrors.Standard.LeastNoise, context.Threads, context.Cancellation);
        return new WrongLabels(judgement.Floor.Share, judgement.ShareAt(judgement.Floor.Interval), judgement.Floor.IntervalAt(Level), judgement.IsNoise);
    }
}
