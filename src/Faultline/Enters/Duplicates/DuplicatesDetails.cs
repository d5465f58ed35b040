namespace Faultline;

/// <summary>Rows that are copies of each other.</summary>
/// <param name="Rows">Row numbers in rising order; the first is kept. In a group shared with the training table these are rows of the data under audit.</param>
/// <param name="Kind"><c>exact</c>, <c>near</c> (equal but for one column), <c>embedding</c> (vectors far closer than any other), <c>image</c> (every pixel equal), <c>near-image</c> (pictures far closer than any other), <c>near-text</c> (free texts nearly equal), <c>near-text-shared</c> (with a text of the training table), <c>shared</c> or <c>near-shared</c> (a row of the training table too).</param>
/// <param name="Columns">Columns in which they differ; empty for exact ones.</param>
public sealed record DuplicateGroup(IReadOnlyList<int> Rows, string Kind, IReadOnlyList<string> Columns);

/// <summary>Figures of FL103.</summary>
/// <param name="ExactRows">Rows equal to an earlier row in every column but the id.</param>
/// <param name="ExactByChance">Upper bound of the exact repeats that chance is expected to make.</param>
/// <param name="NearRows">Rows equal to an earlier row but for one column, beyond chance.</param>
/// <param name="NearByChance">Pairs that chance is expected to make of those; not a bound.</param>
/// <param name="CloseRows">Rows equal to an earlier row but for one column, those of chance included.</param>
/// <param name="SharedRows">Rows that are in the training table too; null without one.</param>
/// <param name="GroupCount">Number of groups beyond chance.</param>
/// <param name="Groups">The groups, exact ones first.</param>
/// <param name="ImageRows">Rows whose image stands in an earlier row, or nearly; null without images.</param>
/// <param name="NearTextRows">Rows whose free text is that of an earlier row, or nearly, beyond chance; null without free text.</param>
/// <param name="SharedTextRows">Rows whose free text is in the training table, or nearly; null without one.</param>
public sealed record DuplicatesDetails(
    int ExactRows, double ExactByChance, int NearRows, double NearByChance, int CloseRows, int? SharedRows, int GroupCount, IReadOnlyList<DuplicateGroup> Groups, int? ImageRows = null,
    int? NearTextRows = null, int? SharedTextRows = null) : CheckDetails;
