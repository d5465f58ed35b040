namespace Faultline.Studies;

/// <summary>Probabilities of two classes as users bring them: estimated, rounded, voted, disturbed. None is the exact one.</summary>
static class NoisyPredictions
{
    const int Folds = 5;

    public static IReadOnlyList<string> Kinds { get; } =
        ["exact", "sharpened", "rounded", "20 votes", "5 votes", "normal noise", "t(3) noise", "Cauchy noise", "bagged trees", "deep bagged trees", "one tree", "boosted too long"];

    /// <summary>Row-major probabilities of a kind.</summary>
    public static double[] Of(string kind, SyntheticTable table, int[] labels, long seed)
    {
        var random = SeededRandom.For(seed, kind);
        return kind switch
        {
            "exact" => table.Posterior,
            "sharpened" => Each(table, p => Logistic(3 * LogOdds(p))),
            "rounded" => Each(table, p => Math.Round(p, 1)),
            "20 votes" => Each(table, p => Votes(p, 20, random)),
            "5 votes" => Each(table, p => Votes(p, 5, random)),
            "normal noise" => Each(table, p => Logistic(LogOdds(p) + random.NextGaussian())),
            "t(3) noise" => Each(table, p => Logistic(LogOdds(p) + Student3(random))),
            "Cauchy noise" => Each(table, p => Logistic(LogOdds(p) + (random.NextGaussian() / Math.Abs(random.NextGaussian()) / 2))),
            "bagged trees" => OutOfFold(table, labels, seed, models: 60, new GradientBoostingOptions { Iterations = 1, LearningRate = 1, MaxLeaves = 4096, MinLeafRows = 5, RowShare = 0.632, FeatureShare = 0.6, Threads = 1 }),
            "deep bagged trees" => OutOfFold(table, labels, seed, models: 60, new GradientBoostingOptions { Iterations = 1, LearningRate = 1, MaxLeaves = 4096, MinLeafRows = 1, RowShare = 0.632, FeatureShare = 0.6, Threads = 1 }),
            "one tree" => OutOfFold(table, labels, seed, models: 1, new GradientBoostingOptions { Iterations = 1, LearningRate = 1, MinLeafRows = 20, Threads = 1 }),
            "boosted too long" => OutOfFold(table, labels, seed, models: 1, new GradientBoostingOptions { Iterations = 200, LearningRate = 0.2, MinLeafRows = 5, Threads = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of predictions."),
        };
    }

    static double[] Each(SyntheticTable table, Func<double, double> change)
    {
        var probabilities = new double[table.Posterior.Length];
        for (var row = 0; row < table.RowCount; row++)
        {
            var p = Math.Clamp(change(table.Posterior[(2 * row) + 1]), 0, 1);
            (probabilities[2 * row], probabilities[(2 * row) + 1]) = (1 - p, p);
        }

        return probabilities;
    }

    // The mean over models that each saw a share of the rows and features of the other folds.
    static double[] OutOfFold(SyntheticTable table, int[] labels, long seed, int models, GradientBoostingOptions options)
    {
        var data = table.With(labels);
        var features = TableFeatures.Of(data, table.Features.Select(column => column.Name), []).Matrix;
        var target = LearningTarget.OfClasses(labels, 2);
        var probabilities = new double[2 * table.RowCount];
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] held = [.. Enumerable.Range(0, table.RowCount).Where(row => row % Folds == fold)];
            int[] train = [.. Enumerable.Range(0, table.RowCount).Where(row => row % Folds != fold)];
            for (var model = 0; model < models; model++)
            {
                var fitted = GradientBoostedTrees.Fit(features.Take(train), target.Take(train), options with { Seed = (seed * 1000) + model }, CancellationToken.None).Predict(features.Take(held));
                for (var i = 0; i < held.Length; i++)
                {
                    probabilities[2 * held[i]] += fitted[2 * i] / models;
                    probabilities[(2 * held[i]) + 1] += fitted[(2 * i) + 1] / models;
                }
            }
        }

        return probabilities;
    }

    static double Votes(double p, int votes, SeededRandom random) => Enumerable.Range(0, votes).Count(_ => random.NextDouble() < p) / (double)votes;

    static double Student3(SeededRandom random)
    {
        double Square() => Math.Pow(random.NextGaussian(), 2);
        return random.NextGaussian() / Math.Sqrt((Square() + Square() + Square()) / 3);
    }

    static double LogOdds(double p) => Math.Log(Math.Max(p, 1e-15) / Math.Max(1 - p, 1e-15));

    static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
