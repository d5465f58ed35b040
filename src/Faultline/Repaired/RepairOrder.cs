using System.Globalization;

namespace Faultline;

/// <summary>
/// Estimates what mending each finding would gain, so that what gains most is mended first: models of some rows as they are and of the same rows mended are fitted with the
/// settings that the audit chose, and scored on held-out rows with their original labels.
/// </summary>
/// <remarks>
/// Cheaper than a proof, and no proof: what is mended was found by looking at all rows, held-out ones among them, on a sample, with one repetition and no placebo.
/// </remarks>
static class RepairOrder
{
    /// <summary>Most findings that are looked at, worst first.</summary>
    public const int MostFindings = 6;

    /// <summary>Most labelled rows; more are sampled.</summary>
    public const int MostRows = 5_000;

    const int FewestRows = 1_000;
    const int Folds = 6;
    const int MostIterations = 100;

    // Cells added to histograms: a second or two.
    const double MostWork = 6e8;
    const double MostWorkAtAll = 3 * MostWork;
    const double WorkACell = 4;
    const int ColumnsAText = 256;

    /// <summary>One answer a finding; null where there is no repair for it, or it is only a note.</summary>
    /// <param name="evidence">The table.</param>
    /// <param name="model">What the audit predicted by.</param>
    /// <param name="found">Findings, worst first, each with its check's verdict and context.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ExpectedGain?[] Estimate(Evidence evidence, PredictionModel model, IReadOnlyList<(Finding Finding, Verdict Verdict, CheckContext Context)> found, AuditOptions options, CancellationToken cancellation)
    {
        var gains = new ExpectedGain?[found.Count];
        int[] mendable = [.. Enumerable.Range(0, found.Count).Where(i => found[i].Finding is { Mending: not null, Severity: > Severity.Info })];
        if (mendable.Length == 0)
        {
            return gains;
        }

        string? whyNone = WhyNone(evidence, model);
        var arms = new List<(int Finding, RepairChange[] Changes)>();
        foreach (int i in mendable)
        {
            Mending mending = found[i].Finding.Mending!;
            RepairChange[] changes = whyNone is null && arms.Count < MostFindings ? [.. mending.Changes(found[i].Context, found[i].Verdict)] : [];
            string? reason = whyNone
                ?? (arms.Count == MostFindings ? string.Create(CultureInfo.InvariantCulture, $"only the first {MostFindings} findings are looked at")
                : changes.Length == 0 ? "the right values are not known"
                : WhyUntouched(evidence, mending, changes));
            if (reason is null)
            {
                arms.Add((i, changes));
            }
            else
            {
                gains[i] = ExpectedGain.Unmeasured(mending.Kind, reason);
            }
        }

        if (arms.Count > 0)
        {
            Measure(gains, found, arms, evidence, model.Settings[0], options, cancellation);
        }

        return gains;
    }

    static string? WhyNone(Evidence evidence, PredictionModel model) =>
        evidence.Roles.Label is null || evidence.Task == TaskKind.None ? "there is no label to predict"
        : evidence.Classes is not null || evidence.Values is not null ? "the predictions were given, and no model of them can be fitted again"
        : evidence.Images is not null && evidence.Embedding is null ? "models of images are not fitted again"
        : model.Report is null ? "no model was fitted"
        : model.Settings.Count == 0 ? "no model beats the trivial one"
        : null;

    static string? WhyUntouched(Evidence evidence, Mending mending, RepairChange[] changes)
    {
        if (mending.Kind is RepairKind.Labels or RepairKind.Values || Array.Exists(changes, change => change.IsRow))
        {
            return null;
        }

        string[] columns = [.. changes.Select(change => change.Column).Distinct(StringComparer.Ordinal)];
        return Array.TrueForAll(columns, column => column == evidence.Roles.Label) ? "it changes the label's own spelling, which is what is predicted"
            : columns.Intersect([.. evidence.Roles.Features, .. evidence.Roles.Text], StringComparer.Ordinal).Any() ? null
            : "no model looks at these cells";
    }

