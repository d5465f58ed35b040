namespace Faultline;

/// <summary>What a search found.</summary>
/// <param name="Settings">The best settings, the number of boosting iterations among them.</param>
/// <param name="Loss">Their cross-validated loss; NaN where the rows can not be parted into folds, so that nothing was compared.</param>
/// <param name="Rows">Rows of the sample that they were compared on.</param>
/// <param name="Evaluations">Settings tried.</param>
/// <param name="Work">Work done.</param>
public sealed record SearchOutcome(LearnerSettings Settings, double Loss, int Rows, int Evaluations, long Work);

/// <summary>
/// Chooses a learner and its settings by cross-validated loss within a budget of work: a randomised direct search from a cheap start, whose step
/// shrinks where it finds nothing, on a sample that doubles when that promises more than another step.
/// </summary>
/// <remarks>Wang, Wu, Weimer and Zhu, FLAML, MLSys 2021, arXiv:1911.04706; Wu, Wang and Huang, CFO, AAAI 2021, arXiv:2005.01571.</remarks>
sealed class ModelSearch
{
    const int FirstSample = 2_000;
    const int LargestSample = 20_000;
    const int MostEvaluations = 48;

    readonly LearningProblem _problem;
    readonly int[] _rows;
    readonly long _budget;
    readonly int _threads;
    readonly CancellationToken _cancellation;
    readonly List<SearchThread> _learners = [];
    int _sample;
    int[] _foldOfRow = [];
    long _work;
    int _evaluations;

    ModelSearch(LearningProblem problem, int[] rows, IReadOnlyList<SearchSpace> spaces, long budget, SeededRandom random, int threads, CancellationToken cancellation)
    {
        _problem = problem;
        _rows = rows;
        _budget = budget;
        _threads = threads;
        _cancellation = cancellation;
        _learners.AddRange(spaces.Select(space => new SearchThread(space, random)));
        Grow(Math.Min(rows.Length, FirstSample));
    }

    int LargestSampleRows => Math.Min(_rows.Length, LargestSample);

    /// <summary>Searches.</summary>
    /// <param name="problem">Features and targets of all rows.</param>
    /// <param name="rows">The rows to look at, in the order of the plan; no other target is read.</param>
    /// <param name="spaces">The learners to choose from, at least one.</param>
    /// <param name="budget">Work to stop at; every learner's start is tried whatever it costs.</param>
    /// <param name="random">Directions of search.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static SearchOutcome Run(LearningProblem problem, int[] rows, IReadOnlyList<SearchSpace> spaces, long budget, SeededRandom random, int threads, CancellationToken cancellation) =>
        new ModelSearch(problem, rows, spaces, budget, random, threads, cancellation).Run();

    SearchOutcome Run()
    {
        // Equal rows share a fold: rows that are all alike can not judge anything.
        if (Folds().Length == 0)
        {
            return new SearchOutcome(_learners[0].Space.Settings(_learners[0].Best.Point, null), double.NaN, _sample, 0, 0);
        }

        foreach (SearchThread learner in _learners)
        {
            learner.Start(Evaluate(learner, learner.Best.Point));
        }

        while (_work < _budget && _evaluations < MostEvaluations)
        {
            SearchThread leader = Leader();
            SearchThread chosen = _learners.MinBy(learner => learner.CostOfImprovement(leader, CanGrow))!;
            bool atRest = _learners.TrueForAll(learner => learner.HasConverged);
            if (CanGrow && (atRest || leader.PrefersGrowth))
            {
                GrowAll(leader);
            }
            else if (atRest)
            {
                break;
            }
            else
            {
                chosen.Step(point => Evaluate(chosen, point));
            }
        }

        SearchThread best = Leader();
        return new SearchOutcome(best.Space.Settings(best.Best.Point, best.Best.Iterations), best.BestLoss, _sample, _evaluations, _work);
    }

    bool CanGrow => _sample < LargestSampleRows;

    SearchThread Leader() => _learners.MinBy(learner => learner.BestLoss)!;

