namespace Faultline;

/// <summary>What to repair, and how. Immutable.</summary>
public sealed record RepairOptions
{
    /// <summary>What is mended; the order does not matter.</summary>
    public required IReadOnlyList<RepairKind> Fixes { get; init; }

    /// <summary>What becomes of rows whose label is probably wrong. Default <see cref="LabelRepair.Relabel"/>.</summary>
    public LabelRepair Labels { get; init; }

    /// <summary>Name of the column of weights that <see cref="LabelRepair.Weigh"/> adds.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>Seed, threads, learner, options of checks and progress, as in an audit.</summary>
    public AuditOptions Audit { get; init; } = AuditOptions.Standard;

    /// <summary>The changes that a person accepted; null when all are made. A proof keeps to them.</summary>
    public IReadOnlyList<RepairChange>? Accepted { get; init; }

    /// <summary>What finds the faults; another than the checks is for studies.</summary>
    internal RepairCures Cures { get; init; } = RepairCures.Checks;

    /// <summary>True when a kind is wanted.</summary>
    internal bool Has(RepairKind kind) => Fixes.Contains(kind);
}
