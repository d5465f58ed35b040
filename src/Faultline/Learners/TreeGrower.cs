using System.Runtime.Intrinsics;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Grows one tree at a time, best leaf first. The smaller child's histogram is summed, the larger one's is the parent's less that; both exact,
/// so the tree does not depend on the number of threads.
/// </summary>
sealed class TreeGrower
{
    // What a split costs beside its cells and bins.
    const int WorkOfALeaf = 500;

    readonly BinnedRows _rows;
    readonly GradientBoostingOptions _options;
    readonly WorkTeam _team;
    readonly int[] _offsets;
    readonly int[] _order;
    readonly int[] _spare;
    readonly List<Vector128<long>[]> _freeHistograms = [];
    readonly SplitCandidate[] _byFeature;
    readonly Action<int> _splitGroups;
    readonly bool[] _active;

    // Of the tree and the leaves at work.
    Vector128<long>[] _statistics = [];
    SplitFinder _finder;
    GrowingLeaf? _small;
    GrowingLeaf? _large;
    bool _allRows;
    int _tasks;

    public TreeGrower(BinnedRows rows, GradientBoostingOptions options, WorkTeam team)
    {
        _rows = rows;
        _options = options;
        _team = team;
        _offsets = Histogram.Offsets(rows.Features);
        _order = new int[rows.RowCount];
        _spare = new int[rows.RowCount];
        _byFeature = new SplitCandidate[rows.Features.Length * 2];
        _active = new bool[rows.Features.Length];
        _finder = new SplitFinder(options, 1, 1);
        _splitGroups = SplitGroups;
    }

    /// <summary>Work done so far: cells added to histograms.</summary>
    public long Work { get; private set; }

    /// <summary>The leaves of the last tree, with the rows that fell into each.</summary>
    public List<GrowingLeaf> Leaves { get; } = [];

    /// <summary>The rows of a leaf of the last tree.</summary>
    public ReadOnlySpan<int> RowsOf(GrowingLeaf leaf) => _order.AsSpan(leaf.Start, leaf.Count);

    /// <summary>Grows a tree.</summary>
    /// <param name="statistics">Statistics of every row.</param>
    /// <param name="gradientUnits">Units of the gradients in there.</param>
    /// <param name="hessianUnits">Units of the second derivatives in there.</param>
    /// <param name="bag">The rows to grow on, ascending, or null for all.</param>
    /// <param name="features">The features to split on.</param>
    public Tree Grow(Vector128<long>[] statistics, double gradientUnits, double hessianUnits, int[]? bag, ReadOnlySpan<int> features)
    {
        _statistics = statistics;
        _finder = new SplitFinder(_options, 1 / gradientUnits, 1 / hessianUnits);
        Array.Clear(_active);
        foreach (int feature in features)
        {
            _active[feature] = true;
        }

        GrowingLeaf root = StartRoot(bag);
        List<TreeNode> nodes = [];
        Leaves.Clear();
        Leaves.Add(root);
        _small = root;
        _large = null;
        FindSplits();
        while (Leaves.Count < _options.MaxLeaves && BestLeaf() is { } leaf)
        {
            Split(leaf, nodes);
        }

        double[] values = new double[Leaves.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _finder.LeafValue(Leaves[i].Sum) * _options.LearningRate;
            Leaves[i].Value = values[i];
            Release(Leaves[i]);
        }

        return new Tree([.. nodes], values);
    }

    GrowingLeaf StartRoot(int[]? bag)
    {
        _allRows = bag is null;
        int count = bag?.Length ?? _rows.RowCount;
        Vector128<long> sum = Vector128<long>.Zero;
        for (int i = 0; i < count; i++)
        {
            int row = bag is null ? i : bag[i];
            _order[i] = row;
            sum += _statistics[row];
        }

        return new GrowingLeaf { Start = 0, Count = count, Sum = sum, Parent = -1 };
    }

    GrowingLeaf? BestLeaf()
    {
        GrowingLeaf? best = null;
        foreach (GrowingLeaf leaf in Leaves)
        {
            if (leaf.Split.Feature >= 0 && leaf.Split.Gain > (best?.Split.Gain ?? Math.Max(_options.MinGain, 1e-12)))
            {
                best = leaf;
            }
        }

        return best;
    }

    void Split(GrowingLeaf leaf, List<TreeNode> nodes)
    {
        int leftCount = Partition(leaf);
        int number = nodes.Count;
        SplitCandidate split = leaf.Split;
        nodes.Add(new TreeNode { Feature = split.Feature, GoesLeft = split.GoesLeft });
        PointParentTo(leaf, number, nodes);
        int leafNumber = Leaves.IndexOf(leaf);
        GrowingLeaf left = new() { Start = leaf.Start, Count = leftCount, Depth = leaf.Depth + 1, Sum = split.Left, Parent = number, IsLeft = true };
        GrowingLeaf right = new() { Start = leaf.Start + leftCount, Count = leaf.Count - leftCount, Depth = leaf.Depth + 1, Sum = leaf.Sum - split.Left, Parent = number };
        Leaves[leafNumber] = left;
        Leaves.Add(right);
        TreeNode made = nodes[number];
        made.Left = -1 - leafNumber;
        made.Right = -Leaves.Count;
        nodes[number] = made;
        if (Leaves.Count < _options.MaxLeaves)
        {
            (_small, _large) = left.Count <= right.Count ? (left, right) : (right, left);
            _large.Histogram = leaf.Histogram;
            leaf.Histogram = null;
            FindSplits();
        }

        Release(leaf);
    }

