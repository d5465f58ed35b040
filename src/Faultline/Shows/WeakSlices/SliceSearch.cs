namespace Faultline;

/// <summary>
/// Every combination of items of up to three attributes, the best by excess over what was expected and by excess over all rows. Exact: what is left out can not be
/// among the best, because no refinement of a slice passes its bound.
/// </summary>
sealed class SliceSearch
{
    /// <summary>Excesses below this many standard deviations are never told.</summary>
    public const double LeastZ = 2;

    // Rounds are fixed by number, so that what a round has learned prunes the next in the same way for any number of threads.
    const int SetsPerRound = 32;

    readonly IReadOnlyList<SliceAttribute> _attributes;
    readonly SliceSums[] _rows;
    readonly SliceSearchOptions _options;
    readonly double _mean;
    readonly double _variance;
    readonly Dictionary<(int, int), (double Beyond, double Raw)> _bounds = [];

    SliceSearch(IReadOnlyList<SliceAttribute> attributes, SliceSums[] rows, double variance, SliceSearchOptions options)
    {
        (_attributes, _rows, _variance, _options) = (attributes, rows, variance, options);
        _mean = rows.Length == 0 ? 0 : rows.Sum(row => row.Raw) / SliceSums.Unit / rows.Length;
    }

    /// <summary>Searches.</summary>
    /// <param name="attributes">Attributes of the rows.</param>
    /// <param name="rows">Sums of each row by itself.</param>
    /// <param name="variance">Variance of the raw scores.</param>
    /// <param name="options">Limits.</param>
    /// <param name="progress">Told how much is done.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static SliceSearchResult Run(IReadOnlyList<SliceAttribute> attributes, SliceSums[] rows, double variance, SliceSearchOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        SliceSearch search = new(attributes, rows, variance, options);
        List<SliceLevel> levels = [];
        long done = 0;
        long all = Enumerable.Range(1, options.Depth).Sum(depth => Choose(attributes.Count, depth));
        for (int depth = 1; depth <= Math.Min(options.Depth, attributes.Count); depth++)
        {
            levels.Add(search.Level(depth, sets => progress?.Invoke((done += sets) / (double)all), cancellation));
        }

