namespace Faultline;

/// <summary>Figures of FL108.</summary>
/// <param name="Rows">Labelled rows that were measured.</param>
/// <param name="Measure">What is measured: <c>AUC</c> or <c>R²</c>.</param>
/// <param name="Questions">How many columns and parts of columns were asked; the intervals are corrected for all of them.</param>
/// <param name="Columns">Each column at its best part, best first.</param>
public sealed record TargetLeakageDetails(int Rows, string Measure, int Questions, IReadOnlyList<SingleColumn> Columns) : CheckDetails;

/// <summary>How well one column alone predicts the label.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Part">What of its cells: <c>value</c>, <c>prefix</c>, <c>numberInside</c>, <c>length</c>, <c>lastCharacter</c>, <c>lastDigit</c> or <c>hour</c>.</param>
/// <param name="Value">AUC or R², each row predicted by the other rows.</param>
/// <param name="Low">Lower end of the corrected interval.</param>
/// <param name="High">Upper end of the corrected interval.</param>
/// <param name="Rows">Rows with a cell.</param>
public sealed record SingleColumn(string Column, string Part, double Value, double Low, double High, int Rows);
