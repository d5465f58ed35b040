namespace Faultline;

/// <summary>
/// Every combination of items of up to three attributes. Exact: what pruning leaves out can not be told, because no refinement of a slice passes its bound.
/// </summary>
sealed class SliceSearch
{
    // Of a set of attributes this many slices are kept, none of which overlaps another in all of its items.
    const int MostOfASet = 5;

    // Rows times sets of three: beyond it only the first columns are searched by threes.
    const double MostWork = 4e9;

    readonly IReadOnlyList<SliceAttribute> _attributes;
    readonly SliceSums[] _rows;
    readonly SliceScale _scale;
    readonly SliceSearchOptions _options;

    SliceSearch(IReadOnlyList<SliceAttribute> attributes, SliceSums[] rows, SliceScale scale, SliceSearchOptions options) =>
        (_attributes, _rows, _scale, _options) = (attributes, rows, scale, options);

    /// <summary>Searches.</summary>
    /// <param name="attributes">Attributes of the rows.</param>
    /// <param name="rows">Sums of each row by itself.</param>
    /// <param name="scale">What slices are held against.</param>
    /// <param name="options">Limits.</param>
    /// <param name="progress">Told how much is done.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static IReadOnlyList<SliceLevel> Run(IReadOnlyList<SliceAttribute> attributes, SliceSums[] rows, SliceScale scale, SliceSearchOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        SliceSearch search = new(attributes, rows, scale, options);
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
        int[][] sets = [.. Sets(depth)];
        var contents = new SliceCube.Content[sets.Length];
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation };
        Parallel.For(0, sets.Length, parallel, () => new SliceCube(_scale), (place, _, cube) =>
        {
            SliceAxis[] axes = [.. Enumerable.Repeat(SliceAxis.None, 3 - depth), .. sets[place].Select(attribute => _attributes[attribute].Axis(depth))];
            SliceCube.Content content = cube.Look(axes[0], axes[1], axes[2], _rows, _options.Prunes);
            contents[place] = content with { Beyond = Best(content.Beyond, axes), Raw = Best(content.Raw, axes) };
            progress(Interlocked.Increment(ref done) / (double)sets.Length);
            return cube;
        }, _ => { });

        IReadOnlyList<Slice> All(Func<SliceCube.Content, List<SliceCube.Found>> which)
        {
            List<Slice> slices = [.. sets.Zip(contents).SelectMany(set => which(set.Second).Select(found => Named(set.First, found)))];
            slices.Sort(Slice.Compare);
            return slices;
        }

        return new SliceLevel(depth, contents.Sum(part => part.Searched), contents.Sum(part => part.Pruned), contents.Sum(part => part.Weight), All(part => part.Beyond), All(part => part.Raw));
    }

    IEnumerable<int[]> Sets(int depth)
    {
        int count = depth < 3 ? _attributes.Count : Deep(_attributes.Count, _rows.Length);
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

    static List<SliceCube.Found> Best(List<SliceCube.Found> all, SliceAxis[] axes)
    {
        List<SliceCube.Found> best = [];
        foreach (SliceCube.Found found in all.OrderByDescending(found => found.Z).ThenBy(found => found.First).ThenBy(found => found.Second).ThenBy(found => found.Third))
        {
            if (!best.Exists(other => Overlaps(found, other, axes)))
            {
                best.Add(found);
            }

            if (best.Count == MostOfASet)
            {
                break;
            }
        }

        return best;
    }

    static bool Overlaps(SliceCube.Found left, SliceCube.Found right, SliceAxis[] axes) =>
        Overlaps(axes[0].Items[left.First], axes[0].Items[right.First]) && Overlaps(axes[1].Items[left.Second], axes[1].Items[right.Second]) && Overlaps(axes[2].Items[left.Third], axes[2].Items[right.Third]);

    static bool Overlaps(SliceItem left, SliceItem right) => left.From <= right.To && right.From <= left.To;

    Slice Named(int[] set, SliceCube.Found found)
    {
        int[] items = [found.First, found.Second, found.Third];
        var terms = new (int Attribute, int Item)[set.Length];
        double weight = 1;
        for (int term = 0; term < set.Length; term++)
        {
            SliceAxis axis = _attributes[set[term]].Axis(set.Length);
            int item = items[3 - set.Length + term];
            terms[term] = (set[term], axis.Numbers[item]);
            weight *= axis.Weights[item];
        }

        return new Slice(terms, found.Sums, found.Z, weight);
    }
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
/// <param name="Beyond">The best of each set of attributes by excess over what was expected of their rows, best first.</param>
/// <param name="Raw">The best of each set by excess over the mean of all rows, best first.</param>
sealed record SliceLevel(int Depth, long Searched, long Pruned, double Weight, IReadOnlyList<Slice> Beyond, IReadOnlyList<Slice> Raw);
