using System.Numerics;

namespace Faultline;

/// <summary>
/// Finds the identifying columns: those in which two rows agree least often, also when they agree in whatever that column depends on. A column that
/// others determine (a price by product and size) agrees whenever they do and says nothing; a weight, an amount, a moment says much.
/// </summary>
sealed class DuplicateEvidence
{
    const int Opinions = 2;
    const int Candidates = 8;
    const double Comparable = 10;
    const double MostAgreement = 0.5;
    const int MostGiven = 3;
    const int LeastPairs = 20;
    const double Doubt = 1.5;

    readonly DuplicateRows _rows;
    readonly DuplicateSample _sample;
    readonly (int Unit, double Share)[] _candidates;
    readonly Dictionary<int, (List<(int A, int B)>? Unlike, ulong[] Keys, int[] Commonness)> _columns = [];
    readonly Dictionary<(int Unit, int Differing), (IdentifyingUnit Unit, int[] Given)> _measured = [];

    readonly int _alike;

    /// <param name="rows">The rows.</param>
    /// <param name="random">Draws those that are looked at.</param>
    /// <param name="drivers">True where other columns were left out because these determine them: then pairs that differ in one of few columns are mostly chance.</param>
    public DuplicateEvidence(DuplicateRows rows, SeededRandom random, bool drivers)
    {
        _rows = rows;
        _alike = drivers ? 0 : 1;
        _sample = new DuplicateSample(rows, random, _alike);
        _candidates = [.. Enumerable.Range(0, rows.Units.Length).Select(unit => (Unit: unit, Share: _sample.Agreeing([unit]) / _sample.Pairs)).OrderBy(item => item.Share).ThenBy(item => item.Unit)];
    }

    /// <summary>
    /// Up to two identifying units, the best first, for pairs that differ in one unit (−1: in none), which is no evidence itself; none where every column agrees
    /// too often. A second opinion is asked of a column that identifies nearly as well; a much worse one would only count the copies' own near misses. A single
    /// column that is not nearly a key is no evidence: rows may share its value for a reason that the table does not tell, as a family does the fare of its ticket.
    /// </summary>
    public IReadOnlyList<IdentifyingUnit> Given(int differing)
    {
        var units = new List<IdentifyingUnit>();
        foreach ((int unit, double share) in _candidates.Where(candidate => candidate.Unit != differing).Take(Candidates))
        {
            // No column agrees less often when others agree than it does at all.
            if (units.Count > 0 && (share > Comparable * units[0].Given || (units.Count >= Opinions && share >= units[Opinions - 1].Given)))
            {
                break;
            }

            IdentifyingUnit measured = Measured(unit, differing);
            if (measured.Given <= MostAgreement)
            {
                units.Add(measured);
                units.Sort((a, b) => (a.Given, a.Unit).CompareTo((b.Given, b.Unit)));
            }
        }

        IdentifyingUnit[] chosen = [.. units.Take(Opinions).Where(unit => unit.Given <= Comparable * units[0].Given)];
        return chosen is [{ NearlyKey: false }] ? [] : chosen;
    }

    /// <summary>See <see cref="DerivedUnits"/>.</summary>
    public (int[] Units, bool IsDoubtful) Derived() => new DerivedUnits(_rows, _sample, [.. _candidates.Select(candidate => candidate.Unit)]).Find();

    IdentifyingUnit Measured(int unit, int differing)
    {
        // What the column hangs together with mostly does not involve the differing unit: then the answer is the common one.
        (IdentifyingUnit common, int[] given) = Cached(unit, -1);
        return differing >= 0 && given.Contains(differing) ? Cached(unit, differing).Unit : common;
    }

    (IdentifyingUnit Unit, int[] Given) Cached(int unit, int differing)
    {
        if (!_measured.TryGetValue((unit, differing), out var measured))
        {
            measured = Measure(unit, differing);
            _measured.Add((unit, differing), measured);
        }

        return measured;
    }

    /// <summary>Greedily takes the columns whose agreement raises this one's most, and measures how often it then agrees.</summary>
    (IdentifyingUnit Unit, int[] Given) Measure(int unit, int differing)
    {
        if (!_columns.TryGetValue(unit, out var column))
        {
            ulong[] keys = _rows.Keys(unit);
            column = (_sample.Unlike(unit), keys, DuplicateRows.Commonness(keys));
            _columns.Add(unit, column);
        }

        List<(int A, int B)>? agreeing = differing < 0 ? column.Unlike : column.Unlike?.FindAll(pair => !_sample.Agree(differing, pair.A, pair.B));
        double Count(int[] given) => _sample.Agreeing(given) - (differing < 0 ? 0 : _sample.Agreeing([.. given, differing]));
        double agreement = (agreeing?.Count ?? Count([unit])) / Count([]), best = agreement;
        int[] used = [];
        int most = Math.Min(MostGiven, _sample.Units - 2 - _alike);
        while (used.Length < most)
        {
            int next = -1;
            foreach (int other in Enumerable.Range(0, _sample.Units).Where(other => other != unit && other != differing && !used.Contains(other)))
            {
                double all = Count([.. used, other]);
                if (all < LeastPairs)
                {
                    continue;
                }

                double share = Cautious(agreeing?.Count(pair => _sample.Agree(other, pair.A, pair.B)) ?? Count([.. used, other, unit])) / all;
                if (share > best)
                {
                    (best, next) = (share, other);
                }
            }

            if (next < 0)
            {
                break;
            }

            used = [.. used, next];
            agreeing = agreeing?.FindAll(pair => _sample.Agree(next, pair.A, pair.B));
        }

        double[] lifts = agreeing is null ? [agreement > 0 ? Math.Max(1, best / agreement) : 1] : Lifts(agreeing, used, differing, column.Commonness);
        return (new IdentifyingUnit(unit, best, lifts, column.Keys, column.Commonness), used);
    }

    /// <summary>
    /// How much more often values agree than their frequencies say, by how common they are: rare values may hang together with other columns more than common
    /// ones do (the fare of a family's ticket). Where pairs are few the mean over all values stands.
    /// </summary>
    double[] Lifts(List<(int A, int B)> agreeing, int[] given, int differing, int[] commonness)
    {
        int classes = BitOperations.Log2((uint)Math.Max(2, commonness.Max()));
        double[] found = new double[classes], expected = new double[classes];
        int Class(int place) => BitOperations.Log2((uint)Math.Max(2, commonness[_sample.Rows[place]])) - 1;
        foreach ((int a, _) in agreeing)
        {
            found[Class(a)]++;
        }

        int[] partners = _sample.Partners(given), equal = differing < 0 ? [] : _sample.Partners([.. given, differing]);
        for (int i = 0; i < partners.Length; i++)
        {
            expected[Class(i)] += 0.5 * (partners[i] - (differing < 0 ? 0 : equal[i])) * IdentifyingUnit.Frequency(commonness[_sample.Rows[i]], commonness.Length);
        }

        double Lift(double count, double chance) => chance > 0 ? Math.Max(1, Cautious(count) / chance) : 1;
        double mean = Lift(found.Sum(), expected.Sum());
        return [.. found.Zip(expected, (count, chance) => count >= LeastPairs ? Lift(count, chance) : mean)];
    }

    /// <summary>The best of many columns is lucky too: what a count may owe to luck is taken off.</summary>
    static double Cautious(double count) => count - (Doubt * Math.Sqrt(count));
}
