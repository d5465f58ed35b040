using System.Globalization;

namespace Faultline;

/// <summary>A learner with its settings: exactly one of the two is set.</summary>
/// <param name="Trees">Settings of <see cref="GradientBoostedTrees"/>, or null.</param>
/// <param name="Logistic">Settings of <see cref="LogisticRegression"/>, or null.</param>
public sealed record LearnerSettings(GradientBoostingOptions? Trees, LogisticRegressionOptions? Logistic)
{
    /// <summary>The learner's name, as on the command line.</summary>
    public string Learner => Trees is not null ? "gbdt" : "logistic";

    /// <summary>The settings in words.</summary>
    public string Description => Trees is { } trees
        ? string.Create(CultureInfo.InvariantCulture, $"at most {trees.MaxLeaves} leaves of at least {trees.MinLeafRows} rows, learning rate {trees.LearningRate:G3}, λ₂ = {trees.L2:G3}, {trees.FeatureShare:P0} of features a tree, {trees.Iterations} iterations{(trees.ValidationShare > 0 ? " at most" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"λ = {Logistic!.L2:G3}");
}
