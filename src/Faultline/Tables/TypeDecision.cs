namespace Faultline;

/// <summary>What a column of text is taken for.</summary>
/// <param name="Kind">The type of its cells.</param>
/// <param name="Style">How its numbers are written.</param>
/// <param name="DayFirst">Whether <c>6/12/1998</c> is 6 December.</param>
/// <param name="OrderGuessed">True when no date of the column tells day from month.</param>
public readonly record struct TypeDecision(ColumnKind Kind, NumberStyle Style = NumberStyle.Plain, bool DayFirst = false, bool OrderGuessed = false);
