namespace Faultline;

/// <summary>
/// Finds texts that are nearly equal: candidates share a band of min-hashes of their words and pairs of words, and are then compared exactly.
/// </summary>
/// <remarks>Broder, On the resemblance and containment of documents, 1997, doi:10.1109/SEQUEN.1997.666900; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3.</remarks>
sealed class NearTextSearch
{
    const int Bands = 40;
    const int HashesABand = 4;
    const int MostInBucket = 16;
    const int Block = 2_048;

    /// <summary>Least share of words and pairs of words in common.</summary>
    public const double LeastSimilarity = 0.5;

    readonly TextUnits _units;
    readonly TextChance _chance;
    readonly CheckContext _context;
    readonly bool _across;
    readonly int[] _nearest;
    readonly double[] _similarity;
    readonly List<(int First, double Similarity)>?[] _near;

    NearTextSearch(TextUnits units, bool across, CheckContext context)
    {
        (_units, _across, _context) = (units, across, context);
        _chance = new TextChance(units);
        _nearest = new int[units.Count];
        _similarity = new double[units.Count];
        _near = new List<(int, double)>?[units.Count];
        Array.Fill(_nearest, -1);
    }

    /// <summary>Rows of a column whose text is that of an earlier one, or nearly, beyond chance; in order of rows.</summary>
    public static List<NearText> Within(TextColumn column, CheckContext context)
    {
        var units = new TextUnits(column, null, context);
        var search = new NearTextSearch(units, across: false, context);
        search.Run();
        var found = new List<NearText>();
        bool?[] copied = new bool?[units.Count];
        for (int row = 0; row < column.RowCount; row++)
        {
            int code = column.Codes[row];
            if (code < 0 || units.OfCode(0)[code] is not (>= 0 and var unit))
            {
                continue;
            }

            int first = search._nearest[unit] >= 0 ? search._nearest[unit] : unit;
            if (row != units.FirstRow(first) && (first != unit || (copied[unit] ??= search._chance.IsCopy(unit, unit))))
            {
                found.Add(new NearText(column.Name, row, units.FirstRow(first), first == unit ? 1 : search._similarity[unit], column.Categories[code] == units.Text(first)));
            }
        }

        return found;
    }

    /// <summary>Rows of a column whose text is in the training table, or nearly, beyond chance; in order of rows.</summary>
    public static List<NearText> Across(TextColumn train, TextColumn column, CheckContext context)
    {
        var units = new TextUnits(train, column, context);
        var search = new NearTextSearch(units, across: true, context);
        search.Run();
        var found = new List<NearText>();
        bool?[] copied = new bool?[units.Count];
        for (int row = 0; row < column.RowCount; row++)
        {
            int code = column.Codes[row];
            if (code < 0 || units.OfCode(1)[code] is not (>= 0 and var unit))
            {
                continue;
            }

            int first = unit < units.FirstCount ? unit : search._nearest[unit];
            if (first >= 0 && (first != unit || (copied[unit] ??= search._chance.IsCopy(unit, unit))))
            {
                found.Add(new NearText(column.Name, row, units.FirstRow(first), first == unit ? 1 : search._similarity[unit], column.Categories[code] == units.Text(first)));
            }
        }

        return found;
    }

    void Run()
    {
        int[] compared = [.. Enumerable.Range(0, _units.Count).Where(unit => !_units.Kept(unit).IsEmpty)];
        ulong[] keys = new ulong[compared.Length];
        for (int band = 0; band < Bands; band++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            Hash(band, compared, keys);
            int[] order = [.. compared];
            Array.Sort(keys, order);
            for (int from = 0, to; from < order.Length; from = to)
            {
                for (to = from + 1; to < order.Length && keys[to] == keys[from]; to++)
                {
                }

                if (to - from > 1)
                {
                    Bucket(order.AsSpan(from, to - from));
                }
            }
        }

        // A text is held against those that are kept: what is near a copy need not be near its original.
        for (int unit = 0; unit < _nearest.Length; unit++)
        {
            foreach ((int first, double similarity) in (_near[unit] ?? []).OrderBy(near => near.First).Where(near => _nearest[near.First] < 0).Take(1))
            {
                (_nearest[unit], _similarity[unit]) = (first, similarity);
            }
        }
    }

    void Hash(int band, int[] compared, ulong[] keys)
    {
        Span<ulong> factors = stackalloc ulong[HashesABand * 2];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = RowHash.Mix((ulong)((band * factors.Length) + i + 1)) | 1;
        }

        ulong[] own = factors.ToArray();
        int blocks = (compared.Length + Block - 1) / Block;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = _context.Threads, CancellationToken = _context.Cancellation }, block =>
        {
            for (int i = block * Block; i < Math.Min(compared.Length, (block + 1) * Block); i++)
            {
                keys[i] = Key(_units.Kept(compared[i]), own);
            }
        });
    }

    static ulong Key(ReadOnlySpan<uint> grams, ulong[] factors)
    {
        uint a = uint.MaxValue, b = uint.MaxValue, c = uint.MaxValue, d = uint.MaxValue;
        foreach (uint gram in grams)
        {
            a = Math.Min(a, (uint)(((gram * factors[0]) + factors[1]) >> 32));
            b = Math.Min(b, (uint)(((gram * factors[2]) + factors[3]) >> 32));
            c = Math.Min(c, (uint)(((gram * factors[4]) + factors[5]) >> 32));
            d = Math.Min(d, (uint)(((gram * factors[6]) + factors[7]) >> 32));
        }

        return RowHash.Mix(RowHash.Mix(((ulong)a << 32) | b) ^ (((ulong)c << 32) | d));
    }

    /// <summary>Compares each text of a bucket with the first few of it.</summary>
    void Bucket(Span<int> bucket)
    {
        bucket.Sort();
        for (int j = 1; j < bucket.Length; j++)
        {
            int later = bucket[j];
            for (int i = 0; i < Math.Min(j, MostInBucket); i++)
            {
                int first = bucket[i];
                if (_across && (first >= _units.FirstCount || later < _units.FirstCount))
                {
                    break;
                }

                if (_near[later]?.Exists(near => near.First == first) == true)
                {
                    continue;
                }

                double similarity = Similarity(later, first);
                if (similarity >= LeastSimilarity && _chance.IsCopy(later, first))
                {
                    (_near[later] ??= []).Add((first, similarity));
                }
            }
        }
    }

    /// <summary>Jaccard's coefficient of the n-grams without boilerplate.</summary>
    double Similarity(int one, int other)
    {
        ReadOnlySpan<uint> a = _units.Kept(one), b = _units.Kept(other);
        int shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            int order = a[i].CompareTo(b[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return shared / (double)Math.Max(1, a.Length + b.Length - shared);
    }
}
