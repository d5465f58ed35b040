namespace Faultline;

/// <summary>Rows that come in groups of one value of a column and are alike within them.</summary>
/// <param name="Column">The column.</param>
/// <param name="Levels">Its values.</param>
/// <param name="Dimension">Where rows of a group are most alike.</param>
/// <param name="Within">Correlation of successive rows of one group.</param>
/// <param name="Across">Correlation of successive rows of two groups.</param>
/// <param name="Difference">The one less the other.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="P">Chance of so large a difference, corrected for the columns tried.</param>
sealed record RowGroupsFound(Column Column, int Levels, TestedDimension Dimension, double Within, double Across, double Difference, double Error, double P)
{
    /// <summary>The difference with its 95 % interval, no more than a correlation can be.</summary>
    public Interval Interval => new(Math.Max(-1, Difference - (1.96 * Error)), Math.Min(1, Difference + (1.96 * Error)), 0.95);
}
