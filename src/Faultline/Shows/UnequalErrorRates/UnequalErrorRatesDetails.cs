namespace Faultline;

/// <summary>Figures of <see cref="UnequalErrorRates"/>.</summary>
/// <param name="GroupCount">How many groups there are.</param>
/// <param name="GapCount">How many gaps were measured.</param>
/// <param name="Groups">The groups, the columns in order, then their combinations.</param>
/// <param name="Gaps">The gaps of each group to all other rows, the clearest first.</param>
public sealed record UnequalErrorRatesDetails(int GroupCount, int GapCount, IReadOnlyList<ErrorRateGroup> Groups, IReadOnlyList<ErrorRateGap> Gaps) : CheckDetails;

/// <summary>A group.</summary>
/// <param name="By">The columns that make it.</param>
/// <param name="Where">Which rows, in words.</param>
/// <param name="Rows">How many rows with a label and a prediction.</param>
/// <param name="Measured">False where there are too few rows to say anything.</param>
/// <param name="BaseRate">Share of rows with the positive class, two classes only.</param>
/// <param name="Value">Accuracy, or mean absolute error of a number.</param>
public sealed record ErrorRateGroup(IReadOnlyList<string> By, string Where, long Rows, bool Measured, double? BaseRate, double? Value);

/// <summary>A measure of a group beside that of all other rows.</summary>
/// <param name="By">The columns that make the group.</param>
/// <param name="Group">Which rows, in words.</param>
/// <param name="Measure">What is measured, as <c>true positive rate</c>.</param>
/// <param name="Class">The class that counts as positive, or null for measures of all classes.</param>
/// <param name="Rows">Rows of the group that the measure is about.</param>
/// <param name="Value">The measure of the group.</param>
/// <param name="Others">The measure of all other rows.</param>
/// <param name="Gap">The one less the other.</param>
/// <param name="Low">Lower end of the 95 % interval of the gap by itself.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">p-value of the gap.</param>
/// <param name="Q">The same, corrected for all gaps (Benjamini and Hochberg).</param>
public sealed record ErrorRateGap(IReadOnlyList<string> By, string Group, string Measure, string? Class, long Rows, double Value, double Others, double Gap, double Low, double High, double P, double Q);
