namespace Faultline;

/// <summary>
/// Every combination of items of up to three attributes. Exact: what pruning leaves out can not be told, because no refinement of a slice passes its bound.
/// </summary>
sealed class SliceSearch
{
    // Of so many sets of attributes the clearest slices are enough: far fewer are looked at one by one.
    const int MostKept = 3000;

    // Rows times sets of three: beyond it only the first columns are searched by threes.
    const double MostWork = 4e9;

    static readonly Comparer<Slice> s_clearest = Comparer<Slice>.Create(Slice.Compare);

    readonly IReadOnlyList<SliceAttribute> _attributes;
    readonly SliceTally _tally;
    readonly SliceScale _scale;
    readonly SliceSearchOptions _options;

    SliceSearch(IReadOnlyList<SliceAttribute> attributes, SliceTally tally, SliceScale scale, SliceSearchOptions options) =>
        (_attributes, _tally, _scale, _options) = (attributes, tally, scale, options);

    /// <summary>Searches.</summary>
    /// <param name="attributes">Attributes of the rows.</param>
    /// <param name="tally">What each row adds.</param>
    /// <param name="scale">What slices are held against.</param>
    /// <param name="options">Limits.</param>
    /// <param name="progress">Told how much is done.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static IReadOnlyList<SliceLevel> Run(IReadOnlyList<SliceAttribute> attributes, SliceTally tally, SliceScale scale, SliceSearchOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        SliceSearch search = new(attributes, tally, scale, options);
        List<SliceLevel> levels = [];
        for (int depth = 1; depth <= Math.Min(options.Depth, attributes.Count); depth++)
        {
            double before = depth switch { 1 => 0, 2 => 0.05, _ => 0.3 };
            double after = depth == Math.Min(options.Depth, attributes.Count) ? 1 : depth == 1 ? 0.05 : 0.3;
            levels.Add(search.Level(depth, done => progress?.Invoke(before + (done * (after - before))), cancellation));
        }

        return levels;
    }

    /// <summary>How many columns, from the first, are searched by threes.</summary>
    public static int Deep(int columns, int rows)
    {
        int deep = columns;
        while (deep > 3 && deep * (deep - 1.0) * (deep - 2) / 6 * rows > MostWork)
        {
            deep--;
        }

        return deep;
    }

    SliceLevel Level(int depth, Action<double> progress, CancellationToken cancellation)
    {
        int columns = depth < 3 ? _attributes.Count : Deep(_attributes.Count, _tally.Rows);
        (int First, int Second)[] heads = [.. Heads(depth, columns)];
        var extents = new SliceCube.Extent[heads.Length];
        List<SliceFinder> finders = [];
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation };
        Parallel.For(0, heads.Length, parallel, () => new SliceFinder(_attributes, _tally, _scale, depth, MostKept), (place, _, finder) =>
        {
            extents[place] = finder.Look(heads[place].First, heads[place].Second, columns, _options.Prunes, cancellation);
            progress(Interlocked.Increment(ref done) / (double)heads.Length);
            return finder;
        }, finder =>
        {
            lock (finders)
            {
                finders.Add(finder);
            }
        });

        // Each thread keeps at least what it has of the best of all, so that threads make no difference.
        return new SliceLevel(
            depth,
            extents.Sum(extent => extent.Searched),
            extents.Sum(extent => extent.Pruned),
            extents.Sum(extent => extent.Weight),
            [.. finders.SelectMany(finder => finder.Beyond.Best()).Order(s_clearest).Take(MostKept)],
            [.. finders.SelectMany(finder => finder.Raw.Best()).Order(s_clearest).Take(MostKept)]);
    }

    // All but the last attribute of every set: one piece of work, which no thread shares; −1 stands for none.
    static IEnumerable<(int First, int Second)> Heads(int depth, int columns) => depth switch
    {
        1 => [(-1, -1)],
        2 => Enumerable.Range(0, columns - 1).Select(b => (-1, b)),
        _ => Enumerable.Range(0, columns - 2).SelectMany(a => Enumerable.Range(a + 1, columns - a - 2).Select(b => (a, b))),
    };
}

/// <summary>Limits of a search.</summary>
/// <param name="Depth">Most attributes of a slice, 1 to 3.</param>
/// <param name="Threads">Threads to use; never changes an answer.</param>
/// <param name="Prunes">False to look at everything, for a test.</param>
sealed record SliceSearchOptions(int Depth, int Threads, bool Prunes = true);

/// <summary>The slices of one depth.</summary>
/// <param name="Depth">Number of attributes.</param>
/// <param name="Searched">How many slices had enough rows, those included that pruning spared.</param>
/// <param name="Pruned">How many pruning spared.</param>
/// <param name="Weight">Sum of the weights of all slices searched.</param>
/// <param name="Beyond">Slices by excess over what was expected of their rows, the clearest first: of each set of attributes some that do not overlap.</param>
/// <param name="Raw">The same by excess over the mean of all rows.</param>
sealed record SliceLevel(int Depth, long Searched, long Pruned, double Weight, IReadOnlyList<Slice> Beyond, IReadOnlyList<Slice> Raw);
