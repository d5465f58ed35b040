namespace Faultline;

/// <summary>Where a column of a table lies in a <see cref="MixedSpace"/>.</summary>
/// <param name="Column">The column.</param>
/// <param name="From">Its first dimension.</param>
/// <param name="Count">Its dimensions.</param>
sealed record MixedColumn(Column Column, int From, int Count);
