namespace Faultline;

/// <summary>Rows that come in groups of one value of a column and are alike within them.</summary>
/// <param name="Column">The column.</param>
/// <param name="Levels">Its values.</param>
/// <param name="Dimension">Where rows of a group are most alike.</param>
/// <param name="Within">Correlation of successive rows of one group.</param>
/// <param name="Across">Correlation of successive rows of two groups.</param>
/// <param name="Difference">The one less the other.</param>
/// <param name="Half">Half the width of its 95 % interval.</param>
sealed record RowGroupsFound(Column Column, int Levels, TestedDimension Dimension, double Within, double Across, double Difference, double Half);
