namespace Faultline;

/// <summary>One split of a proof: what is learned on its training rows, and how well models of them predict its held-out rows.</summary>
sealed class ProofSplit
{
    const int InnerFolds = 5;

    readonly ProofProblem _problem;
    readonly RepairOptions _options;
    readonly FoldPlan _plan;
    readonly int[] _train;
    readonly int[] _test;
    readonly int _number;

    public ProofSplit(ProofProblem problem, RepairOptions options, FoldPlan plan, int fold, int number)
    {
        (_problem, _plan, _number, Fold) = (problem, plan, number, fold);
        _options = options with { Audit = options.Audit with { Threads = 1, Progress = null } };
        _train = [.. plan.Order.Where(row => plan.IsTimeOrdered ? plan.FoldOfRow[row] < fold : plan.FoldOfRow[row] != fold)];
        _test = [.. plan.Order.Where(row => plan.FoldOfRow[row] == fold)];
    }

    /// <summary>The fold that is held out.</summary>
    public int Fold { get; }

    /// <summary>True when there is something to learn from and something to predict.</summary>
    public bool IsUsable => _train.Length > 0 && _test.Length > 0 && OutOfFold.WhyNot(_problem.Target.Take(_train)) is null;

    /// <summary>Scores before, after, and after the placebo.</summary>
    /// <param name="asIs">The rows as they are, binned.</param>
    /// <param name="settings">Learner and settings of all models, chosen without the held-out rows.</param>
    /// <param name="repairs">False when the whole table has nothing to mend: then the scores before are all there is.</param>
    /// <param name="cancellation">Stops the work.</param>
    public SplitScores Score(LearningProblem asIs, LearnerSettings settings, bool repairs, CancellationToken cancellation)
    {
        ArmScore before = Fit(asIs, new ProofLabels(_problem.Target, _options), settings, cancellation);
        SplitScores unchanged = new(before, before, before, _test.Length, _train.Length, 0);
        if (!repairs)
        {
            return unchanged;
        }

        // In the order of the file, as the repair of the whole table sees the rows.
        int[] rows = [.. _train.Order()];
        Evidence evidence = _problem.Evidence;
        List<RepairChange> cells = Cells(rows, cancellation);
        Table mended = TableEdit.Apply(evidence.Data, cells);
        Evidence training = ProofProblem.Take(evidence with { Data = mended }, rows);
        LearningProblem after = cells.Count == 0 ? asIs : Changed(mended);
        int[] gone = Gone(training, rows, cancellation);
        WrongLabel[] wrong = Wrong(training, rows, after, settings, cancellation);
        WrongValue[] values = Values(training, rows, after, settings, cancellation);
        bool[] isHeldOut = new bool[evidence.Data.RowCount];
        foreach (int row in _test)
        {
            isHeldOut[row] = true;
        }

        int changes = wrong.Length + values.Length + gone.Length + cells.Count(change => !isHeldOut[change.Row]);
        if (changes == 0)
        {
            return unchanged;
        }

        var repaired = new ProofLabels(_problem.Target, _options);
        repaired.Mend(wrong);
        repaired.Mend(values);
        repaired.TakeOut(gone);
        var random = SeededRandom.For(_options.Audit.Seed, "RepairProof.placebo", _number);
        var placebo = new ProofLabels(_problem.Target, _options);
        placebo.MendAtRandom(wrong, rows, random);
        placebo.MendAtRandom(values, rows, random);
        placebo.TakeOut([.. random.Sample(rows.Length, gone.Length).Select(at => rows[at])]);
        LearningProblem drawn = cells.Count == 0 ? asIs : Changed(PlaceboCells.Apply(evidence.Data, cells, isHeldOut, random));
        return new SplitScores(before, Fit(after, repaired, settings, cancellation), Fit(drawn, placebo, settings, cancellation), _test.Length, _train.Length, changes);
    }

