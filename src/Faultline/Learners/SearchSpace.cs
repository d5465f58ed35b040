namespace Faultline;

/// <summary>What a search may choose of one learner: points of a unit cube and the settings they stand for.</summary>
/// <param name="Name">The learner's name.</param>
/// <param name="Start">The cheap point to start from.</param>
/// <param name="Settings">The settings of a point; iterations as found by earlier trials, or null to let early stopping choose.</param>
sealed record SearchSpace(string Name, double[] Start, Func<double[], int?, LearnerSettings> Settings)
{
    /// <summary>Most boosting iterations anywhere.</summary>
    public const int MostIterations = 400;

    /// <summary>Boosted trees: leaves 4 … 128, rows a leaf 2 … 100, learning rate 0.03 … 0.3, λ₂ 0.01 … 30, feature share 0.3 … 1.</summary>
    public static SearchSpace Trees(long seed, int rows, int classes)
    {
        // A leaf needs rows: small tables start with smaller leaves. Many classes cost a tree each: they start with longer steps.
        double leafRows = Math.Clamp(rows / 50.0, 3, 20);
        double[] start = [Place(12, 4, 128), Place(leafRows, 2, 100), Place(classes > 2 ? 0.2 : 0.1, 0.03, 0.3), Place(1, 0.01, 30), 0.7];
        return new SearchSpace("gbdt", start, (point, iterations) => new LearnerSettings(
            new GradientBoostingOptions
            {
                MaxLeaves = (int)Math.Round(At(point[0], 4, 128)),
                MinLeafRows = (int)Math.Round(At(point[1], 2, 100)),
                LearningRate = At(point[2], 0.03, 0.3),
                L2 = At(point[3], 0.01, 30),
                FeatureShare = 0.3 + (0.7 * point[4]),
                Iterations = Math.Max(1, iterations ?? MostIterations),
                Patience = 15,
                Seed = seed,
            },
            null,
            classes == 0));
    }

    /// <summary>Logistic regression, or ridge regression of a number: λ 0.001 … 1,000.</summary>
    /// <param name="classes">Classes; 0 for a number.</param>
    /// <param name="hasText">Free text is among the features: most of its words say something, and little of it suffices to tell classes apart.</param>
    public static SearchSpace Linear(int classes, bool hasText = false) =>
        new("linear", [Place(hasText ? 0.05 : 1, 1e-3, 1e3)], (point, _) => new LearnerSettings(null, new LogisticRegressionOptions { L2 = At(point[0], 1e-3, 1e3), Iterations = 100, Tolerance = 1e-4 }, classes == 0));

    static double At(double place, double low, double high) => low * Math.Pow(high / low, place);

    static double Place(double value, double low, double high) => Math.Log(value / low) / Math.Log(high / low);
}
