namespace Faultline;

/// <summary>What a search found.</summary>
/// <param name="Settings">The best settings, the number of boosting iterations among them.</param>
/// <param name="Loss">Their cross-validated loss.</param>
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
    readonly SeededRandom _random;
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
        _random = random;
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
        foreach (SearchThread learner in _learners)
        {
            learner.Start(Evaluate(learner, learner.Best));
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
        return new SearchOutcome(best.Space.Settings(best.Best, best.BestIterations), best.BestLoss, _sample, _evaluations, _work);
    }

    bool CanGrow => _sample < LargestSampleRows;

    SearchThread Leader() => _learners.MinBy(learner => learner.BestLoss)!;

    /// <summary>Doubles the sample; a learner that is far behind is not brought along at full price, it keeps its loss as a lower bound of interest.</summary>
    void GrowAll(SearchThread leader)
    {
        Grow(Math.Min(_sample * 2, LargestSampleRows));
        leader.Restart(Evaluate(leader, leader.Best));
        foreach (SearchThread learner in _learners)
        {
            if (learner != leader)
            {
                learner.Restart(Evaluate(learner, learner.Best));
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
        int folds = _foldOfRow.Max() + 1;
        double loss = 0;
        long work = 0;
        double iterations = 0;
        int judged = 0;
        for (int fold = 0; fold < folds; fold++)
        {
            int[] train = Rows(f => _problem.Plan.IsTimeOrdered ? f < fold : f != fold);
            int[] test = Rows(f => f == fold);
            if (train.Length == 0 || test.Length == 0)
            {
                continue;
            }

            // The rows that are judged also stop the boosting: the same small favour to every setting.
            FitResult fit = _problem.Fit(settings, train, settings.Trees is null ? [] : test, test, _threads, _cancellation);
            loss += PredictionLoss.Sum(_problem.Target, test, fit.Predictions);
            work += fit.Work;
            iterations += fit.Iterations;
            judged += test.Length;
        }

        _work += Math.Max(1, work);
        _evaluations++;
        return new Trial(point, judged > 0 ? loss / judged : double.PositiveInfinity, Math.Max(1, work), (int)Math.Round(iterations / folds));
    }

    int[] Rows(Func<int, bool> wanted)
    {
        List<int> rows = new(_sample);
        for (int i = 0; i < _sample; i++)
        {
            if (wanted(_foldOfRow[i]))
            {
                rows.Add(_rows[i]);
            }
        }

        return [.. rows];
    }
}
