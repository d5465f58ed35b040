namespace Faultline;

/// <summary>Which learner makes the out-of-fold predictions.</summary>
public enum LearnerChoice
{
    /// <summary>Chosen by search inside the work budget.</summary>
    Auto,

    /// <summary>Gradient-boosted trees.</summary>
    Gbdt,

    /// <summary>Multinomial logistic regression (ridge regression for a numeric label).</summary>
    Logistic,

    /// <summary>None: checks that need predictions are skipped when the user brings none.</summary>
    None,
}

/// <summary>A finding that the user accepts, with the reason.</summary>
/// <param name="Id">Finding id, or a check id or name for all of its findings.</param>
/// <param name="Reason">Why it is accepted; required.</param>
public sealed record Suppression(string Id, string Reason);

/// <summary>How to audit. Immutable; every value is checked by <see cref="Audit.Run"/>.</summary>
public sealed record AuditOptions
{
    /// <summary>The defaults.</summary>
    public static AuditOptions Standard { get; } = new();

    /// <summary>Seed of everything random. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Number of threads; 0 (default) means as many as the machine has. Never changes an answer.</summary>
    public int Threads { get; init; }

    /// <summary>The number of threads that <see cref="Threads"/> comes to here.</summary>
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Ids or names of the only checks to run; empty (default) means all.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Ids or names of checks not to run.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>Options of checks, as <c>FL104.k=20</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Learner for out-of-fold predictions.</summary>
    public LearnerChoice Learner { get; init; }

    /// <summary>Work (rows × columns × iterations) that the search for a learner may spend; null means the default.</summary>
    public long? WorkBudget { get; init; }

    /// <summary>False keeps raw cells out of every output but the scores.</summary>
    public bool ShowValues { get; init; } = true;

    /// <summary>Gate conditions (see CONTRACT).</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>An earlier report: findings become new, known or fixed, and only new ones fail a gate.</summary>
    public AuditReport? Baseline { get; init; }

    /// <summary>Findings that the user accepts.</summary>
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>
    /// The command that leads to this evidence, for <c>reproduce</c>, without output options (<c>faultline audit data.csv --label y</c>); null when the
    /// library was called.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>Clock for timings and for "in the future".</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Receives progress, possibly from several threads.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>How a table larger than memory is read; null (default): here, in one go.</summary>
    public IPassReading? Passes { get; init; }

    /// <summary>The checks that there are; another list than <see cref="Catalogue.All"/> is for tests.</summary>
    internal IReadOnlyList<CatalogueEntry> Entries { get; init; } = Catalogue.All;

    /// <summary>Checks everything that can be checked without the evidence: gates, checks and their options, suppressions, numbers.</summary>
    /// <exception cref="InputException">A value can not be used.</exception>
    public void Verify()
    {
        if (Threads < 0)
        {
            throw new InputException($"The number of threads can not be {Threads}; give 1 or more, or 0 for as many as the machine has.");
        }

        if (WorkBudget < 1)
        {
            throw new InputException($"The work budget can not be {WorkBudget}; give 1 or more.");
        }

        Gate.ParseAll(Gates, Entries);
        CheckSelection.Of(this);
        if (Suppressions.FirstOrDefault(suppression => string.IsNullOrWhiteSpace(suppression.Id) || string.IsNullOrWhiteSpace(suppression.Reason)) is { } empty)
        {
            throw new InputException($"The suppression of '{empty.Id}' needs an id and a reason why it is accepted.");
        }
    }
}
