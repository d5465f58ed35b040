namespace Faultline;

/// <summary>A column that the file is arranged by.</summary>
/// <param name="Column">The column.</param>
/// <param name="Codes">A code for each value; null where hardly a value comes twice.</param>
/// <param name="Levels">Different values.</param>
/// <param name="Order">How the rows follow it.</param>
/// <param name="OneBlockEach">True where each value stands in one block of rows.</param>
/// <param name="Count">Rows out of place, or runs; 0 where the order has neither.</param>
sealed record ArrangedColumn(Column Column, int[]? Codes, int Levels, FileOrder Order, bool OneBlockEach, int Count = 0);
