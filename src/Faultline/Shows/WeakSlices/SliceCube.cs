using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>
/// Every combination of items of up to three axes: one pass over the rows counts the cells; the last axis is spread out into its items, and running sums along the other two
/// then give four slices at a time by one difference. Holds working memory: one to a thread.
/// </summary>
sealed class SliceCube(SliceScale scale, SliceTally tally)
{
    /// <summary>Excesses below this many standard deviations are never told.</summary>
    public const double LeastZ = 2.5;

    const int Sums = 4;
    const int Lanes = 4;

    readonly List<Found> _beyond = [];
    readonly List<Found> _raw = [];
    SliceSums[] _cells = [];
    SliceSums[] _line = [];
    double[] _items = [];
    double[] _slab = [];
    double[] _parents = [];
    double[] _nothing = [];
    double[] _weights = [];
    int _stride;
    double _beyondFloor;
    double _rawFloor;
    bool _prunes;

    /// <summary>A slice by its items.</summary>
    internal readonly record struct Found(int First, int Second, int Third, SliceSums Sums, double Z);

    /// <summary>How much a set of attributes holds.</summary>
    /// <param name="Searched">Slices of enough rows.</param>
    /// <param name="Pruned">Of these, how many were not judged, because no slice within the same first two items can be told.</param>
    /// <param name="Weight">Sum of the weights of the slices searched.</param>
    internal readonly record struct Extent(long Searched, long Pruned, double Weight);

    /// <summary>For every pair of items of the first two axes the best of the third, by excess over what is expected.</summary>
    public List<Found> Beyond => _beyond;

    /// <summary>The same by excess over all rows.</summary>
    public List<Found> Raw => _raw;

    /// <summary>Looks at every slice of three axes, of which the first or the first two may be <see cref="SliceAxis.None"/>.</summary>
    /// <param name="first">First axis.</param>
    /// <param name="second">Second axis.</param>
    /// <param name="third">Third axis.</param>
    /// <param name="pairs">For each row its cell of the first axis, times the cells of the second, plus its cell of the second.</param>
    /// <param name="floors">Slices below these are not wanted: by excess over what is expected, and over all rows.</param>
    /// <param name="prunes">False to judge everything.</param>
    public Extent Look(SliceAxis first, SliceAxis second, SliceAxis third, ReadOnlySpan<ushort> pairs, (double Beyond, double Raw) floors, bool prunes)
    {
        _beyond.Clear();
        _raw.Clear();
        (_beyondFloor, _rawFloor, _prunes) = (floors.Beyond, floors.Raw, prunes);
        int planes = first.Cells * second.Cells;
        _stride = (third.Items.Length + Lanes - 1) / Lanes * Lanes;
        Clear(ref _weights, _stride);
        third.Weights.CopyTo(_weights, 0);
        Clear(ref _nothing, _stride);
        _nothing.AsSpan(0, _stride).Fill(-1);
        Count(planes, third, pairs);
        Spread(first.Cells, second.Cells, third);
        Clear(ref _parents, second.Items.Length * _stride);
        Extent sum = default;
        for (int i = 0; i < first.Items.Length; i++)
        {
            Slab(first.Items[i], second.Cells);
            ReadOnlySpan<double> whole = _slab.AsSpan(second.Cells * _stride * Sums, _stride);
            for (int j = second.First; j < second.Items.Length && whole[0] >= scale.LeastRows; j++)
            {
                ReadOnlySpan<double> through = Plane(_slab, second.Items[j].To + 1);
                ReadOnlySpan<double> before = Plane(_slab, second.Items[j].From);
                Span<double> parents = _parents.AsSpan(j * _stride, _stride);
                if (first.Codes is not null && i == 0)
                {
                    for (int k = 0; k < _stride; k++)
                    {
                        parents[k] = through[k] - before[k];
                    }
                }
                else if (through[0] - before[0] >= scale.LeastRows)
                {
                    Extent judged = Judge(i, j, through, before, second.Codes is null ? _nothing : whole, first.Codes is null ? _nothing : parents);
                    sum = new Extent(sum.Searched + judged.Searched, sum.Pruned + judged.Pruned, sum.Weight + (judged.Weight * first.Weights[i] * second.Weights[j]));
                }
            }
        }

        return sum;
    }