    static void PointParentTo(GrowingLeaf leaf, int number, List<TreeNode> nodes)
    {
        if (leaf.Parent < 0)
        {
            return;
        }

        TreeNode parent = nodes[leaf.Parent];
        if (leaf.IsLeft)
        {
            parent.Left = number;
        }
        else
        {
            parent.Right = number;
        }

        nodes[leaf.Parent] = parent;
    }

    int Partition(GrowingLeaf leaf)
    {
        int feature = leaf.Split.Feature;
        ReadOnlySpan<byte> bins = _rows.Bins.AsSpan(feature);
        int stride = _rows.Stride;
        Span<byte> goesLeft = stackalloc byte[256];
        for (int bin = 0; bin < 256; bin++)
        {
            goesLeft[bin] = leaf.Split.GoesLeft.Contains((byte)bin) ? (byte)1 : (byte)0;
        }

        Span<int> order = _order.AsSpan(leaf.Start, leaf.Count);
        Span<int> spare = _spare.AsSpan(0, leaf.Count);
        int left = 0;
        int right = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int row = order[i];
            int isLeft = goesLeft[bins[row * stride]];
            order[left] = row;
            spare[right] = row;
            left += isLeft;
            right += 1 - isLeft;
        }

        spare[..right].CopyTo(order[left..]);
        _allRows = false;
        return left;
    }

    /// <summary>Histograms and best splits of the small leaf and, by subtraction, of the large one, which holds the parent's histogram.</summary>
    void FindSplits()
    {
        GrowingLeaf small = _small!;
        bool trySmall = CanSplit(small);
        bool tryLarge = _large is not null && CanSplit(_large);
        if (!trySmall && !tryLarge)
        {
            Release(small);
            if (_large is not null)
            {
                Release(_large);
            }

            return;
        }

        small.Histogram = Rent();
        Work += (long)small.Count * _rows.Features.Length;
        Work += _offsets[^1] + WorkOfALeaf;
        // Below this a second thread costs more than it brings.
        const int leastToShare = 4_000;
        _tasks = (long)small.Count * _rows.Features.Length + _offsets[^1] < leastToShare ? 1 : Math.Min(_rows.GroupCount, _team.ThreadCount * 2);
        _team.Run(_tasks, _splitGroups);

        small.Split = trySmall ? BestOf(0) : SplitCandidate.None;
        if (_large is not null)
        {
            _large.Split = tryLarge ? BestOf(_rows.Features.Length) : SplitCandidate.None;
        }
    }

    bool CanSplit(GrowingLeaf leaf) => leaf.Count / 2 >= _options.MinLeafRows && leaf.Depth < _options.MaxDepth;

    SplitCandidate BestOf(int first)
    {
        SplitCandidate best = SplitCandidate.None;
        for (int feature = 0; feature < _rows.Features.Length; feature++)
        {
            if (_active[feature] && _byFeature[first + feature].Gain > best.Gain)
            {
                best = _byFeature[first + feature];
            }
        }

        return best;
    }

    /// <summary>Histograms and best splits of a stretch of the groups of features.</summary>
    void SplitGroups(int task)
    {
        int firstGroup = _rows.GroupCount * task / _tasks;
        int lastGroup = _rows.GroupCount * (task + 1) / _tasks;
        int from = firstGroup * BinnedRows.GroupWidth;
        int to = Math.Min(_rows.Features.Length, lastGroup * BinnedRows.GroupWidth);
        GrowingLeaf small = _small!;
        int start = _offsets[from];
        int length = _offsets[to] - start;
        Vector128<long>[] histogram = small.Histogram!;
        Array.Clear(histogram, start, length);
        ReadOnlySpan<int> order = _allRows ? [] : _order.AsSpan(small.Start, small.Count);
        if (_allRows || order.Length > 0)
        {
            Histogram.Accumulate(_rows, firstGroup, lastGroup, order, _statistics, histogram, _offsets);
        }

        GrowingLeaf? large = _large;
        if (large is not null)
        {
            Histogram.Subtract(large.Histogram.AsSpan(start, length), histogram.AsSpan(start, length));
        }

        for (int feature = from; feature < to; feature++)
        {
            if (!_active[feature])
            {
                continue;
            }

            int offset = _offsets[feature];
            int bins = _offsets[feature + 1] - offset;
            BinnedFeature kind = _rows.Features[feature];
            _byFeature[feature] = _finder.Find(feature, kind, histogram.AsSpan(offset, bins), small.Sum);
            if (large is not null)
            {
                _byFeature[_rows.Features.Length + feature] = _finder.Find(feature, kind, large.Histogram.AsSpan(offset, bins), large.Sum);
            }
        }
    }

    Vector128<long>[] Rent()
    {
        if (_freeHistograms.Count == 0)
        {
            return new Vector128<long>[_offsets[^1]];
        }

        Vector128<long>[] histogram = _freeHistograms[^1];
        _freeHistograms.RemoveAt(_freeHistograms.Count - 1);
        return histogram;
    }

    void Release(GrowingLeaf leaf)
    {
        if (leaf.Histogram is { } histogram)
        {
            _freeHistograms.Add(histogram);
            leaf.Histogram = null;
        }
    }
}
