namespace Faultline;

/// <summary>Searches sets of attributes, one after the other, and keeps the clearest slices. Holds working memory: one to a thread.</summary>
sealed class SliceFinder(IReadOnlyList<SliceAttribute> attributes, SliceTally tally, SliceScale scale, int depth, int most)
{
    // Of a set of attributes this many slices are kept, none of which overlaps another in all of its items.
    const int MostOfASet = 5;

    readonly SliceCube _cube = new(scale, tally);
    readonly ushort[] _pairs = new ushort[tally.Rows];
    readonly List<SliceCube.Found> _set = [];

    /// <summary>Those that exceed what is expected.</summary>
    public SliceKeeper Beyond { get; } = new(most);

    /// <summary>Those that exceed all rows.</summary>
    public SliceKeeper Raw { get; } = new(most);

    /// <summary>Every set of two attributes, of which either may be −1 for none, and one that comes after them.</summary>
    public SliceCube.Extent Look(int first, int second, int columns, bool prunes, CancellationToken cancellation)
    {
        SliceAxis a = first < 0 ? SliceAxis.None : attributes[first].Axis(depth);
        SliceAxis b = second < 0 ? SliceAxis.None : attributes[second].Axis(depth);
        Pair(a, b);
        SliceCube.Extent sum = default;
        for (int third = Math.Max(first, second) + 1; third < columns; third++)
        {
            cancellation.ThrowIfCancellationRequested();
            SliceAxis c = attributes[third].Axis(depth);
            SliceCube.Extent extent = _cube.Look(a, b, c, _pairs, (Beyond.Floor, Raw.Floor), prunes);
            sum = new SliceCube.Extent(sum.Searched + extent.Searched, sum.Pruned + extent.Pruned, sum.Weight + extent.Weight);
            Keep(_cube.Beyond, Beyond, [first, second, third], [a, b, c]);
            Keep(_cube.Raw, Raw, [first, second, third], [a, b, c]);
        }

        return sum;
    }

    void Pair(SliceAxis a, SliceAxis b)
    {
        if (b.Codes is not { } codes)
        {
            return;
        }

        if (a.Codes is { } others)
        {
            for (int row = 0; row < _pairs.Length; row++)
            {
                _pairs[row] = (ushort)((others[row] * b.Cells) + codes[row]);
            }
        }
        else
        {
            for (int row = 0; row < _pairs.Length; row++)
            {
                _pairs[row] = codes[row];
            }
        }
    }

    void Keep(List<SliceCube.Found> all, SliceKeeper keeper, ReadOnlySpan<int> set, ReadOnlySpan<SliceAxis> axes)
    {
        all.Sort(static (left, right) => right.Z.CompareTo(left.Z) is var order and not 0 ? order : (left.First, left.Second, left.Third).CompareTo((right.First, right.Second, right.Third)));
        _set.Clear();
        foreach (SliceCube.Found found in all)
        {
            bool overlaps = false;
            foreach (SliceCube.Found other in _set)
            {
                overlaps = overlaps || (Overlap(axes[0], found.First, other.First) && Overlap(axes[1], found.Second, other.Second) && Overlap(axes[2], found.Third, other.Third));
            }

            if (!overlaps)
            {
                _set.Add(found);
                keeper.Add(Named(set, axes, found));
            }

            if (_set.Count == MostOfASet)
            {
                break;
            }
        }
    }

    static bool Overlap(SliceAxis axis, int left, int right) => axis.Items[left].From <= axis.Items[right].To && axis.Items[right].From <= axis.Items[left].To;

    static Slice Named(ReadOnlySpan<int> set, ReadOnlySpan<SliceAxis> axes, SliceCube.Found found)
    {
        ReadOnlySpan<int> items = [found.First, found.Second, found.Third];
        List<(int Attribute, int Item)> terms = [];
        double weight = 1;
        for (int axis = 0; axis < set.Length; axis++)
        {
            if (set[axis] >= 0)
            {
                terms.Add((set[axis], axes[axis].Numbers[items[axis]]));
                weight *= axes[axis].Weights[items[axis]];
            }
        }

        return new Slice([.. terms], found.Sums, found.Z, weight);
    }
}
