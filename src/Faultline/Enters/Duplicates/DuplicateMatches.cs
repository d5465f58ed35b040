namespace Faultline;

/// <summary>Rows that agree on everything but one unit.</summary>
/// <param name="Differing">The unit; −1 for rows that agree on everything.</param>
/// <param name="Rows">Rows that repeat an earlier one, in rising order.</param>
readonly record struct CloseGroup(int Differing, int[] Rows);

/// <summary>Close rows, and which of them are more than chance makes.</summary>
/// <param name="Groups">The groups beyond chance.</param>
/// <param name="Rows">Rows that repeat an earlier one, chance included, by unit that they differ in; one entry for exact repeats.</param>
/// <param name="Called">Rows that repeat an earlier one in <paramref name="Groups"/>.</param>
/// <param name="Chance">What chance makes of those.</param>
sealed record DuplicateMatches(IReadOnlyList<CloseGroup> Groups, IReadOnlyList<(int Differing, int Rows)> Rows, int Called, ChanceSum Chance)
{
    /// <summary>Rows that repeat an earlier one, chance included.</summary>
    public int Close => Rows.Sum(unit => unit.Rows);
}