        return new SliceSearchResult(levels, search._mean);
    }

    internal static long Choose(int count, int depth) => depth switch
    {
        1 => count,
        2 => (long)count * (count - 1) / 2,
        _ => (long)count * (count - 1) * (count - 2) / 6,
    };

    SliceLevel Level(int depth, Action<int> progress, CancellationToken cancellation)
    {
        List<Slice> beyond = [];
        List<Slice> raw = [];
        long searched = 0;
        long pruned = 0;
        foreach (int[][] round in Sets(depth).Chunk(SetsPerRound))
        {
            cancellation.ThrowIfCancellationRequested();
            double leastBeyond = Least(beyond);
            double leastRaw = Least(raw);
            var parts = new Part[round.Length];
            Parallel.For(0, round.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation }, i => parts[i] = Look(round[i], leastBeyond, leastRaw));
            foreach ((int[] set, Part part) in round.Zip(parts))
            {
                searched += part.Searched;
                pruned += part.Pruned;
                beyond.AddRange(part.Beyond);
                raw.AddRange(part.Raw);
                if (set.Length == 2)
                {
                    _bounds[(set[0], set[1])] = part.Bound;
                }
            }

            Keep(beyond);
            Keep(raw);
            progress(round.Length);
        }

        return new SliceLevel(depth, searched, pruned, beyond, raw);
    }

    double Least(List<Slice> best) => best.Count < _options.Most ? LeastZ : Math.Max(LeastZ, best[^1].Z);

    void Keep(List<Slice> best)
    {
        best.Sort(Slice.Compare);
        if (best.Count > _options.Most)
        {
            best.RemoveRange(_options.Most, best.Count - _options.Most);
        }
    }

    IEnumerable<int[]> Sets(int depth)
    {
        int count = _attributes.Count;
        for (int a = 0; a < count; a++)
        {
            if (depth == 1)
            {
                yield return [a];
                continue;
            }

            for (int b = a + 1; b < count; b++)
            {
                if (depth == 2)
                {
                    yield return [a, b];
                    continue;
                }

                for (int c = b + 1; c < count; c++)
                {
                    yield return [a, b, c];
                }
            }
        }
    }

    Part Look(int[] set, double leastBeyond, double leastRaw)
    {
        if (_options.Prunes && set.Length == 3 && IsHopeless(set, leastBeyond, leastRaw))
        {
            // Counted as searched: what pruning spares has been judged all the same.
            long spared = set.Aggregate(1L, (product, attribute) => product * (_attributes[attribute].ItemCount(3) - 1));
            return new Part([], [], spared, spared, default);
        }

        SliceCube cube = SliceCube.Of([.. set.Select(attribute => _attributes[attribute])], _rows);
        Part part = new([], [], 0, 0, default);
        for (int i = 1; i < cube.Items(0); i++)
        {
            for (int j = Math.Min(1, cube.Items(1) - 1); j < cube.Items(1); j++)
            {
                for (int k = Math.Min(1, cube.Items(2) - 1); k < cube.Items(2); k++)
                {
                    part = Look(cube, set, (i, j, k), leastBeyond, leastRaw, part);
                }
            }
        }

        return part;
    }

    Part Look(SliceCube cube, int[] set, (int I, int J, int K) at, double leastBeyond, double leastRaw, Part part)
    {
        SliceSums sums = cube[at.I, at.J, at.K];
        if (sums.Rows < _options.LeastRows)
        {
            return part;
        }

        // Judged before the rows are held against those of the parents: a refinement of this slice may be a new one.
        (double Beyond, double Raw) bound = set.Length == 2 ? (Math.Max(part.Bound.Beyond, sums.Bound), Math.Max(part.Bound.Raw, sums.RawBound(_mean, _variance))) : default;
        part = part with { Bound = bound };
        if (IsAParent(cube, set.Length, at, sums.Rows))
        {
            return part;
        }

        double z = sums.Z;
        if (z >= leastBeyond)
        {
            part.Beyond.Add(new Slice(Terms(set, at), sums, z));
        }

        double raw = sums.RawZ(_mean, _variance);
        if (raw >= leastRaw)
        {
            part.Raw.Add(new Slice(Terms(set, at), sums, raw));
        }

        return part with { Searched = part.Searched + 1 };
    }

    // The same rows said with more words are no other slice.
    static bool IsAParent(SliceCube cube, int depth, (int I, int J, int K) at, long rows) => depth switch
    {
        1 => cube[0, 0, 0].Rows == rows,
        2 => cube[0, at.J, 0].Rows == rows || cube[at.I, 0, 0].Rows == rows,
        _ => cube[0, at.J, at.K].Rows == rows || cube[at.I, 0, at.K].Rows == rows || cube[at.I, at.J, 0].Rows == rows,
    };

    bool IsHopeless(int[] set, double leastBeyond, double leastRaw)
    {
        (double Beyond, double Raw)[] bounds = [_bounds[(set[0], set[1])], _bounds[(set[0], set[2])], _bounds[(set[1], set[2])]];
        return bounds.Min(bound => bound.Beyond) < leastBeyond && bounds.Min(bound => bound.Raw) < leastRaw;
    }

    static (int, int)[] Terms(int[] set, (int I, int J, int K) at) =>
        set.Length == 1 ? [(set[0], at.I)] : set.Length == 2 ? [(set[0], at.I), (set[1], at.J)] : [(set[0], at.I), (set[1], at.J), (set[2], at.K)];

    readonly record struct Part(List<Slice> Beyond, List<Slice> Raw, long Searched, long Pruned, (double Beyond, double Raw) Bound);
}

/// <summary>Limits of a search.</summary>
/// <param name="LeastRows">Slices of fewer rows are not looked at.</param>
/// <param name="Depth">Most attributes of a slice, 1 to 3.</param>
/// <param name="Most">How many of the best of each depth are kept.</param>
/// <param name="Threads">Threads to use; never changes an answer.</param>
/// <param name="Prunes">False to look at everything, for a test.</param>
sealed record SliceSearchOptions(int LeastRows, int Depth, int Most, int Threads, bool Prunes = true);

/// <summary>The slices of one depth.</summary>
/// <param name="Depth">Number of attributes.</param>
/// <param name="Searched">How many slices had enough rows, those included that pruning spared.</param>
/// <param name="Pruned">How many pruning spared.</param>
/// <param name="Beyond">The best by excess over what was expected of their rows, best first.</param>
/// <param name="Raw">The best by excess over the mean of all rows, best first.</param>
sealed record SliceLevel(int Depth, long Searched, long Pruned, IReadOnlyList<Slice> Beyond, IReadOnlyList<Slice> Raw);

/// <summary>What a search found.</summary>
/// <param name="Levels">One a depth.</param>
/// <param name="Mean">Mean raw score of all rows.</param>
sealed record SliceSearchResult(IReadOnlyList<SliceLevel> Levels, double Mean);
