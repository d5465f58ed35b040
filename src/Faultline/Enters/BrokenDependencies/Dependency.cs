namespace Faultline;

/// <summary>Columns that determine another one, all but a few cells.</summary>
/// <param name="Left">Places of the left columns among those searched, ascending.</param>
/// <param name="Right">Place of the right column.</param>
/// <param name="Broken">Cells of the right column that differ from the commonest value of their group.</param>
/// <param name="Misplaced">Those of them whose value is the commonest of another group; the others are at home nowhere, as typos are.</param>
/// <param name="Tested">Cells that could: rows with both sides present, beyond the first of each group.</param>
sealed record Dependency(int[] Left, int Right, int Broken, int Misplaced, int Tested)
{
    /// <summary>Misplaced cells that would be there if chance alone were at work; NaN before it is known.</summary>
    public double Expected { get; init; } = double.NaN;

    /// <summary>Chance of as few misplaced cells, corrected for everything searched; NaN before it is known.</summary>
    public double P { get; init; } = double.NaN;

    /// <summary>Broken share of the cells that could be.</summary>
    public double Rate => Tested == 0 ? 0 : Broken / (double)Tested;
}