    // The same rows said with more words are no other slice: neither the line as a whole, nor the item of the third axis without one of the others.
    Extent Judge(int i, int j, ReadOnlySpan<double> through, ReadOnlySpan<double> before, ReadOnlySpan<double> whole, ReadOnlySpan<double> parents)
    {
        SliceSums all = At(through, 0) - At(before, 0);
        bool judges = !_prunes || scale.BeyondBound(all) >= LeastZ || scale.RawBound(all) >= LeastZ;
        Found beyond = new(i, j, 0, default, _beyondFloor);
        Found raw = new(i, j, 0, default, _rawFloor);
        (double beyondLeast, double rawLeast) = (Square(beyond.Z), Square(raw.Z));
        Vector256<double> least = Vector256.Create((double)scale.LeastRows);
        Vector256<double> total = Vector256.Create(all.Rows);
        Vector256<double> mean = Vector256.Create(scale.Mean * SliceSums.Unit);
        Vector256<double> middle = Vector256.Create(SliceScale.MiddleRank * SliceSums.Unit);
        Vector256<double> weight = Vector256<double>.Zero;
        long searched = 0;
        ref double high = ref MemoryMarshal.GetReference(through);
        ref double low = ref MemoryMarshal.GetReference(before);
        for (int k = 0; k < _stride; k += Lanes)
        {
            Vector256<double> rows = Vector256.LoadUnsafe(ref high, (nuint)k) - Vector256.LoadUnsafe(ref low, (nuint)k);
            Vector256<double> known = Vector256.Equals(rows, total) | Vector256.Equals(rows, Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(whole), (nuint)k)) | Vector256.Equals(rows, Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(parents), (nuint)k));
            Vector256<double> counts = Vector256.AndNot(Vector256.GreaterThanOrEqual(rows, least), known);
            uint lanes = counts.ExtractMostSignificantBits();
            if (lanes == 0)
            {
                continue;
            }

