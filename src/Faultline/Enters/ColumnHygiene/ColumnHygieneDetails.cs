namespace Faultline;

/// <summary>One fault of column hygiene, by kind.</summary>
/// <param name="Kind">What is wrong, as <c>MissingToken</c>.</param>
/// <param name="Columns">Columns that have it, at most 1,000.</param>
/// <param name="Cells">Number of cells; 0 for a fault of whole columns.</param>
public sealed record ColumnHygieneEntry(string Kind, IReadOnlyList<string> Columns, long Cells);

/// <summary>Figures of <see cref="ColumnHygiene"/>.</summary>
/// <param name="Count">Number of faults.</param>
/// <param name="Faults">The faults, at most 1,000.</param>
public sealed record ColumnHygieneDetails(int Count, IReadOnlyList<ColumnHygieneEntry> Faults) : CheckDetails;
