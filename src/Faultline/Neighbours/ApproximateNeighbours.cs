namespace Faultline;

/// <summary>Neighbours that were found without comparing every pair.</summary>
/// <param name="Indices">n × k, row-major, nearest first; −1 where there are fewer other rows.</param>
/// <param name="Distances">n × k, row-major, of these rows; +∞ where there are fewer other rows.</param>
/// <param name="Recall">Share of the true k nearest that were found, measured on a seeded sample of rows that were compared with every row, with its 95 % interval.</param>
public sealed record ApproximateNeighbours(int[] Indices, float[] Distances, Estimate Recall);