    /// <summary>Doubles the sample; a learner that is far behind is not brought along at full price, it keeps its loss as a lower bound of interest.</summary>
    void GrowAll(SearchThread leader)
    {
        Grow(Math.Min(_sample * 2, LargestSampleRows));
        leader.Restart(Evaluate(leader, leader.Best.Point));
        foreach (SearchThread learner in _learners)
        {
            if (learner != leader)
            {
                learner.Restart(Evaluate(learner, learner.Best.Point));
            }
        }
    }

    void Grow(int sample)
    {
        _sample = sample;
        int folds = sample <= FirstSample ? 5 : 3;
        _foldOfRow = _problem.Plan.DealWithin(_rows[..sample], _problem.Target, folds);
    }

    Trial Evaluate(SearchThread learner, double[] point)
    {
        _cancellation.ThrowIfCancellationRequested();
        LearnerSettings settings = learner.Space.Settings(point, null);
        Fold[] folds = Folds();
        double[] losses = new double[_sample];
        Trial trial = settings.Trees is { } trees ? Boost(point, trees, folds, losses) : Regress(point, settings, folds, losses);
        _work += trial.Work;
        _evaluations++;
        return trial;
    }

    Fold[] Folds() =>
    [
        .. Enumerable.Range(0, _foldOfRow.DefaultIfEmpty(-1).Max() + 1)
            .Select(fold => new Fold(Positions(f => _problem.Plan.IsTimeOrdered ? f < fold : f != fold), Positions(f => f == fold)))
            .Where(fold => fold.Train.Length > 0 && fold.Test.Length > 0),
    ];

    /// <summary>Boosts every fold and keeps the number of iterations that is best for all of them together.</summary>
    Trial Boost(double[] point, GradientBoostingOptions options, Fold[] folds, double[] losses)
    {
        var fitted = new FittedForest[folds.Length];
        for (int fold = 0; fold < folds.Length; fold++)
        {
            fitted[fold] = _problem.FitForest(options, At(folds[fold].Train), At(folds[fold].Test), _threads, _cancellation);
        }

        int longest = fitted.Max(fit => fit.Outcome.Curve.Count);
        int best = Enumerable.Range(0, longest).MinBy(iteration => fitted.Zip(folds, (fit, fold) => fold.Test.Length * fit.Outcome.Curve[Math.Min(iteration, fit.Outcome.Curve.Count - 1)]).Sum());
        for (int fold = 0; fold < folds.Length; fold++)
        {
            Judge(folds[fold], _problem.Predict(fitted[fold], best, At(folds[fold].Test), _threads, _cancellation), losses);
        }

        return new Trial(point, Judged(folds, losses), Math.Max(1, fitted.Sum(fit => fit.Outcome.Work)), best);
    }

    Trial Regress(double[] point, LearnerSettings settings, Fold[] folds, double[] losses)
    {
        long work = 1;
        foreach (Fold fold in folds)
        {
            FitResult fit = _problem.Fit(settings, At(fold.Train), [], At(fold.Test), _threads, _cancellation);
            Judge(fold, fit.Predictions, losses);
            work += fit.Work;
        }

        return new Trial(point, Judged(folds, losses), work, 0);
    }

    void Judge(Fold fold, double[] predictions, double[] losses)
    {
        for (int i = 0; i < fold.Test.Length; i++)
        {
            losses[fold.Test[i]] = PredictionLoss.Of(_problem.Target, _rows[fold.Test[i]], predictions.AsSpan(i * _problem.Width, _problem.Width));
        }
    }

    static double[] Judged(Fold[] folds, double[] losses) => [.. folds.SelectMany(fold => fold.Test).Select(position => losses[position])];

    int[] At(int[] positions) => [.. positions.Select(position => _rows[position])];

    int[] Positions(Func<int, bool> wanted) => [.. Enumerable.Range(0, _sample).Where(position => wanted(_foldOfRow[position]))];

    sealed record Fold(int[] Train, int[] Test);
}
