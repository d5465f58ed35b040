namespace Faultline;

/// <summary>Figures of <see cref="WeakSlices"/>.</summary>
/// <param name="Score">What is averaged, in words.</param>
/// <param name="Overall">Its mean over all measured rows.</param>
/// <param name="LeastRows">Slices of fewer rows were not looked at.</param>
/// <param name="Searched">How many slices were judged, those included that pruning spared.</param>
/// <param name="Pruned">How many pruning spared.</param>
/// <param name="Slices">The worst slices, none of which repeats another.</param>
/// <param name="Asked">The slice named with <c>--set FL301.where</c>, its interval and p-value uncorrected as nothing was searched; null without.</param>
public sealed record WeakSlicesDetails(string Score, double Overall, int LeastRows, long Searched, long Pruned, IReadOnlyList<WeakSlice> Slices, WeakSlice? Asked) : CheckDetails;

/// <summary>A slice of the table.</summary>
/// <param name="Where">Which rows, in words.</param>
/// <param name="Columns">The columns that say so.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Value">Mean score of these rows.</param>
/// <param name="Overall">Mean score of all rows.</param>
/// <param name="Expected">Mean score of rows that the model is as sure of.</param>
/// <param name="Low">Lower end of the interval of the value, 95 % for all slices searched at once.</param>
/// <param name="High">Upper end.</param>
/// <param name="Beyond">True where the slice is held against what was expected, false where against all rows.</param>
/// <param name="P">Chance of so large an excess in this slice.</param>
/// <param name="Q">The same, corrected for all slices searched.</param>
public sealed record WeakSlice(string Where, IReadOnlyList<string> Columns, long Rows, double Value, double Overall, double Expected, double Low, double High, bool Beyond, double P, double Q);
