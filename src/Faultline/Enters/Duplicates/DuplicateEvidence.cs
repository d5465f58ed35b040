using System.Collections.Concurrent;

namespace Faultline;

/// <summary>
/// Finds the identifying columns: those in which two rows agree least often, also when they agree in whatever that column depends on. A column that
/// others determine (a price by product and size) agrees whenever they do and says nothing; a weight, an amount, a moment says much.
/// </summary>
sealed class DuplicateEvidence
{
    const int SampleRows = 8_000;
    const int Candidates = 8;
    const double MostAgreement = 0.5;
    const int MostGiven = 3;
    const int LeastPairs = 20;
    const double Doubt = 1.5;
    const long Listed = 20_000;

    readonly int[] _sample;
    readonly ulong[][] _keys;
    readonly (int Unit, double Share)[] _candidates;
    readonly ConcurrentDictionary<(int Unit, int Differing), (IdentifyingUnit Unit, int[] Used)> _measured = new();

    public DuplicateEvidence(DuplicateRows rows, SeededRandom random)
    {
        _sample = rows.Count <= SampleRows ? [.. Enumerable.Range(0, rows.Count)] : random.Sample(rows.Count, SampleRows);
        Array.Sort(_sample);
        _keys = [.. rows.Units.Select((_, unit) => _sample.Select(row => rows.Key(unit, row)).ToArray())];
        double total = Math.Max(1, (double)_sample.Length * (_sample.Length - 1) / 2);
        _candidates = [.. _keys.Select((key, unit) => (Unit: unit, Share: Pairs(key).Unlike / total)).OrderBy(item => item.Share).ThenBy(item => item.Unit)];
    }

    /// <summary>Identifying units, best first, for pairs that differ in one unit (−1: in none), which is no evidence itself; none where every column agrees too often.</summary>
    public IEnumerable<IdentifyingUnit> Given(int differing) =>
        _candidates.Where(candidate => candidate.Unit != differing).Take(Candidates)
            .Select(candidate => Measured(candidate.Unit, candidate.Share, differing))
            .Where(unit => unit.Given <= MostAgreement)
            .OrderBy(unit => unit.Given).ThenBy(unit => unit.Unit);

    IdentifyingUnit Measured(int unit, double share, int differing)
    {
        // What the column hangs together with mostly does not involve the differing unit: then the answer is the common one.
        (IdentifyingUnit common, int[] used) = _measured.GetOrAdd((unit, -1), _ => Measure(unit, share, -1));
        return differing >= 0 && used.Contains(differing) ? _measured.GetOrAdd((unit, differing), _ => Measure(unit, share, differing)).Unit : common;
    }

    (IdentifyingUnit Unit, int[] Used) Measure(int unit, double agreement, int differing)
    {
        ulong[] given = new ulong[_sample.Length];
        var used = new List<int>();
        double best = agreement;
        int most = Math.Min(MostGiven, _keys.Length - 3);
        while (used.Count < most)
        {
            int next = -1;
            foreach (int other in Enumerable.Range(0, _keys.Length).Where(other => other != unit && other != differing && !used.Contains(other)))
            {
                ulong[] both = Sum(given, _keys[other]);
                double all = Pairs(both).All;
                if (all < LeastPairs)
                {
                    continue;
                }

                // The best of many columns is lucky too: what its count may owe to luck is taken off.
                double agreeing = Pairs(Sum(both, _keys[unit])).Unlike;
                double share = (agreeing - (Doubt * Math.Sqrt(agreeing))) / all;
                if (share > best)
                {
                    (best, next) = (share, other);
                }
            }

            if (next < 0)
            {
                break;
            }

            used.Add(next);
            given = Sum(given, _keys[next]);
        }

        return (new IdentifyingUnit(unit, agreement, best), [.. used]);
    }

    /// <summary>Pairs of equal keys; where there are few, those that agree in all columns but one are no longer among the unlike: they may be the copies that are looked for.</summary>
    (double All, double Unlike) Pairs(ulong[] keys)
    {
        ulong[] sorted = [.. keys];
        int[] place = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(sorted, place);
        double all = 0;
        var groups = new List<(int From, int To)>();
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from]; to++)
            {
            }

            if (to - from > 1)
            {
                all += (double)(to - from) * (to - from - 1) / 2;
                groups.Add((from, to));
            }
        }

        return (all, all > Listed ? all : groups.Sum(group => Unlike(place.AsSpan(group.From, group.To - group.From))));
    }

    int Unlike(ReadOnlySpan<int> places)
    {
        int unlike = 0;
        for (int i = 0; i < places.Length; i++)
        {
            for (int j = i + 1; j < places.Length; j++)
            {
                int differing = 0;
                for (int unit = 0; unit < _keys.Length && differing < 2; unit++)
                {
                    differing += _keys[unit][places[i]] == _keys[unit][places[j]] ? 0 : 1;
                }

                unlike += differing > 1 ? 1 : 0;
            }
        }

        return unlike;
    }

    static ulong[] Sum(ulong[] left, ulong[] right)
    {
        var sum = new ulong[left.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = left[i] + right[i];
        }

        return sum;
    }
}
