namespace Faultline;

/// <summary>Numbers of every row that are tested for an order.</summary>
/// <param name="Column">The column; null for a dimension of an embedding.</param>
/// <param name="Name">The column's name, or the dimension's.</param>
/// <param name="Values">One a row; NaN is missing.</param>
/// <param name="IsSpread">True for the distance from the column's median.</param>
/// <param name="Code">The category that is 1, or −1.</param>
sealed record TestedDimension(Column? Column, string Name, double[] Values, bool IsSpread = false, int Code = -1);
