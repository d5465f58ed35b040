namespace Faultline;

/// <summary>
/// Columns that the others determine together: a total of items, a price by size and number. Two rows can then not differ in one column alone, and a table without
/// near misses says nothing of chance; without the derived columns it does, and rows equal in the others are equal in them too.
/// </summary>
/// <remarks>
/// Rows are taken once each, so that copies prove nothing. Columns go one by one, the most identifying first, where rows that agree in all that are left hardly ever
/// part without it. That happens by luck as well, where any few columns tell all rows apart; so it counts only where it shows: rows that differ in one or two of the
/// others agree in the derived ones nearly always, or next to never where independence would make many do.
/// </remarks>
/// <param name="rows">The rows.</param>
/// <param name="sample">Some of them.</param>
/// <param name="order">The units, those first in which rows agree least often.</param>
sealed class DerivedUnits(DuplicateRows rows, DuplicateSample sample, IReadOnlyList<int> order)
{
    const double MostBroken = 0.02;
    const double LeastNats = 9;
    const double LeastPairs = 5;
    const double NearlyAll = 0.9;
    const double LeastExpected = 10;
    const double HardlyAny = 0.1;
    const double MostOfFound = 0.25;
    const double NearlyAllFound = 2.0 / 3;

    /// <summary>The derived units in rising order; and whether chance may make the repeats where some columns look derived and too few rows show it.</summary>
    public (int[] Units, bool IsDoubtful) Find()
    {
        ulong[] sums = Sums();
        double repeats = Pairs(sums);
        var seen = new HashSet<ulong>();
        int[] once = [.. Enumerable.Range(0, sums.Length).Where(place => seen.Add(sums[place]))];
        ulong[] all = [.. once.Select(place => sums[place])];
        ulong[][] keys = [.. order.Select(unit => once.Select(place => sample.Keys(unit)[place]).ToArray())];

        // Places in the order, not units, from here on.
        ulong[] left = all;
        var derived = new List<int>();
        for (int at = 0; at < keys.Length && derived.Count < keys.Length - 1; at++)
        {
            ulong[] without = Less(left, keys[at]);
            if (Pairs(without) <= MostBroken * repeats)
            {
                derived.Add(at);
                left = without;
            }
        }

        if (derived.Count == 0)
        {
            return ([], false);
        }

        int[] drivers = [.. Enumerable.Range(0, keys.Length).Except(derived)];
        double pairs = Math.Max(1, once.Length * (once.Length - 1.0) / 2), agreement = Pairs(Less(all, left)) / pairs, byChance = 0;
        (double Missed, double Agreed)[] one = [.. drivers.Select(driver => (Pairs(Less(left, keys[driver])) - Pairs(left), Pairs(Less(all, keys[driver]))))];
        for (int i = 0; i < drivers.Length; i++)
        {
            (double missed, double agreed) = one[i];
            double expected = missed * agreement, chance = ByChance(order[drivers[i]]);
            byChance = Math.Max(byChance, chance);
            if ((expected >= LeastExpected && agreed <= HardlyAny * expected)
                || (repeats >= LeastPairs && chance > NearlyAllFound * repeats && AgreeNearlyAlways(missed, agreed))
                || DifferInTwo(i))
            {
                return (Everywhere([.. derived.Select(at => order[at])]), false);
            }
        }

        return ([], sums.Length == rows.Count && byChance > MostOfFound * repeats);

        // What makes rows agree in a driver now and then makes rows that differ in it alone: so many pairs would be equal in all.
        double ByChance(int driver)
        {
            ulong[] rest = Less(sums, sample.Keys(driver)), key = sample.Keys(driver);
            foreach (int at in derived)
            {
                rest = Less(rest, sample.Keys(order[at]));
            }

            double own = Math.Min(0.5, Pairs(key) / sample.Pairs);
            return (Pairs(rest) - repeats) * own / (1 - own);
        }

        bool AgreeNearlyAlways(double missed, double agreed) => missed >= LeastPairs && agreed >= NearlyAll * missed && -missed * Math.Log(agreement) >= LeastNats;

        // Rows that differ in one column alone may be edited copies, which agree in the others whatever these are: they count only where they explain the repeats.
        bool DifferInTwo(int first)
        {
            for (int second = first + 1; second < drivers.Length; second++)
            {
                double missed = Pairs(Less(Less(left, keys[drivers[first]]), keys[drivers[second]])) - one[first].Missed - one[second].Missed - Pairs(left);
                double agreed = Pairs(Less(Less(all, keys[drivers[first]]), keys[drivers[second]])) - one[first].Agreed - one[second].Agreed;
                if (AgreeNearlyAlways(missed, agreed))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Those of the units that are derived in all rows as they are in the sample.</summary>
    int[] Everywhere(int[] units)
    {
        if (sample.Rows.Length == rows.Count)
        {
            return [.. units.Order()];
        }

        int[] once = rows.Distinct(0);
        double most = MostBroken * rows.Equal.Pairs;
        ulong[]? left = null;
        var derived = new List<int>();
        foreach (int unit in units)
        {
            ulong[] keys = rows.Keys(unit);
            if (rows.Groups(once, left, keys).Pairs <= most)
            {
                derived.Add(unit);
                left = left is null ? keys : [.. left.Zip(keys, (a, b) => a + b)];
            }
        }

        return [.. derived.Order()];
    }

    ulong[] Sums()
    {
        ulong[] sums = new ulong[sample.Rows.Length];
        for (int unit = 0; unit < sample.Units; unit++)
        {
            ReadOnlySpan<ulong> keys = sample.Keys(unit);
            for (int place = 0; place < sums.Length; place++)
            {
                sums[place] += keys[place];
            }
        }

        return sums;
    }

    static ulong[] Less(ulong[] sums, ulong[] keys)
    {
        ulong[] less = new ulong[sums.Length];
        for (int i = 0; i < less.Length; i++)
        {
            less[i] = sums[i] - keys[i];
        }

        return less;
    }

    static double Pairs(ulong[] keys) => DuplicateRows.Commonness(keys).Sum(count => count - 1.0) / 2;
}
