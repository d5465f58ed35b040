namespace Faultline;

/// <summary>Cells of a <see cref="TimeColumn"/> whose dates are written otherwise than most of the column's.</summary>
/// <param name="Rows">Their row numbers, rising; at most half of the dates.</param>
/// <param name="AreNumeric">True where these are numbers with the year last (<c>6/12/1998</c>) and the others not; false the other way round.</param>
/// <param name="DayFirst">How numbers with the year last were read.</param>
public sealed record MixedDates(IReadOnlyList<int> Rows, bool AreNumeric, bool DayFirst);
