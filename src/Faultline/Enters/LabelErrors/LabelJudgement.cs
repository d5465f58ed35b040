namespace Faultline;

/// <summary>Everything <see cref="LabelErrors"/> knows of a table when it decides.</summary>
sealed class LabelJudgement
{
    /// <summary>Where less of the table than this speaks the form assumed for the overlap decides and not the rows.</summary>
    public const double LeastReach = 0.15;

    // A curve of four parameters through fewer points follows any of them.
    const int FewestGroups = 8;
    const double WidestBelow = 0.05;
    const double LittleNoise = 0.02;
    const double LeastFewerP = 0.005;
    const double LeastMoreP = 0.0005;
    const int ShownWithoutNoise = 50;

    /// <summary>Below this agreement beyond chance a disagreement says nothing of the label.</summary>
    public const double LeastKappa = 0.3;

    /// <summary>
    /// What labels and probabilities say together. Where the most certain rows of all disagree too seldom, those of each class are asked: errors may go one way.
    /// </summary>
    public static LabelJudgement Of(int[] labels, ClassPredictions predictions, double leastNoise, int threads, CancellationToken cancellation)
    {
        int classes = predictions.Classes.Count;
        LabelEvidence rows = LabelEvidence.Of(labels, predictions, threads, cancellation);
        LabelJudgement From(LabelEvidence evidence) => new(labels, classes, evidence, NoiseFloor.Fit(evidence.Curve, classes, threads: threads, cancellationToken: cancellation), leastNoise);
        LabelJudgement judgement = From(rows);
        return Doubt(judgement.Floor, judgement.Kappa) == NoiseDoubt.FewerAmongCertain && From(rows.WithinClasses(labels, classes)) is { IsNoise: true } within ? within : judgement;
    }

    LabelJudgement(int[] labels, int classes, LabelEvidence rows, NoiseFloor floor, double leastNoise)
    {
        (Labels, Rows, Floor) = (labels, rows, floor);
        Kappa = CohensKappa(labels, rows.Suggested, classes);
        Clears = floor.Interval.Low >= Math.Max(leastNoise, 1e-12);
        IsClear = Doubt(floor, Kappa) == NoiseDoubt.None;
    }

    /// <summary>What is known where the rows themselves are not held.</summary>
    public LabelJudgement(ClassCountsTable counts, NoiseFloor floor, double leastNoise)
    {
        (Labels, Rows, Floor) = ([], LabelEvidence.None, floor);
        Kappa = CohensKappa(counts);
        Clears = floor.Interval.Low >= Math.Max(leastNoise, 1e-12);
        IsClear = Doubt(floor, Kappa) == NoiseDoubt.None;
    }

    public int[] Labels { get; }

    /// <summary>The rows that the filter picks.</summary>
    public bool[] Picked { get; set; } = [];

    public LabelEvidence Rows { get; }

    /// <summary>
    /// What orders the rows: labels that are wrong at random stand where the label is improbable, whatever the other classes. Where there are next to none of them, what is
    /// wrong stands between two classes, of which the other one is likelier.
    /// </summary>
    public LabelScore Ranking => IsLittle ? LabelScore.NormalizedMargin : LabelScore.SelfConfidence;

    /// <summary>One score a row by <see cref="Ranking"/>.</summary>
    public double[] Scores { get; set; } = [];

    public NoiseFloor Floor { get; }

    public double Kappa { get; }

    /// <summary>The low end of the interval reaches the practical threshold.</summary>
    public bool Clears { get; }

    /// <summary>Noise can be told from overlap.</summary>
    public bool IsClear { get; }

    public bool IsNoise => Clears && IsClear;

    /// <summary>The high end of the interval says that there is little noise, whatever it would look like.</summary>
    public bool IsLittle => !IsNoise && KnowsLabels && Floor.Interval.High <= LittleNoise;

    /// <summary>The predictions know the labels better than chance; where they don't, what was fitted says nothing.</summary>
    public bool KnowsLabels => Kappa >= LeastKappa;

    public double Errors => Floor.Share * Floor.Curve.Rows;

    public double ErrorsLow => ShareAt(Floor.Interval).Low * Floor.Curve.Rows;

    public double ErrorsHigh => ShareAt(Floor.Interval).High * Floor.Curve.Rows;

