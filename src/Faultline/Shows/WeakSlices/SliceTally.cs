namespace Faultline;

/// <summary>What each measured row adds to a slice. Rows that add the same lie side by side.</summary>
/// <param name="Kinds">What a row of each kind adds.</param>
/// <param name="Ends">For each kind the place after its last row; the first kind begins at place 0.</param>
sealed record SliceTally(SliceSums[] Kinds, int[] Ends)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Ends.Length == 0 ? 0 : Ends[^1];

    /// <summary>What the rows of a set add up to.</summary>
    public SliceSums Sum(RowSet set)
    {
        SliceSums sums = default;
        int from = 0;
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            int count = set.CountBetween(from, Ends[kind]);
            sums = count > 0 ? sums + (Kinds[kind] * count) : sums;
            from = Ends[kind];
        }

        return sums;
    }
}
