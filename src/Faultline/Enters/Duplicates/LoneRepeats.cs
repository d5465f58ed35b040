namespace Faultline;

/// <summary>
/// Exact repeats where a single column tells rows apart, and no two other rows share a value of it: had chance made the rows agree there, they would agree in the other columns
/// no more often than any two rows do. Where they are many, that column more likely names things that come again (customers, phrases), and the others follow from it.
/// </summary>
static class LoneRepeats
{
    const double Level = 0.05;
    const double MostShare = 0.1;

    /// <summary>All repeats, or null where no column says so.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="found">The repeats, which are not called.</param>
    public static DuplicateMatches? Of(DuplicateRows rows, DuplicateMatches found)
    {
        if (found.Close > MostShare * rows.Count)
        {
            return null;
        }

        int[] distinct = rows.Distinct(0);
        double least = double.PositiveInfinity;
        for (int unit = 0; unit < rows.Units.Length; unit++)
        {
            ulong[] keys = rows.Keys(unit);
            if (AreDifferent(keys, distinct))
            {
                least = Math.Min(least, 2 * rows.Groups(distinct, keys, null).Pairs / (distinct.Length * (distinct.Length - 1.0)));
            }
        }

        if (!(Math.Pow(least, found.Close) <= Level))
        {
            return null;
        }

        CloseGroup[] groups = [.. Enumerable.Range(0, rows.Equal.Count).Select(group => new CloseGroup(-1, rows.Equal[group].ToArray()))];
        return found with { Groups = groups, Called = found.Close, Chance = new ChanceSum(found.Close, groups.Length, 0, found.Close * least, 0) };
    }

    static bool AreDifferent(ulong[] keys, int[] distinct)
    {
        var seen = new HashSet<ulong>(distinct.Length);
        return Array.TrueForAll(distinct, row => seen.Add(keys[row]));
    }
}