    /// <summary>An interval of the share of wrong labels: from none where noise can not be told from overlap, up to all where the predictions know nothing of the labels.</summary>
    public Interval ShareAt(Interval fitted) => fitted with { Low = IsClear ? fitted.Low : 0, High = KnowsLabels ? fitted.High : 1 };

    /// <summary>Of the rows that disagree, the share that overlap alone explains; where the predictions know nothing of the labels it may explain all.</summary>
    public double OverlapShare => KnowsLabels ? Floor.OverlapShare : 1;

    /// <summary>Rows that the filter picks, and of which noise is the likelier explanation; none where noise is not established.</summary>
    public bool[] Flag()
    {
        bool[] flagged = new bool[Picked.Length];
        for (int row = 0; IsNoise && row < flagged.Length; row++)
        {
            flagged[row] = Picked[row] && IsLikelyNoise(Rows.Certainty[row]);
        }

        return flagged;
    }

    /// <summary>Of a row that disagrees noise is the likelier explanation.</summary>
    public bool IsLikelyNoise(double certainty) => Floor.NoiseGivenDisagreementAt(certainty) >= 0.5;

    /// <summary>How many rows are listed.</summary>
    public int MostShown => IsNoise ? int.MaxValue : ShownWithoutNoise;

    /// <summary>The flagged rows, lowest score first; where noise is not established the first of those that the filter picks.</summary>
    public int[] WorstFirst(bool[] flagged)
    {
        bool[] shown = IsNoise ? flagged : Picked;
        int[] rows = new int[shown.AsSpan().Count(true)];
        for (int row = 0, next = 0; next < rows.Length; row++)
        {
            if (shown[row])
            {
                rows[next++] = row;
            }
        }

        Array.Sort(Array.ConvertAll(rows, row => (Scores[row], row)), rows);
        return rows[..Math.Min(rows.Length, MostShown)];
    }

    /// <summary>The estimated errors shared out over the given classes, in proportion to the chance that each disagreeing row is noise.</summary>
    public double[] ErrorsByClass(int classes)
    {
        ExactSum[] chances = new ExactSum[classes];
        for (int row = 0; row < Labels.Length; row++)
        {
            if (Labels[row] >= 0 && Rows.Suggested[row] != Labels[row])
            {
                chances[Labels[row]].Add(Floor.NoiseGivenDisagreementAt(Rows.Certainty[row]));
            }
        }

        return ErrorsByClass(chances);
    }

    /// <summary>The same from the chances summed by class.</summary>
    public double[] ErrorsByClass(ExactSum[] chances)
    {
        double[] errors = [.. chances.Select(chance => chance.Value)];
        double sum = errors.Sum();
        return sum > 0 ? [.. errors.Select(e => e / sum * Errors)] : errors;
    }

    /// <summary>Why noise can not be told from overlap; <see cref="NoiseDoubt.None"/> where it can.</summary>
    /// <param name="floor">Both, as fitted.</param>
    /// <param name="kappa">Agreement of labels and predictions beyond chance.</param>
    public static NoiseDoubt Doubt(NoiseFloor floor, double kappa) =>
        kappa < LeastKappa ? NoiseDoubt.LittleAgreement
        : floor.Groups.Count < FewestGroups ? NoiseDoubt.FewLevels
        : floor.FewerP < LeastFewerP ? NoiseDoubt.FewerAmongCertain
        : floor.MoreP < LeastMoreP ? NoiseDoubt.MoreAmongCertain
        : floor.Reach < LeastReach ? NoiseDoubt.LittleReach
        : floor.Share - floor.Counted.Low > WidestBelow || floor.Counted.Low < floor.Share / 3 ? NoiseDoubt.WideInterval
        : NoiseDoubt.None;

    /// <summary>Agreement of labels and predictions beyond chance (Cohen's κ); rows with label −1 are left out.</summary>
    public static double CohensKappa(int[] labels, int[] suggested, int classes)
    {
        ClassCountsTable counts = new(classes);
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                counts.Add(labels[row], suggested[row]);
            }
        }

        return CohensKappa(counts);
    }

    static double CohensKappa(ClassCountsTable counts)
    {
        double rows = counts.Rows;
        double chance = counts.Labelled.Zip(counts.Predicted, (given, predicted) => (double)given * predicted).Sum() / (rows * rows);
        return chance < 1 ? ((counts.Right / rows) - chance) / (1 - chance) : 0;
    }
}
