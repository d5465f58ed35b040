namespace Faultline;

/// <summary>What finds the faults that a repair mends: the checks, or in a study something that finds faults where there are none.</summary>
sealed record RepairCures
{
    /// <summary>The checks.</summary>
    public static RepairCures Checks { get; } = new();

    /// <summary>Which values become which.</summary>
    public Func<CheckContext, RepairOptions, CellRepair> Values { get; init; } = CellRepair.Learn;

    /// <summary>Which cells of a table are changed, learned from some of its rows (ascending; null for all).</summary>
    public Func<Evidence, int[]?, RepairOptions, CancellationToken, IReadOnlyList<RepairChange>> Cells { get; init; } = DependencyRepair.Find;

    /// <summary>Which rows are taken out.</summary>
    public Func<CheckContext, RepairOptions, IReadOnlyList<RepairChange>> Rows { get; init; } = RowRepair.Learn;

    /// <summary>Which labels are wrong.</summary>
    public Func<CheckContext, RepairOptions, (IReadOnlyList<WrongLabel> Rows, Verdict Verdict)> Labels { get; init; } = LabelCure.Learn;
}
