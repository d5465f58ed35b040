namespace Faultline;

/// <summary>Everything FL109 knows of a table.</summary>
sealed class Imbalance
{
    readonly ClassPredictions _predictions;
    readonly int[] _labels;

    public Imbalance(ClassPredictions predictions, int[] labels, ClassCountsTable counts, WrongLabels wrong, ClassImbalance options)
    {
        (_predictions, _labels, Counts, Wrong) = (predictions, labels, counts, wrong);
        int[] present = counts.Present();
        double rare = options.RareShare * counts.Rows / present.Length;
        Rarest = present.MinBy(k => counts.Labelled[k]);
        Rare = [.. present.Where(k => counts.Labelled[k] <= rare).OrderBy(k => counts.Labelled[k]).ThenBy(k => k)];
        Ratio = counts.Labelled.Max() / (double)counts.Labelled[Rarest];
        MajorityShare = counts.Labelled.Max() / (double)counts.Rows;
        AgainstTruth = AnnotationError.Accuracy(WilsonInterval.Of(counts.Right, counts.Rows, WrongLabels.Level), counts.Accuracy, wrong.Wide, wrong.Share, predictions.Classes.Count);
    }

    public ClassCountsTable Counts { get; }

    public WrongLabels Wrong { get; }

    public int Rarest { get; }

    /// <summary>Rare classes, rarest first.</summary>
    public int[] Rare { get; }

    public double Ratio { get; }

    public double MajorityShare { get; }

    public Estimate AgainstTruth { get; }

    /// <summary>As many labels are wrong at least and at most as FL101 says.</summary>
    public (long Least, long Most) WrongRows => ((long)Math.Round(Wrong.Interval.Low * Counts.Rows), (long)Math.Round(Wrong.Interval.High * Counts.Rows));

    /// <summary>At most so many labels are wrong where what is said of a class is to hold beside what is said of the predictions.</summary>
    long MostWrong => (long)Math.Ceiling(Wrong.Wide.High * Counts.Rows);

    public string Name(int k) => _predictions.Classes[k];

    /// <summary>How well the probability of a class tells its rows from the others.</summary>
    public Auc Ranking(int k) => Auc.OfClass(_labels, k, row => _predictions.Row(row)[k]);

    public Interval TrueRecall(int k) => AnnotationError.Recall(Counts.Hits[k], Counts.Labelled[k], Counts.Predicted[k], Counts.Rows, MostWrong);

    public ClassImbalanceDetails Details() => new(
        Counts.Rows,
        MajorityShare,
        Ratio,
        Counts.EffectiveClasses(),
        new Estimate(Wrong.Share, Wrong.Interval.Low, Wrong.Interval.High),
        AgainstTruth,
        [.. Metrics()],
        _predictions.Classes.Count,
        [.. Enumerable.Range(0, _predictions.Classes.Count).OrderBy(k => Counts.Labelled[k]).ThenBy(k => k).Take(CheckDetails.ListLimit).Select(Class)]);

    IEnumerable<ImbalanceMetric> Metrics()
    {
        int classes = Counts.Present().Length;
        Interval accuracy = WilsonInterval.Of(Counts.Right, Counts.Rows);
        Estimate balanced = Counts.BalancedAccuracy();
        yield return new ImbalanceMetric("accuracy", Counts.Accuracy, accuracy.Low, accuracy.High, MajorityShare);
        yield return new ImbalanceMetric("balanced accuracy", balanced.Value, balanced.Low, balanced.High, 1.0 / classes);
        yield return new ImbalanceMetric("macro F1", Counts.MacroF1(), null, null, 2 * MajorityShare / (1 + MajorityShare) / classes);
        yield return new ImbalanceMetric("Matthews correlation", Counts.Matthews(), null, null, 0);
        if (classes == 2)
        {
            Auc auc = Ranking(Rarest);
            yield return new ImbalanceMetric($"AUC of '{Name(Rarest)}'", auc.Value, auc.Interval.Low, auc.Interval.High, 0.5);
        }
    }

    ImbalanceClass Class(int k)
    {
        long rows = Counts.Labelled[k];
        return new ImbalanceClass(
            Name(k),
            rows,
            rows / (double)Counts.Rows,
            Counts.Predicted[k],
            rows > 0 ? Share(Counts.Hits[k], rows) : null,
            rows > 0 ? Truth(k) : null,
            Counts.Predicted[k] > 0 ? Share(Counts.Hits[k], Counts.Predicted[k]) : null);
    }

    Estimate Truth(int k)
    {
        Interval truth = TrueRecall(k);
        return new Estimate(Counts.Recall(k), truth.Low, truth.High);
    }

    static Estimate Share(long part, long all)
    {
        Interval interval = WilsonInterval.Of(part, all);
        return new Estimate(part / (double)all, interval.Low, interval.High);
    }
}
