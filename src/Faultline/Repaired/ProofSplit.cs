namespace Faultline;

/// <summary>One split of a proof: what is learned on its training rows, and how well models of them predict its held-out rows.</summary>
sealed class ProofSplit
{
    const long ShareOfBudget = 16;
    const int InnerFolds = 5;

    readonly ProofProblem _problem;
    readonly RepairOptions _options;
    readonly FoldPlan _plan;
    readonly int[] _train;
    readonly int[] _test;
    readonly int _number;

    public ProofSplit(ProofProblem problem, RepairOptions options, FoldPlan plan, int fold, int number)
    {
        (_problem, _plan, _number) = (problem, plan, number);
        _options = options with { Audit = options.Audit with { Threads = 1, Progress = null } };
        _train = [.. plan.Order.Where(row => plan.IsTimeOrdered ? plan.FoldOfRow[row] < fold : plan.FoldOfRow[row] != fold)];
        _test = [.. plan.Order.Where(row => plan.FoldOfRow[row] == fold)];
    }

    /// <summary>True when there is something to learn from and something to predict.</summary>
    public bool IsUsable => _train.Length > 0 && _test.Length > 0 && OutOfFold.WhyNot(_problem.Target.Take(_train)) is null;

    /// <summary>Scores before, after, and after the placebo.</summary>
    /// <param name="repairs">False when the whole table has nothing to mend: then the scores before are all there is.</param>
    /// <param name="cancellation">Stops the work.</param>
    public SplitScores Score(bool repairs, CancellationToken cancellation)
    {
        // In the order of the file, as the repair of the whole table sees the rows.
        int[] rows = [.. _train.Order()];
        Evidence training = ProofProblem.Take(_problem.Evidence, rows);
        CellRepair cells = repairs ? Cells(training, cancellation) : CellRepair.None;
        FeatureMatrix features = cells.IsEmpty ? _problem.Features : _problem.FeaturesOf(cells.Apply(_problem.Evidence.Data));
        Evidence mended = cells.IsEmpty ? training : training with { Data = cells.Apply(training.Data) };
        OutOfFoldResult model = Predict(features, mended, rows, cancellation);
        int[] gone = repairs ? Gone(mended, rows, cancellation) : [];
        WrongLabel[] wrong = repairs ? Wrong(mended, rows, model, cancellation) : [];
        LearnerSettings settings = model.Searches[0].Settings;
        var asIs = new LearningProblem(_problem.Features, _problem.Target, _plan, 1);
        double before = Fit(asIs, new ProofLabels(_problem.Target, _options), settings, cancellation);
        int changes = wrong.Length + gone.Length + cells.Count(training.Data);
        if (changes == 0)
        {
            return new SplitScores(before, before, before, _test.Length, _train.Length, 0);
        }

        var repaired = new ProofLabels(_problem.Target, _options);
        repaired.Mend(wrong);
        repaired.TakeOut(gone);
        var random = SeededRandom.For(_options.Audit.Seed, "RepairProof.placebo", _number);
        var placebo = new ProofLabels(_problem.Target, _options);
        placebo.MendAtRandom(wrong, rows, random);
        placebo.TakeOut([.. random.Sample(rows.Length, gone.Length).Select(at => rows[at])]);
        LearningProblem Mended(Func<FeatureMatrix> mendedFeatures) => cells.IsEmpty ? asIs : new LearningProblem(mendedFeatures(), _problem.Target, _plan, 1);
        return new SplitScores(
            before,
            Fit(Mended(() => features), repaired, settings, cancellation),
            Fit(Mended(() => _problem.FeaturesOf(cells.ApplyAtRandom(_problem.Evidence.Data, _test, random))), placebo, settings, cancellation),
            _test.Length,
            _train.Length,
            changes);
    }

    // Held-out labels stay as they are, so that a repair of the label's spelling can not be judged by them.
    CellRepair Cells(Evidence training, CancellationToken cancellation) =>
        CellRepair.Learn(Repair.Context(training, ColumnHygiene.Info, _options, cancellation), _options).Without(_problem.Label).Only(_problem.AcceptsValue);

    int[] Gone(Evidence mended, int[] rows, CancellationToken cancellation) => !_options.Has(RepairKind.Duplicates) && !_options.Has(RepairKind.NearDuplicates)
        ? []
        : [.. RowRepair.Learn(Repair.Context(mended, Duplicates.Info, _options, cancellation), _options).Select(change => rows[change.Row]).Where(_problem.AcceptsRow)];

    WrongLabel[] Wrong(Evidence mended, int[] rows, OutOfFoldResult model, CancellationToken cancellation)
    {
        if (!_options.Has(RepairKind.Labels))
        {
            return [];
        }

        var predictions = new ClassPredictions(_problem.Classes, _problem.Target.Take(rows).Labels, model.Predictions, IsOutOfFold: true);
        return [.. LabelCure.Learn(Repair.Context(mended, LabelErrors.Info, _options, cancellation, predictions), _options).Rows
            .Select(wrong => _problem.Accepted(wrong with { Row = rows[wrong.Row] })).OfType<WrongLabel>()];
    }

    OutOfFoldResult Predict(FeatureMatrix features, Evidence training, int[] rows, CancellationToken cancellation)
    {
        FeatureMatrix matrix = features.Take(rows);
        LearningTarget target = _problem.Target.Take(rows);
        FoldPlan plan = LearnedPredictions.Plan(training, matrix, target, [.. Enumerable.Range(0, rows.Length)], InnerFolds, _options.Audit.Seed);
        var options = new OutOfFoldOptions { Learner = _options.Audit.Learner == LearnerChoice.None ? LearnerChoice.Auto : _options.Audit.Learner, Seed = _options.Audit.Seed, Threads = 1 };
        options = options with { WorkBudget = Math.Max(1, (_options.Audit.WorkBudget ?? options.BudgetFor(matrix, target)) / ShareOfBudget) };
        return OutOfFold.Predict(matrix, target, plan, options, null, cancellation);
    }

    double Fit(LearningProblem problem, ProofLabels labels, LearnerSettings settings, CancellationToken cancellation)
    {
        int[] rows = [.. _train.Where(row => !labels.IsOut(row))];
        double[] predictions = problem.With(labels.Target).Fit(settings, rows, [], _test, 1, cancellation).Predictions;
        return ProofScore.Of(_problem.Target, _train, _test, predictions);
    }
}
