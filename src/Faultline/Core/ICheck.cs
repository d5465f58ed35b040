namespace Faultline;

/// <summary>
/// A check: asks one question of the evidence. A sealed record whose properties are its options; pure: evidence and a seeded
/// generator in, verdict out.
/// </summary>
/// <typeparam name="TSelf">The check itself.</typeparam>
public interface ICheck<TSelf>
    where TSelf : ICheck<TSelf>
{
    /// <summary>What the catalogue says of the check.</summary>
    static abstract CheckInfo Info { get; }

    /// <summary>The check at its default options.</summary>
    static abstract TSelf Standard { get; }

    /// <summary>Options that <c>--set</c> can change, in documentation order.</summary>
    static virtual IReadOnlyList<CheckOption<TSelf>> Options => [];

    /// <summary>
    /// Whether the check needs predictions for this evidence, and whether it can run at all: null when it can, else a reason that names
    /// the flag which would bring what is missing. Called after <see cref="CheckInfo.Needs"/> are met.
    /// </summary>
    string? WhyNot(Evidence evidence) => null;

    /// <summary>True when the check has a use for predictions that it can also do without; out-of-fold ones are then made where the user brings none.</summary>
    bool UsesPredictions(Evidence evidence) => false;

    /// <summary>Answers the question.</summary>
    /// <param name="context">Evidence, shared work (predictions, features), seeded generators, threads and cancellation.</param>
    /// <exception cref="OperationCanceledException">The audit was cancelled.</exception>
    Verdict Run(CheckContext context);
}
