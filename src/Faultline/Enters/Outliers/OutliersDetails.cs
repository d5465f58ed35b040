namespace Faultline;

/// <summary>A far row.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Distance">Mean distance to its neighbours.</param>
/// <param name="Columns">Columns that make it far, worst first; empty for an embedding.</param>
public sealed record FarRow(int Row, double Distance, IReadOnlyList<string> Columns);

/// <summary>Figures of FL104.</summary>
/// <param name="K">Neighbours asked of each row.</param>
/// <param name="Space">What distances are measured in: <c>columns</c> or <c>embedding</c>.</param>
/// <param name="Dimensions">Dimensions of that space.</param>
/// <param name="ReferenceRows">Rows that neighbours were looked for in.</param>
/// <param name="MedianDistance">The typical distance.</param>
/// <param name="Limit">Distance beyond which rows are flagged; null where none can be.</param>
/// <param name="Flagged">Number of flagged rows.</param>
/// <param name="Rows">The farthest of them.</param>
/// <param name="Magnitude">Magnitude weighting, where it was asked for.</param>
public sealed record OutliersDetails(
    int K, string Space, int Dimensions, int ReferenceRows, double MedianDistance, double? Limit, int Flagged, IReadOnlyList<FarRow> Rows, MagnitudeWeights? Magnitude = null) : CheckDetails;
