namespace Faultline;

/// <summary>A dependency between columns.</summary>
/// <param name="Left">Columns that determine.</param>
/// <param name="Right">Column that is determined.</param>
/// <param name="Error">g₃: share of the rows to take out for it to hold without exception (Kivinen and Mannila, 1995).</param>
/// <param name="Chance">g₃ that chance alone would leave.</param>
/// <param name="Rows">Rows that have both sides.</param>
/// <param name="Broken">Cells of the right column that differ from the commonest value of their group.</param>
public sealed record BrokenDependency(IReadOnlyList<string> Left, string Right, double Error, double Chance, int Rows, int Broken);

/// <summary>Wrong cells of one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Cells">Cells held to be wrong.</param>
/// <param name="Suggested">Those for which the likely right value is known.</param>
/// <param name="Typos">Those that differ from a frequent value, or from the usual form, by one slip.</param>
public sealed record BrokenColumn(string Column, int Cells, int Suggested, int Typos);

/// <summary>Columns that contradict each other in rows where nothing tells which of them is wrong.</summary>
/// <param name="Columns">The columns; in each row the cell of one of them is wrong.</param>
/// <param name="Rows">Number of such rows.</param>
public sealed record ContradictingColumns(IReadOnlyList<string> Columns, int Rows);

/// <summary>Missing cells of one column whose value the other rows know.</summary>
/// <param name="Column">The column.</param>
/// <param name="Cells">Number of such cells.</param>
/// <param name="Missing">Missing cells of the column.</param>
public sealed record KnownMissing(string Column, int Cells, int Missing);

/// <summary>Figures of <see cref="BrokenDependencies"/>.</summary>
/// <param name="Count">Number of minimal dependencies that hold far better than by chance.</param>
/// <param name="Dependencies">The dependencies, at most 1,000: those that cells break first.</param>
/// <param name="Searched">Dependencies that were searched, pruned ones included; what is reported is corrected for so many.</param>
/// <param name="LeftLimit">Most columns on the left.</param>
/// <param name="Columns">Columns with wrong cells, at most 1,000.</param>
/// <param name="Contradictions">Columns that contradict each other, at most 1,000.</param>
/// <param name="Known">Columns with missing cells whose value the other rows know, at most 1,000.</param>
/// <param name="Explained">The dependency that the user asked about, or null.</param>
public sealed record BrokenDependenciesDetails(int Count, IReadOnlyList<BrokenDependency> Dependencies, double Searched, int LeftLimit, IReadOnlyList<BrokenColumn> Columns, IReadOnlyList<ContradictingColumns> Contradictions, IReadOnlyList<KnownMissing> Known, ExplainedDependency? Explained) : CheckDetails;
