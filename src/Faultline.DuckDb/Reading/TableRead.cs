namespace Faultline.DuckDb;

/// <summary>A table that was read, and what was noticed on the way.</summary>
/// <param name="Table">The table.</param>
/// <param name="Inputs">The files as the report names them.</param>
/// <param name="Warnings">Sentences for the user: spaces taken off, columns left out, encodings assumed.</param>
public sealed record TableRead(Table Table, IReadOnlyList<InputInfo> Inputs, IReadOnlyList<string> Warnings);
