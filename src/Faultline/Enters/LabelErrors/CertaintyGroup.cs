namespace Faultline;

/// <summary>Rows of similar certainty.</summary>
/// <param name="Rank">The share of rows that are more certain than the middle of the group, between 0 and 1.</param>
/// <param name="Rows">Rows in the group.</param>
/// <param name="Disagreeing">Rows in it whose label is not their most probable class.</param>
/// <param name="LeastCertainty">The lowest certainty in the group, as the log odds of the most probable class.</param>
public sealed record CertaintyGroup(double Rank, long Rows, long Disagreeing, double LeastCertainty);
