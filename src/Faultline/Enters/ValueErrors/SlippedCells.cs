namespace Faultline;

/// <summary>Cells of a column that one conversion brings back.</summary>
/// <param name="Column">The column.</param>
/// <param name="Conversion">What makes them right.</param>
/// <param name="Rows">Their rows.</param>
sealed record SlippedCells(NumberColumn Column, UnitConversion Conversion, int[] Rows);
