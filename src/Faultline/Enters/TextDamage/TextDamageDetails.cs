namespace Faultline;

/// <summary>One kind of damage in one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What is wrong, as <c>Encoding</c>.</param>
/// <param name="Rows">Rows with it.</param>
public sealed record TextDamageEntry(string Column, string Kind, int Rows);

/// <summary>A column of free text.</summary>
/// <param name="Column">The column.</param>
/// <param name="Texts">Rows with a text.</param>
/// <param name="Different">Different texts.</param>
/// <param name="Words">Words of the middle text.</param>
/// <param name="Languages">Share of the texts that are recognised as each language or script, commonest first.</param>
public sealed record TextDamageColumn(string Column, int Texts, int Different, double Words, IReadOnlyList<TextLanguageShare> Languages);

/// <summary>How many texts are in a language.</summary>
/// <param name="Language">Name of the language, or of the script where it stands for several.</param>
/// <param name="Rows">Rows.</param>
public sealed record TextLanguageShare(string Language, int Rows);

/// <summary>Figures of FL111.</summary>
/// <param name="Columns">The columns of free text.</param>
/// <param name="FaultCount">Number of faults.</param>
/// <param name="Faults">The faults, one a column and kind.</param>
public sealed record TextDamageDetails(IReadOnlyList<TextDamageColumn> Columns, int FaultCount, IReadOnlyList<TextDamageEntry> Faults) : CheckDetails;
