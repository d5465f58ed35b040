namespace Faultline;

/// <summary>Rows of similar certainty.</summary>
/// <param name="From">The share of rows that are more certain than any of the group, 0 or more.</param>
/// <param name="To">The share of rows that are at least as certain as the least certain of the group, at most 1.</param>
/// <param name="Rows">Rows in the group.</param>
/// <param name="Disagreeing">Rows in it whose label is not their most probable class.</param>
/// <param name="LeastCertainty">The lowest certainty in the group, as the log odds of the most probable class.</param>
public sealed record CertaintyGroup(double From, double To, long Rows, long Disagreeing, double LeastCertainty)
{
    /// <summary>The share of rows that are more certain than the middle of the group, between 0 and 1.</summary>
    public double Rank => (From + To) / 2;
}
