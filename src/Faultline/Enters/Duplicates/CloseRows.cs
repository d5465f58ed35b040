namespace Faultline;

/// <summary>The rows that agree on everything but one unit, with what chance makes of them.</summary>
/// <param name="Differing">The unit; −1 for rows that agree on everything.</param>
/// <param name="By">The column by whose agreement they are judged; null where none identifies, and nothing can be told from chance.</param>
/// <param name="Groups">The groups; across tables, those with rows of both.</param>
/// <param name="Places">For each group its class in <paramref name="Curve"/>.</param>
/// <param name="Repeats">Rows that repeat an earlier one; across tables, rows of the second.</param>
/// <param name="Curve">Rows found and expected.</param>
sealed record CloseRows(int Differing, IdentifyingUnit? By, RowGroups Groups, short[] Places, int Repeats, ChanceCurve Curve);
