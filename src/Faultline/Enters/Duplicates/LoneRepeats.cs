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
    /// <param name="all">Every row.</param>
    /// <param name="distinct">One row of each set of equal ones.</param>
    /// <param name="found">The repeats, which are not called.</param>
    public static DuplicateMatches? Of(DuplicateRows rows, int[] all, int[] distinct, DuplicateMatches found)
    {
        if (found.Close > MostShare * all.Length)
        {
            return null;
        }

        double least = double.PositiveInfinity;
        for (int unit = 0; unit < rows.Units.Length; unit++)
        {
            ulong[] keys = rows.Keys(unit);
            if (AreDifferent(keys, distinct))
            {
                double pairs = 0;
                RowGroups alike = rows.Groups(distinct, keys, null);
                for (int group = 0; group < alike.Count; group++)
                {
                    pairs += (double)alike[group].Length * (alike[group].Length - 1);
                }

                least = Math.Min(least, pairs / (distinct.Length * (distinct.Length - 1.0)));
            }
        }

        if (!(Math.Pow(least, found.Close) <= Level))
        {
            return null;
        }

        RowGroups equal = rows.Groups(all, null, null);
        CloseGroup[] groups = [.. Enumerable.Range(0, equal.Count).Select(group => new CloseGroup(-1, equal[group].ToArray()))];
        return found with { Groups = groups, Called = found.Close, Chance = new ChanceSum(found.Close, groups.Length, 0, found.Close * least, 0) };
    }

    static bool AreDifferent(ulong[] keys, int[] distinct)
    {
        var seen = new HashSet<ulong>(distinct.Length);
        return Array.TrueForAll(distinct, row => seen.Add(keys[row]));
    }
}