    // Held-out labels stay as they are, so that a repair of the label's spelling can not be judged by them. Rows held out are changed by what others taught.
    List<RepairChange> Cells(int[] rows, CancellationToken cancellation)
    {
        Evidence evidence = _problem.Evidence;
        var changes = new List<RepairChange>();
        if (_options.Has(RepairKind.Hygiene) || _options.Has(RepairKind.Missing))
        {
            CellRepair values = _options.Cures.Values(Repair.Context(ProofProblem.Take(evidence, rows), ColumnHygiene.Info, _options, cancellation), _options).Without(_problem.Label).Only(_problem.AcceptsValue);
            changes.AddRange(values.Changes(evidence.Data));
            evidence = evidence with { Data = TableEdit.Apply(evidence.Data, changes) };
        }

        if (_options.Has(RepairKind.Dependencies))
        {
            changes.AddRange(_options.Cures.Cells(evidence, rows, _options, cancellation).Where(change => change.Column != _problem.Label && DependencyRepair.Fits(evidence.Data, change)).Select(_problem.Accepted).OfType<RepairChange>());
        }

        if (_options.Has(RepairKind.Values))
        {
            // What is wrong with a number is told beside the other numbers of its table: rows held out stay as they are, so that they teach nothing.
            Evidence learnFrom = ProofProblem.Take(evidence with { Data = TableEdit.Apply(_problem.Evidence.Data, changes) }, rows);
            changes.AddRange(ValueCure.Cells(Repair.Context(learnFrom, ValueErrors.Info, _options, cancellation), _options).Select(change => _problem.Accepted(change with { Row = rows[change.Row] })).OfType<RepairChange>());
        }

        return Repair.Joined(changes);
    }

    WrongValue[] Values(Evidence training, int[] rows, LearningProblem mended, LearnerSettings settings, CancellationToken cancellation)
    {
        if (!_options.Has(RepairKind.Values) || _problem.Target.ClassCount > 0)
        {
            return [];
        }

        LearningTarget target = _problem.Target.Take(rows);
        OutOfFoldResult model = Inner(training, rows, target, mended, settings, cancellation);
        var predictions = new ValuePredictions(target.Values, model.Predictions, IsOutOfFold: true) { Learners = [settings] };
        return [.. ValueCure.Labels(Repair.Context(training, ValueErrors.Info, _options, cancellation, values: predictions), _options)
            .Select(wrong => _problem.Accepted(wrong with { Row = rows[wrong.Row] }, _options)).OfType<WrongValue>()];
    }

    OutOfFoldResult Inner(Evidence training, int[] rows, LearningTarget target, LearningProblem mended, LearnerSettings settings, CancellationToken cancellation)
    {
        FoldPlan plan = LearnedPredictions.Plan(training, mended.Features.Take(rows), target, [.. Enumerable.Range(0, rows.Length)], InnerFolds, _options.Audit.Seed);
        return OutOfFold.Predict(mended.Take(rows, target, plan), settings, new OutOfFoldOptions { Seed = _options.Audit.Seed, Threads = 1 }, cancellation);
    }

    int[] Gone(Evidence training, int[] rows, CancellationToken cancellation) => !_options.Has(RepairKind.Duplicates) && !_options.Has(RepairKind.NearDuplicates)
        ? []
        : [.. _options.Cures.Rows(Repair.Context(training, Duplicates.Info, _options, cancellation), _options).Select(change => rows[change.Row]).Where(_problem.AcceptsRow)];

    WrongLabel[] Wrong(Evidence training, int[] rows, LearningProblem mended, LearnerSettings settings, CancellationToken cancellation)
    {
        if (!_options.Has(RepairKind.Labels))
        {
            return [];
        }

        LearningTarget target = _problem.Target.Take(rows);
        OutOfFoldResult model = Inner(training, rows, target, mended, settings, cancellation);
        var predictions = new ClassPredictions(_problem.Classes, target.Labels, model.Predictions, IsOutOfFold: true);
        return [.. _options.Cures.Labels(Repair.Context(training, LabelErrors.Info, _options, cancellation, predictions), _options).Rows
            .Select(wrong => _problem.Accepted(wrong with { Row = rows[wrong.Row] })).OfType<WrongLabel>()];
    }

    LearningProblem Changed(Table data) => new(_problem.FeaturesOf(data), _problem.Target, _plan, 1);

    ArmScore Fit(LearningProblem problem, ProofLabels labels, LearnerSettings settings, CancellationToken cancellation)
    {
        int[] rows = [.. _train.Where(row => !labels.IsOut(row))];
        double[] predictions = problem.With(labels.Target).Fit(settings, rows, [], _test, 1, cancellation).Predictions;
        return ProofScore.All(_problem.Target, _train, _test, predictions);
    }
}
