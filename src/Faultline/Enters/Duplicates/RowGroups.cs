namespace Faultline;

/// <summary>Groups of rows, one after the other in one array.</summary>
/// <param name="rows">The rows of all groups.</param>
/// <param name="ends">Where each group ends.</param>
sealed class RowGroups(int[] rows, int[] ends)
{
    /// <summary>Number of groups.</summary>
    public int Count => ends.Length;

    /// <summary>The rows of a group, in rising order.</summary>
    public ReadOnlySpan<int> this[int group] => rows.AsSpan(group == 0 ? 0 : ends[group - 1], Length(group));

    /// <summary>Pairs of rows of one group, over all groups.</summary>
    public double Pairs => Enumerable.Range(0, Count).Sum(group => Length(group) * (Length(group) - 1.0) / 2);

    int Length(int group) => ends[group] - (group == 0 ? 0 : ends[group - 1]);
}