            searched += BitOperations.PopCount(lanes);
            weight += counts & Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_weights), (nuint)k);
            if (!judges)
            {
                continue;
            }

            Vector256<double> score = Difference(ref high, ref low, k + _stride);
            Vector256<double> held = Difference(ref high, ref low, k + (2 * _stride));
            Vector256<double> variance = Difference(ref high, ref low, k + (3 * _stride));
            Vector256<double> excess = Vector256.Max(score - (scale.IsShare ? held : rows * middle), Vector256<double>.Zero);
            Vector256<double> over = Vector256.Max((scale.IsShare ? score : held) - (rows * mean), Vector256<double>.Zero);
            uint clear = (counts & Vector256.GreaterThanOrEqual(excess * excess, variance * beyondLeast)).ExtractMostSignificantBits();
            uint clearRaw = (counts & Vector256.GreaterThanOrEqual(over * over, rows * (rawLeast * scale.Variance * SliceSums.Unit))).ExtractMostSignificantBits();
            for (uint left = clear | clearRaw; left != 0; left &= left - 1)
            {
                int lane = BitOperations.TrailingZeroCount(left);
                SliceSums sums = SliceSums.Of(rows[lane], score[lane], held[lane], variance[lane]);
                beyond = Better(beyond, i, j, k + lane, sums, (clear >> lane & 1) != 0 ? scale.Beyond(sums) : 0);
                raw = Better(raw, i, j, k + lane, sums, (clearRaw >> lane & 1) != 0 ? scale.Raw(sums) : 0);
                (beyondLeast, rawLeast) = (Square(beyond.Z), Square(raw.Z));
            }
        }

        Keep(_beyond, beyond);
        Keep(_raw, raw);
        return new Extent(searched, judges ? 0 : searched, Vector256.Sum(weight));
    }

    // A hair below, as the comparison rounds otherwise than z does.
    static double Square(double z) => z * z * (1 - 1e-9) * SliceSums.Unit;

    // The first of equals is kept; equal to the floor it is still wanted.
    static Found Better(Found best, int i, int j, int k, SliceSums sums, double z) => z > best.Z || (z == best.Z && best.Third == 0) ? new Found(i, j, k, sums, z) : best;

    static void Keep(List<Found> all, Found found)
    {
        if (found.Third > 0)
        {
            all.Add(found);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Difference(ref double high, ref double low, int at) => Vector256.LoadUnsafe(ref high, (nuint)at) - Vector256.LoadUnsafe(ref low, (nuint)at);

    SliceSums At(ReadOnlySpan<double> plane, int item) => SliceSums.Of(plane[item], plane[_stride + item], plane[(2 * _stride) + item], plane[(3 * _stride) + item]);

    ReadOnlySpan<double> Plane(double[] of, int number) => of.AsSpan(number * _stride * Sums, _stride * Sums);

    void Count(int planes, SliceAxis third, ReadOnlySpan<ushort> pairs)
    {
        int width = third.Cells;
        if (_cells.Length < planes * width)
        {
            _cells = new SliceSums[planes * width];
        }

        Span<SliceSums> cells = _cells.AsSpan(0, planes * width);
        cells.Clear();
        ReadOnlySpan<byte> codes = third.Codes.AsSpan(0, pairs.Length);
        int row = 0;
        for (int kind = 0; kind < tally.Kinds.Length; kind++)
        {
            SliceSums adds = tally.Kinds[kind];
            for (int end = tally.Ends[kind]; row < end; row++)
            {
                ref SliceSums cell = ref cells[(pairs[row] * width) + codes[row]];
                cell += adds;
            }
        }
    }

    // For every cell of the first two axes the items of the third, one kind of sum after the other, by running sums along the first axis.
    void Spread(int depth, int height, SliceAxis third)
    {
        int plane = _stride * Sums;
        Clear(ref _items, (depth + 1) * height * plane);
        int width = third.Cells;
        if (_line.Length < width + 1)
        {
            _line = new SliceSums[width + 1];
        }

        for (int cell = 0; cell < depth * height; cell++)
        {
            for (int c = 0; c < width; c++)
            {
                _line[c + 1] = _line[c] + _cells[(cell * width) + c];
            }

            Span<double> to = _items.AsSpan((height + cell) * plane, plane);
            ReadOnlySpan<double> before = _items.AsSpan(cell * plane, plane);
            for (int k = 0; k < third.Items.Length; k++)
            {
                SliceSums sums = _line[third.Items[k].To + 1] - _line[third.Items[k].From];
                (to[k], to[_stride + k], to[(2 * _stride) + k], to[(3 * _stride) + k]) = (sums.Rows, sums.Score, sums.Held, sums.Variance);
            }

            for (int at = 0; at < plane; at += Lanes)
            {
                (Vector256.Create(to[at..]) + Vector256.Create(before[at..])).CopyTo(to[at..]);
            }
        }
    }

    // The planes of an item of the first axis, by running sums along the second.
    void Slab(SliceItem item, int height)
    {
        int plane = _stride * Sums;
        if (_slab.Length < (height + 1) * plane)
        {
            _slab = new double[(height + 1) * plane];
        }

        _slab.AsSpan(0, plane).Clear();
        ref double high = ref _items[(item.To + 1) * height * plane];
        ref double low = ref _items[item.From * height * plane];
        ref double slab = ref _slab[0];
        for (int at = 0; at < height * plane; at += Lanes)
        {
            Vector256<double> sum = Difference(ref high, ref low, at) + Vector256.LoadUnsafe(ref slab, (nuint)at);
            sum.StoreUnsafe(ref slab, (nuint)(at + plane));
        }
    }

    static void Clear(ref double[] of, int length)
    {
        if (of.Length < length)
        {
            of = new double[length];
        }

        of.AsSpan(0, length).Clear();
    }
}
