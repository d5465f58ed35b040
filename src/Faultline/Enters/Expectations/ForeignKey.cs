namespace Faultline;

/// <summary>The values of another table's column, one of which each cell is expected to be.</summary>
/// <param name="Table">The other table, as the user named it.</param>
/// <param name="Column">Its column.</param>
/// <param name="Keys">Its values as texts; numbers by <see cref="NumberColumn.Write"/>.</param>
public sealed record ForeignKey(string Table, string Column, IReadOnlySet<string> Keys);
