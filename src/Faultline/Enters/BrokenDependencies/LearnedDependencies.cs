namespace Faultline;

/// <summary>What <see cref="BrokenDependencies"/> learned of a table.</summary>
/// <param name="Columns">The columns that were searched; dependencies and cells name their places here.</param>
/// <param name="All">All columns that were looked at, for typos.</param>
/// <param name="Cells">Dependencies that stand, cells that break them, and typos.</param>
/// <param name="Searched">Dependencies that were searched, pruned ones included.</param>
/// <param name="MaxLeft">Most columns on the left.</param>
/// <param name="Plan">Limits that applied.</param>
sealed record LearnedDependencies(IReadOnlyList<CodedColumn> Columns, IReadOnlyList<CodedColumn> All, DependencyCells Cells, double Searched, int MaxLeft, IReadOnlyList<string> Plan);