    static void Measure(
        ExpectedGain?[] gains,
        IReadOnlyList<(Finding Finding, Verdict Verdict, CheckContext Context)> found,
        List<(int Finding, RepairChange[] Changes)> arms,
        Evidence evidence,
        LearnerSettings settings,
        AuditOptions options,
        CancellationToken cancellation)
    {
        settings = Fewer(settings);
        Column label = evidence.Data[evidence.Roles.Label!];
        int[] labelled = [.. Enumerable.Range(0, label.RowCount).Where(row => label is NumberColumn number && evidence.Task == TaskKind.Regression ? double.IsFinite(number.Values[row]) : !label.IsMissing(row))];
        int limit = RowLimit(evidence, label, labelled.Length, arms.Count, settings);
        int[] rows = labelled.Length <= limit ? labelled : [.. SeededRandom.For(options.Seed, "RepairOrder.sample").Sample(labelled.Length, limit).Order().Select(i => labelled[i])];
        var repair = new RepairOptions { Fixes = [.. arms.Select(arm => found[arm.Finding].Finding.Mending!.Kind)], Audit = options };
        ProofProblem? problem = limit == 0 ? null : ProofProblem.Of(ProofProblem.Take(evidence, rows), repair);
        if (problem is null || problem.WhyNot is not null)
        {
            foreach (var (finding, _) in arms)
            {
                gains[finding] = ExpectedGain.Unmeasured(found[finding].Finding.Mending!.Kind, problem?.WhyNot ?? "fitting models again would take longer than the audit");
            }

            return;
        }

        FoldPlan plan = problem.Plan(Folds, options.Seed);
        var asIs = new LearningProblem(problem.Features, problem.Target, plan, options.ThreadCount);
        Arm[] fitted = [new Arm(asIs, new ProofLabels(problem.Target, repair)), .. arms.Select(arm => Mended(asIs, problem, repair, rows, arm.Changes))];
        var scores = new double[Folds, fitted.Length];
        Parallel.For(0, Folds * fitted.Length, new ParallelOptions { MaxDegreeOfParallelism = options.ThreadCount, CancellationToken = cancellation }, job =>
            scores[job / fitted.Length, job % fitted.Length] = fitted[job % fitted.Length].Score(problem.Target, plan, job / fitted.Length, settings, cancellation));
        double ratio = 1.0 / (Folds - 1);
        for (int i = 0; i < arms.Count; i++)
        {
            double[] differences = [.. Enumerable.Range(0, Folds).Select(fold => scores[fold, i + 1] - scores[fold, 0]).Where(double.IsFinite)];
            RepairKind kind = found[arms[i].Finding].Finding.Mending!.Kind;
            if (differences.Length < Folds / 2)
            {
                gains[arms[i].Finding] = ExpectedGain.Unmeasured(kind, "too few folds have rows of two classes or values");
                continue;
            }

            Interval interval = RepeatedSplits.CorrectedInterval(differences, ratio, ProofResult.Level);
            gains[arms[i].Finding] = new ExpectedGain(RepairKinds.NameOf(kind), problem.Metric, differences.Average(), interval.Low, interval.High, rows.Length, null);
        }
    }

    // A model of fewer, longer steps; both sides of the comparison have it.
    static LearnerSettings Fewer(LearnerSettings settings) => settings.Trees is { Iterations: > MostIterations } trees
        ? settings with { Trees = trees with { Iterations = MostIterations, LearningRate = Math.Min(0.3, trees.LearningRate * trees.Iterations / MostIterations), ValidationShare = 0 } }
        : settings;

    /// <summary>Rows that the work allows; 0 where it allows too few.</summary>
    static int RowLimit(Evidence evidence, Column label, int labelled, int arms, LearnerSettings settings)
    {
        int classes = evidence.Task == TaskKind.Classification ? ClassLabels.Of(label).Classes.Count : 1;
        double columns = evidence.Roles.Features.Count + (evidence.Embedding?.Dimensions ?? 0) + (ColumnsAText * evidence.Roles.Text.Count);
        double aRow = WorkACell * columns * (classes > 2 ? classes : 1) * (settings.Trees?.Iterations ?? MostIterations / 4) * Folds * (arms + 1);
        int rows = (int)Math.Clamp(MostWork / Math.Max(1, aRow), Math.Min(labelled, FewestRows), MostRows);
        return aRow * rows > MostWorkAtAll ? 0 : rows;
    }

    static Arm Mended(LearningProblem asIs, ProofProblem problem, RepairOptions repair, int[] rows, RepairChange[] changes)
    {
        var place = rows.Index().ToDictionary(row => row.Item, row => row.Index);
        RepairChange[] mine = [.. changes.Where(change => place.ContainsKey(change.Row)).Select(change => change with { Row = place[change.Row] })];
        var labels = new ProofLabels(problem.Target, repair);
        labels.TakeOut(mine.Where(change => change.IsRow).Select(change => change.Row));
        var code = problem.Classes.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        labels.Mend(mine.Where(change => change.Kind == RepairKind.Labels && code.ContainsKey(change.After!)).Select(change => new WrongLabel(change.Row, code[change.After!], 0)));
        labels.Mend(mine.Where(change => change.Kind == RepairKind.Values && change.Column == problem.Label && problem.Target.ClassCount == 0)
            .Select(change => new WrongValue(change.Row, double.Parse(change.After!, CultureInfo.InvariantCulture), 0)));
        RepairChange[] cells = [.. mine.Where(change => !change.IsRow && change.Column != problem.Label)];
        return new Arm(cells.Length == 0 ? asIs : new LearningProblem(problem.FeaturesOf(TableEdit.Apply(problem.Evidence.Data, cells)), problem.Target, asIs.Plan, 1), labels);
    }

    sealed record Arm(LearningProblem Problem, ProofLabels Labels)
    {
        public double Score(LearningTarget target, FoldPlan plan, int fold, LearnerSettings settings, CancellationToken cancellation)
        {
            int[] all = [.. plan.Order.Where(row => plan.IsTimeOrdered ? plan.FoldOfRow[row] < fold : plan.FoldOfRow[row] != fold)];
            int[] train = [.. all.Where(row => !Labels.IsOut(row))];
            int[] test = [.. plan.Order.Where(row => plan.FoldOfRow[row] == fold)];
            return train.Length == 0 || test.Length == 0 || OutOfFold.WhyNot(Labels.Target.Take(train)) is not null
                ? double.NaN
                : ProofScore.Of(target, all, test, Problem.With(Labels.Target).Fit(settings, train, [], test, 1, cancellation).Predictions);
        }
    }
}
