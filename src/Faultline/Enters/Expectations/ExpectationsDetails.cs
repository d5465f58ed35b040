namespace Faultline;

/// <summary>Figures of FL110.</summary>
/// <param name="Declared">Expectations declared.</param>
/// <param name="Held">Of them, how many hold.</param>
/// <param name="Failed">How many fail.</param>
/// <param name="Unmeasured">How many had no cell to look at.</param>
/// <param name="Expectations">Each, at most 1,000, failed ones first.</param>
public sealed record ExpectationsDetails(int Declared, int Held, int Failed, int Unmeasured, IReadOnlyList<ExpectationEntry> Expectations) : CheckDetails;

/// <summary>One expectation.</summary>
/// <param name="Kind">What is expected, as the key in the file.</param>
/// <param name="Column">The column, or null.</param>
/// <param name="Name">Name of a condition, else empty.</param>
/// <param name="Checked">Cells or rows looked at.</param>
/// <param name="Failed">Rows that break it.</param>
/// <param name="Held">Whether it holds; null where nothing could be looked at.</param>
public sealed record ExpectationEntry(string Kind, string? Column, string Name, long Checked, long Failed, bool? Held);
