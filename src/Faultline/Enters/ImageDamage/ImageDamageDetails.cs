namespace Faultline;

/// <summary>Figures of FL112.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Height">Height in pixels; all images of an array have one size.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Kinds">Every kind of damage that was looked for.</param>
public sealed record ImageDamageDetails(int Images, int Height, int Width, int Channels, IReadOnlyList<DamageKind> Kinds) : CheckDetails;

/// <summary>A kind of damage.</summary>
/// <param name="Kind"><c>blank</c>, <c>dark</c>, <c>bright</c>, <c>noise</c>, <c>low-information</c> or <c>blurred</c>.</param>
/// <param name="Typical">The measure of the typical image, larger is worse, on a logarithmic scale; null for blank.</param>
/// <param name="Limit">Where damage begins; null for blank.</param>
/// <param name="Flagged">Images found; one that shows several kinds counts with the first.</param>
/// <param name="Rows">Their rows, worst first.</param>
public sealed record DamageKind(string Kind, double? Typical, double? Limit, int Flagged, IReadOnlyList<int> Rows);
