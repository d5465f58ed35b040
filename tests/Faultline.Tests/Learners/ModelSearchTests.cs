namespace Faultline.Tests;

public class ModelSearchTests
{
    const long Budget = 8_000_000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void No_worse_than_random_search_at_equal_work()
    {
        double ours = 0;
        double random = 0;
        for (ulong seed = 0; seed < 4; seed++)
        {
            (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(2_400, 2 + (int)(seed % 2), 20 + seed);
            FoldPlan plan = FoldPlan.Stratified(features, target, 2, (long)seed);
            var problem = new LearningProblem(features, target, plan, threads: 1);
            int[] search = [.. plan.Order.Where(row => plan.FoldOfRow[row] == 0)];
            int[] judge = [.. plan.Order.Where(row => plan.FoldOfRow[row] == 1)];
            SearchSpace[] spaces = [SearchSpace.Trees(0, search.Length, target.ClassCount), SearchSpace.Linear(target.ClassCount)];
            SearchOutcome found = ModelSearch.Run(problem, search, spaces, Budget, new SeededRandom(seed), threads: 1, Cancellation);
            ours += Loss(problem, found.Settings, search, [], judge);
            random += Loss(problem, RandomSearch(problem, search, spaces, found.Work, seed), search, [], judge);
        }

        // The sum of four mean log losses of 1,200 rows each: its standard error is about 0.02.
        Assert.True(ours <= random + 0.02, $"{ours} against {random}");
    }

    [Fact]
    public void The_budget_bounds_the_work_and_more_of_it_tries_more()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(1_000, 2, 30);
        FoldPlan plan = FoldPlan.Stratified(features, target, 2, 0);
        var problem = new LearningProblem(features, target, plan, threads: 1);
        SearchSpace[] spaces = [SearchSpace.Linear(2)];
        SearchOutcome small = ModelSearch.Run(problem, plan.Order, spaces, 1, new SeededRandom(0), 1, Cancellation);
        SearchOutcome large = ModelSearch.Run(problem, plan.Order, spaces, 2_000_000, new SeededRandom(0), 1, Cancellation);
        Assert.Equal(1, small.Evaluations);
        Assert.True(large.Evaluations > 3);
        Assert.InRange(large.Work, 1, 2_000_000 + (2 * small.Work));
    }

    /// <summary>Random settings of a random learner, cross-validated on all rows, until the work is spent; iterations by early stopping as in the search.</summary>
    static LearnerSettings RandomSearch(LearningProblem problem, int[] rows, SearchSpace[] spaces, long work, ulong seed)
    {
        var random = new SeededRandom(seed + 100);
        int[] folds = problem.Plan.DealWithin(rows, problem.Target, 5);
        LearnerSettings? best = null;
        double bestLoss = double.PositiveInfinity;
        while (work > 0)
        {
            SearchSpace space = spaces[random.NextInt(spaces.Length)];
            double[] point = [.. space.Start.Select(_ => random.NextDouble())];
            LearnerSettings settings = space.Settings(point, null);
            double loss = 0;
            int iterations = 0;
            for (int fold = 0; fold < 5; fold++)
            {
                int[] train = [.. rows.Where((_, i) => folds[i] != fold)];
                int[] test = [.. rows.Where((_, i) => folds[i] == fold)];
                if (settings.Trees is { } trees)
                {
                    FittedForest fitted = problem.FitForest(trees, train, test, 1, Cancellation);
                    iterations += fitted.Outcome.BestIteration;
                    loss += Sum(problem, problem.Predict(fitted, fitted.Outcome.BestIteration, test, 1, Cancellation), test);
                    work -= fitted.Outcome.Work;
                }
                else
                {
                    FitResult fit = problem.Fit(settings, train, [], test, 1, Cancellation);
                    loss += Sum(problem, fit.Predictions, test);
                    work -= fit.Work;
                }
            }

            if (loss < bestLoss)
            {
                bestLoss = loss;
                best = space.Settings(point, iterations / 5);
            }
        }

        return best!;
    }

    static double Loss(LearningProblem problem, LearnerSettings settings, int[] train, int[] stop, int[] judge) =>
        Sum(problem, problem.Fit(settings, train, stop, judge, 1, Cancellation).Predictions, judge) / judge.Length;

    static double Sum(LearningProblem problem, double[] predictions, int[] rows) =>
        Enumerable.Range(0, rows.Length).Sum(i => PredictionLoss.Of(problem.Target, rows[i], predictions.AsSpan(i * problem.Width, problem.Width)));
}
