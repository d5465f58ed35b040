namespace Faultline;

/// <summary>An attribute as one axis of a search: the cell of each row, and the items that slices of some depth may use, each a run of cells.</summary>
/// <param name="Codes">The cell of each measured row; null where the axis stands for no attribute, and all rows lie in one cell.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="Items">Runs of cells; the first is everything.</param>
/// <param name="Numbers">The number of each item in <see cref="SliceAttribute.Items"/>.</param>
/// <param name="Weights">Share of the error of the search that an item has, relative to others: fine runs are many, so that each has less.</param>
sealed record SliceAxis(byte[]? Codes, int Cells, SliceItem[] Items, int[] Numbers, double[] Weights)
{
    /// <summary>No attribute: all rows in one cell.</summary>
    public static SliceAxis None { get; } = new(null, 1, [new SliceItem(0, 0)], [0], [1]);

    /// <summary>The first item that says something: 1, or 0 where there is no attribute.</summary>
    public int First => Codes is null ? 0 : 1;
}
