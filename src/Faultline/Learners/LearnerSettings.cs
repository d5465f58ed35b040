using System.Globalization;

namespace Faultline;

/// <summary>A learner with its settings: exactly one of the first two is set.</summary>
/// <param name="Trees">Settings of <see cref="GradientBoostedTrees"/>, or null.</param>
/// <param name="Linear">Settings of <see cref="LogisticRegression"/>, of ridge regression for a numeric target, or null.</param>
/// <param name="IsRegression">The target is a number.</param>
public sealed record LearnerSettings(GradientBoostingOptions? Trees, LogisticRegressionOptions? Linear, bool IsRegression)
{
    /// <summary>The learner's name: <c>gbdt</c>, <c>logistic</c> or <c>ridge</c>.</summary>
    public string Learner => Trees is not null ? "gbdt" : IsRegression ? "ridge" : "logistic";

    /// <summary>The settings in words.</summary>
    public string Description => Trees is { } trees
        ? string.Create(CultureInfo.InvariantCulture, $"at most {trees.MaxLeaves} leaves of at least {trees.MinLeafRows} rows, learning rate {trees.LearningRate:G3}, λ₂ = {trees.L2:G3}, {trees.FeatureShare:P0} of features a tree, {trees.Iterations} iterations{(trees.ValidationShare > 0 ? " at most" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"λ = {Linear!.L2:G3}");
}
