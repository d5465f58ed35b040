namespace Faultline;

/// <summary>
/// Tells copies from rows that agree by chance. Chance is read off the table's own near misses: a pair that agrees on all but an identifying column would have
/// agreed there too with the probability of that column's value. Summed over the near misses this is the number of agreeing pairs that chance makes. It is
/// compared with the number found, from the rarest values downwards, since common values agree often.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="evidence">Finds the identifying columns.</param>
/// <param name="split">With two tables the first row of the second; only pairs across count. 0 for one table.</param>
/// <param name="share">Chance may explain at most this share of what is called a copy.</param>
sealed class DuplicateChance(DuplicateRows rows, DuplicateEvidence evidence, int split, double share)
{
    const int EvidenceColumns = 2;
    const double ModelError = 1.5;
    const double UnseenPairs = 3;
    const double LeastP = 0.01;
    const double Comparable = 10;
    const double ExtendedShare = 0.5;
    const double HighestOdds = 9;

    /// <summary>Tests the rows that agree on all but one unit (−1: on all).</summary>
    /// <param name="among">The rows to look at, in rising order.</param>
    /// <param name="differing">The unit left out, or −1.</param>
    public DuplicateMatches? Test(int[] among, int differing)
    {
        List<int[]> groups = rows.Groups(among, differing, -1);
        groups.RemoveAll(group => !Counts(group));
        if (groups.Count == 0)
        {
            return null;
        }

        ValueCounts? left = differing < 0 ? null : rows.Counts(differing);
        var found = groups.Select(group => (Group: group, Rarity: rows.Rarity(group[0], differing, left))).OrderByDescending(item => item.Rarity).ThenBy(item => item.Group[0]).ToArray();
        int all = groups.Sum(Repeats);
        // A second opinion is asked of a column that identifies nearly as well; a much worse one would only count the copies' own near misses.
        IdentifyingUnit[] identifying = [.. evidence.Given(differing).Take(EvidenceColumns)];
        Bound[] bounds = [.. identifying.Where(unit => unit.Given <= Comparable * identifying[0].Given).Select(unit => Null(among, differing, left, unit))];
        if (bounds.Length == 0)
        {
            return new DuplicateMatches(differing, [], all, 0, all, 1);
        }

        int beyond = 0, kept = 0, keptBeyond = 0;
        double keptExpected = 0, keptP = 1;
        for (int i = 0; i < found.Length; i++)
        {
            beyond += Repeats(found[i].Group);
            foreach (Bound bound in bounds)
            {
                bound.Observe(found[i].Group);
            }

            if (i + 1 < found.Length && found[i + 1].Rarity == found[i].Rarity)
            {
                continue;
            }

            double expected = bounds.Max(bound => bound.Expected(found[i].Rarity));
            double p = PoissonTail(beyond, expected);

            // Once rare values have proved that records were copied, exact repeats of commoner values are copies more likely than not.
            bool proved = keptBeyond > 0 && differing < 0 && expected <= ExtendedShare * beyond;
            if ((expected <= share * beyond || proved) && p <= LeastP)
            {
                (kept, keptBeyond, keptExpected, keptP) = (i + 1, beyond, expected, p);
            }
        }

        return new DuplicateMatches(differing, [.. found.Take(kept).Select(item => item.Group)], all, keptBeyond, keptExpected, keptP);
    }

    /// <summary>Rows of a group that repeat an earlier one; across tables, rows of the second.</summary>
    int Repeats(int[] group) => split == 0 ? group.Length - 1 : group.Count(row => row >= split);

    bool Counts(int[] group) => split == 0 || (group[0] < split && group[^1] >= split);

    /// <summary>Near misses: pairs that agree on all but the tested and the identifying unit, weighted by the odds of agreeing in the latter.</summary>
    Bound Null(int[] among, int differing, ValueCounts? left, IdentifyingUnit by)
    {
        ValueCounts counts = rows.Counts(by.Unit);
        var misses = new List<(double Rarity, double Weight)>();
        foreach (int[] group in rows.Groups(among, by.Unit, differing))
        {
            if (!Counts(group))
            {
                continue;
            }

            var own = Tally(group, by.Unit);
            var other = differing < 0 ? null : Tally(group, differing);
            int firsts = split == 0 ? group.Length : group.Count(row => row < split);
            foreach (int row in group)
            {
                if (row < split)
                {
                    continue;
                }

                ulong key = rows.Key(by.Unit, row);
                int partners = firsts - own.GetValueOrDefault(key) - (other?.GetValueOrDefault(rows.Key(differing, row)) ?? 0) + (differing >= 0 && split == 0 ? 1 : 0);
                if (partners > 0)
                {
                    misses.Add((rows.Rarity(row, differing, left), partners * Odds(by, counts[key]) * (split == 0 ? 0.5 : 1)));
                }
            }
        }

        return new Bound(misses, group => Odds(by, counts[rows.Key(by.Unit, group[0])]));
    }

    /// <summary>How many possible partners of a group have each value.</summary>
    Dictionary<ulong, int> Tally(int[] group, int unit)
    {
        var tally = new Dictionary<ulong, int>(group.Length);
        foreach (int row in group)
        {
            if (split == 0 || row < split)
            {
                ulong key = rows.Key(unit, row);
                tally[key] = tally.GetValueOrDefault(key) + 1;
            }
        }

        return tally;
    }

    double Odds(IdentifyingUnit unit, int count)
    {
        double chance = Math.Min(0.9, unit.Lift * Math.Max(count - 1, 0.5) / rows.Count);
        return Math.Min(HighestOdds, chance / (1 - chance));
    }

    /// <summary>P(X ≥ count) for a Poisson variable.</summary>
    static double PoissonTail(int count, double mean)
    {
        if (mean <= 0)
        {
            return count > 0 ? 0 : 1;
        }

        // Upper tail term by term from the count on; the terms fall once past the mean.
        double term = Math.Exp((count * Math.Log(mean)) - mean - MathNet.Numerics.SpecialFunctions.GammaLn(count + 1.0)), sum = 0;
        for (int i = count; term > sum * 1e-12 || i <= mean; i++)
        {
            sum += term;
            term *= mean / (i + 1);
        }

        return Math.Min(1, sum);
    }

    /// <summary>How many pairs chance makes at or above a rarity, bounded from above.</summary>
    sealed class Bound
    {
        readonly (double Rarity, double Weight)[] _misses;
        readonly Func<int[], double> _odds;
        int _next;
        double _sum;
        double _squares;
        double _observedOdds;
        int _observed;

        public Bound(List<(double Rarity, double Weight)> misses, Func<int[], double> odds)
        {
            _misses = [.. misses.OrderByDescending(miss => miss.Rarity)];
            _odds = odds;
        }

        public void Observe(int[] group)
        {
            _observedOdds += _odds(group);
            _observed++;
        }

        public double Expected(double rarity)
        {
            for (; _next < _misses.Length && _misses[_next].Rarity >= rarity; _next++)
            {
                _sum += _misses[_next].Weight;
                _squares += _misses[_next].Weight * _misses[_next].Weight;
            }

            return (ModelError * _sum) + (2 * Math.Sqrt(_squares)) + (UnseenPairs * _observedOdds / _observed);
        }
    }
}
