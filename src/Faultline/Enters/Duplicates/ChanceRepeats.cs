using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// Whether chance explains the repeats of a table by the rows that differ in one column of few values alone: that column agrees by itself now and then, and so many of such rows are equal in
/// all. It asks no column to identify a row, so it also holds where each hangs on another, as an end does on its start and a floor on its house.
/// </summary>
static class ChanceRepeats
{
    const double LeastAgreement = 0.02;
    const double Level = 1e-3;
    const double LeastPairs = 5;
    const int MostAsked = 8;

    /// <summary>True where some column says so.</summary>
    public static bool Explain(DuplicateRows rows)
    {
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        double repeats = rows.Equal.Pairs, pairs = rows.Count * (rows.Count - 1.0) / 2;
        (int Unit, double Agreement)[] units = [.. rows.Units
            .Select((_, unit) => (Unit: unit, Agreement: DuplicateRows.Commonness(rows.Keys(unit)).Sum(count => count - 1.0) / 2 / pairs))
            .OrderByDescending(unit => unit.Agreement).ThenBy(unit => unit.Unit).Take(MostAsked)];
        double Apart(int unit) => rows.Groups(all, rows.Keys(unit), null).Pairs - repeats;
        foreach ((int unit, double agreement) in units.Where(unit => unit.Agreement is >= LeastAgreement and < 1))
        {
            // Given all pairs equal in the other columns, the number that is equal in this one too is binomial.
            double apart = Apart(unit);
            if (apart >= LeastPairs && 1 - Binomial.CDF(agreement, (int)Math.Min(repeats + apart, int.MaxValue), repeats - 1) > Level && units.Any(other => other.Unit != unit && IsNoEdit(unit, apart, other.Unit)))
            {
                return true;
            }
        }

        return false;

        // Records sent again with another state differ in that column only; chance brings rows that differ in one more as well.
        bool IsNoEdit(int unit, double apart, int other) =>
            rows.Groups(all, rows.Keys(unit), rows.Keys(other)).Pairs - repeats - apart - Apart(other) >= apart / 2;
    }
}
