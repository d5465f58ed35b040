namespace Faultline;

/// <summary>Seeded rows of a table, and how many pairs of them agree in what.</summary>
sealed class DuplicateSample
{
    const int MostRows = 20_000;
    const double MostListed = 250_000;

    readonly int[] _rows;
    readonly ulong[][] _keys;
    readonly ulong[] _slots;
    readonly int[] _counts;

    readonly int _alike;

    /// <param name="rows">The rows.</param>
    /// <param name="random">Draws them.</param>
    /// <param name="alike">Pairs that differ in so many units at most may be copies.</param>
    public DuplicateSample(DuplicateRows rows, SeededRandom random, int alike)
    {
        _alike = alike;
        _rows = rows.Count <= MostRows ? [.. Enumerable.Range(0, rows.Count)] : random.Sample(rows.Count, MostRows);
        Array.Sort(_rows);
        _keys = [.. rows.Units.Select((_, unit) => _rows.Select(row => rows.Key(unit, row)).ToArray())];
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * _rows.Length, 16));
        (_slots, _counts) = (new ulong[slots], new int[slots]);
        Pairs = Math.Max(1, (double)_rows.Length * (_rows.Length - 1) / 2);
    }

    /// <summary>Number of columns or blocks of columns.</summary>
    public int Units => _keys.Length;

    /// <summary>Number of pairs.</summary>
    public double Pairs { get; }

    /// <summary>The sampled rows.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>The keys of a unit's cells in the sampled rows.</summary>
    public ulong[] Keys(int unit) => _keys[unit];

    /// <summary>Pairs that agree in some units.</summary>
    public double Agreeing(IEnumerable<int> units)
    {
        double pairs = 0;
        Each(units, (_, count) => pairs += count - 1);
        return pairs;
    }

    /// <summary>For each sampled row, how many others agree with it in some units.</summary>
    public int[] Partners(IReadOnlyList<int> units)
    {
        int[] slot = new int[_rows.Length], partners = new int[_rows.Length];
        int at = 0;
        Each(units, (place, _) => slot[at++] = place);
        for (int i = 0; i < partners.Length; i++)
        {
            partners[i] = _counts[slot[i]] - 1;
        }

        return partners;
    }

    /// <summary>
    /// Pairs of places in <see cref="Rows"/> that agree in a unit but not in nearly all others: those may be the copies that are looked for. Null
    /// where pairs agree so often that copies do not matter among them.
    /// </summary>
    public List<(int A, int B)>? Unlike(int unit)
    {
        if (Agreeing([unit]) > MostListed)
        {
            return null;
        }

        int[] places = [.. Enumerable.Range(0, _rows.Length)];
        ulong[] sorted = [.. _keys[unit]];
        Array.Sort(sorted, places);
        var pairs = new List<(int A, int B)>();
        for (int i = 0; i < places.Length; i++)
        {
            for (int j = i + 1; j < places.Length && sorted[j] == sorted[i]; j++)
            {
                if (Differing(places[i], places[j]) > _alike)
                {
                    pairs.Add((places[i], places[j]));
                }
            }
        }

        return pairs;
    }

    /// <summary>True when two places agree in a unit.</summary>
    public bool Agree(int unit, int a, int b) => _keys[unit][a] == _keys[unit][b];

    int Differing(int a, int b)
    {
        int differing = 0;
        for (int unit = 0; unit < _keys.Length && differing <= _alike; unit++)
        {
            differing += Agree(unit, a, b) ? 0 : 1;
        }

        return differing;
    }

    /// <summary>Counts the rows by their values in some units: the place of each row's count, and how many rows have been counted there so far.</summary>
    void Each(IEnumerable<int> units, Action<int, int> counted)
    {
        Array.Clear(_counts);
        ulong[][] keys = [.. units.Select(unit => _keys[unit])];
        for (int i = 0; i < _rows.Length; i++)
        {
            ulong key = 0;
            foreach (ulong[] unit in keys)
            {
                key += unit[i];
            }

            key = DuplicateCells.Mix(key);
            int at = (int)(key & (ulong)(_slots.Length - 1));
            while (_counts[at] > 0 && _slots[at] != key)
            {
                at = (at + 1) & (_slots.Length - 1);
            }

            _slots[at] = key;
            counted(at, ++_counts[at]);
        }
    }
}
