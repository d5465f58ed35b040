namespace Faultline;

/// <summary>
/// Finds predicted probabilities that do not come true as often as they say: found where the low end of the interval of the calibration error clears the
/// threshold. With two classes the event is the second class, with more it is that the most probable class is right.
/// </summary>
public sealed record Miscalibration : ICheck<Miscalibration>, IStreamedCheck
{
    /// <summary>Below this many rows with a label and probabilities nothing is said.</summary>
    public const int FewestRows = 150;

    const string OneClass = "there is one class only; its probability is always 1";
    // Blocks that stay in cache while one class after another is counted, and so many classes at a time that their counts do as well.
    const int RowsPerBlock = 1 << 12;
    const int ClassesAtOnce = 8;
    const int ClasswiseLimit = 20;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL302",
        "Miscalibration",
        Stage.Shows,
        "Do predicted probabilities come true as often as they say?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Classes | Needs.Predictions,
        "160 KB a thread, and as much a class up to 20 classes",
        [
            new Source("Verified Uncertainty Calibration", 2019, "arXiv:1909.10155"),
            new Source("A New Vector Partition of the Probability Score", 1973, "doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2"),
        ]);

    /// <inheritdoc/>
    public static Miscalibration Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<Miscalibration>> Options { get; } =
    [
        CheckOption.Whole<Miscalibration>("bins", "Number of bins of equal mass.", 15, 2, 100, (check, value) => check with { Bins = value }),
        CheckOption.Number<Miscalibration>("leastError", "The calibration error that the low end of the interval must reach.", 0.02, 0, 1, (check, value) => check with { LeastError = value }),
    ];

    /// <summary>Number of bins of equal mass. Default 15, range 2 to 100.</summary>
    public int Bins
    {
        get;
        init => field = value is >= 2 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Bins lies between 2 and 100.");
    }
    = 15;

    /// <summary>The calibration error that the low end of the interval must reach to be found. Default 0.02, range 0 to 1.</summary>
    public double LeastError
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LeastError lies between 0 and 1.");
    }
    = 0.02;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Classes is not { } predictions)
        {
            return Verdict.Skipped("needs class probabilities: give --predictions FILE");
        }

        if (predictions.Classes.Count < 2)
        {
            return Verdict.Unmeasured(OneClass);
        }

        int[] asked = [-1, .. Counted(predictions.Classes.Count)];
        CalibrationCounts[] counts = Count(predictions, asked, context);
        return Judge(context, predictions, of => counts[Array.IndexOf(asked, of)]);
    }

    /// <inheritdoc/>
    string? IStreamedCheck.WhySampled(StreamedContext context) => null;

    /// <inheritdoc/>
    IEnumerable<BlockPass> IStreamedCheck.Passes(StreamedContext context)
    {
        if (context.Classes.Count < 2)
        {
            context.Answer = Verdict.Unmeasured(OneClass);
            yield break;
        }

        CalibrationPass counts = new([-1, .. Counted(context.Classes.Count)]);
        yield return counts;

        // Temperature and examples are of the sample.
        context.Answer = Judge(context.Sample, context.Sample.Classes!, counts.Of);
    }

    // The classes whose probabilities are counted one by one.
    static IEnumerable<int> Counted(int classes) => classes == 2 ? [1] : classes <= ClasswiseLimit ? Enumerable.Range(0, classes) : [];

    Verdict Judge(CheckContext context, ClassPredictions predictions, Func<int, CalibrationCounts> counts)
    {
        CalibrationCounts top = counts(-1);
        if (top.Rows < FewestRows)
        {
            return Verdict.Unmeasured($"only {top.Rows} rows have a label and probabilities; {FewestRows} are needed");
        }

        bool two = predictions.Classes.Count == 2;
        CalibrationCounts primary = two ? counts(1) : top;
        double temperature = two ? primary.Temperature() : SoftmaxTemperature.Fit(predictions, context.Threads, context.Cancellation);
        CalibrationJudgement judgement = new(predictions, ExpectedCalibrationError.Of(primary, Bins), ExpectedCalibrationError.Of(top, Bins), temperature, LeastError);
        Finding[] findings = judgement.Error.Interval.Low > 0 ? [Write(context, judgement)] : [];
        return Verdict.Of(findings) with
        {
            Details = Details(predictions, judgement, counts),
            P = judgement.Error.P,
            RowsScored = top.Rows,
            RowsFlagged = 0,
        };
    }

    /// <summary>Counts the probability of each asked class, or of the most probable class for −1; the sums are exact, so that the order in which blocks are merged changes nothing.</summary>
    static CalibrationCounts[] Count(ClassPredictions predictions, int[] asked, CheckContext context)
    {
        int blocks = (predictions.RowCount + RowsPerBlock - 1) / RowsPerBlock;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        CalibrationCounts[] all = [.. asked.Select(_ => new CalibrationCounts())];
        for (int from = 0; from < asked.Length; from += ClassesAtOnce)
        {
            int first = from, count = Math.Min(ClassesAtOnce, asked.Length - from);
            Lock merging = new();
            Parallel.For(0, blocks, parallel, () => Enumerable.Range(0, count).Select(_ => new CalibrationCounts()).ToArray(), (block, _, own) =>
            {
                for (int i = 0; i < count; i++)
                {
                    CountBlock(predictions, asked[first + i], block * RowsPerBlock, own[i]);
                }

                return own;
            }, own =>
            {
                lock (merging)
                {
                    for (int i = 0; i < count; i++)
                    {
                        all[first + i].Merge(own[i]);
                    }
                }
            });
        }

        return all;
    }

    static void CountBlock(ClassPredictions predictions, int of, int from, CalibrationCounts counts)
    {
        int classes = predictions.Classes.Count;
        ReadOnlySpan<int> labels = predictions.Labels.AsSpan(from, Math.Min(RowsPerBlock, predictions.RowCount - from));
        ReadOnlySpan<double> probabilities = predictions.Probabilities.AsSpan(from * classes, labels.Length * classes);
        for (int row = 0, at = 0; row < labels.Length; row++, at += classes)
        {
            if (labels[row] >= 0 && !double.IsNaN(probabilities[at]))
            {
                int outcome = of >= 0 ? of : ModelSummary.MostProbable(probabilities.Slice(at, classes));
                counts.Add(Math.Clamp(probabilities[at + outcome], 0, 1), labels[row] == outcome);
            }
        }
    }

    MiscalibrationDetails Details(ClassPredictions predictions, CalibrationJudgement judgement, Func<int, CalibrationCounts> counts)
    {
        ExpectedCalibrationError error = judgement.Error;
        int classes = predictions.Classes.Count;
        bool classwise = classes is > 2 and <= ClasswiseLimit;
        return new MiscalibrationDetails(
            new Estimate(error.Value, error.Interval.Low, error.Interval.High),
            classes == 2 ? $"probability of '{predictions.Classes[1]}'" : "probability of the most probable class",
            [.. error.Bins.Select(bin => Bin(bin))],
            BrierDecomposition.Of(error.Bins),
            judgement.Temperature,
            judgement.Overconfidence,
            classwise ? [.. Enumerable.Range(0, classes).Select(k => new ClassCalibration(predictions.Classes[k], ExpectedCalibrationError.Of(counts(k), Bins).Value))] : []);
    }

    static ReliabilityBin Bin(CalibrationBin bin)
    {
        Interval interval = WilsonInterval.Of(bin.Events, bin.Rows);
        return new ReliabilityBin(bin.Rows, bin.Predicted, bin.Observed, interval.Low, interval.High);
    }

    static Finding Write(CheckContext context, CalibrationJudgement judgement)
    {
        ExpectedCalibrationError error = judgement.Error;
        CalibrationBin worst = judgement.Worst;
        string value = Text(error.Value);
        string interval = $"{Text(error.Interval.Low)}–{Text(error.Interval.High)}";
        bool found = judgement.IsFound;
        string whose = judgement.Predictions.IsOutOfFold ? "The audit's own probabilities" : "Predicted probabilities";
        return new Finding
        {
            Key = "calibration",
            Title = found || error.Interval.High >= judgement.Least
                ? $"{whose} are off by {value} ({interval}): where they say {Text(worst.Predicted)}, {Text(worst.Observed)} comes true"
                : $"{whose} are off by no more than {Text(error.Interval.High)}",
            Severity = !found || judgement.Predictions.IsOutOfFold ? Severity.Info : error.Value switch { >= 0.1 => Severity.High, >= 0.05 => Severity.Medium, _ => Severity.Low },
            Measure = new Measure("calibration error", error.Value, error.Interval.Low, error.Interval.High, error.Interval.Level, "probability"),
            P = error.P,
            Columns = [.. context.Roles.Probabilities],
            Cause = judgement.Cause(),
            Repair = judgement.Repair(),
            Examples = [.. judgement.Examples(context)],
            Figures = [Diagram(error)],
        };
    }

    static LineFigure Diagram(ExpectedCalibrationError error) => new(
        "What was predicted and what came true",
        "predicted probability",
        "share that came true",
        [new LineSeries("rows in bins of equal size", [.. error.Bins.Select(Bin).Select(bin => new LinePoint(bin.Predicted, bin.Observed, bin.Low, bin.High))])],
        Diagonal: true);

    internal static string Text(double probability) => PlainNumber.Of(probability);
}
