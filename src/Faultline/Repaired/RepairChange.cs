namespace Faultline;

/// <summary>One change that a repair makes.</summary>
/// <param name="Kind">The repair.</param>
/// <param name="Row">Row number in the input, from 0.</param>
/// <param name="Column">The column of the cell; empty when the whole row is taken out.</param>
/// <param name="Before">The cell before, null for missing; null for a row.</param>
/// <param name="After">The cell after, null for missing; null for a row.</param>
/// <param name="Check">Id of the check that found it.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record RepairChange(RepairKind Kind, int Row, string Column, string? Before, string? After, string Check, string Reason)
{
    /// <summary>True when the whole row is taken out.</summary>
    public bool IsRow => Column.Length == 0;
}
