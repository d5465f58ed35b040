namespace Faultline;

/// <summary>
/// Every combination of items of up to three axes: one pass over the rows counts the cells, running sums along each axis then give any run of cells by one difference.
/// Holds working memory: one to a thread.
/// </summary>
sealed class SliceCube(SliceScale scale)
{
    /// <summary>Excesses below this many standard deviations are never told.</summary>
    public const double LeastZ = 2.5;

    SliceSums[] _cells = [];
    SliceSums[] _slab = [];
    SliceSums[] _line = [];
    long[] _whole = [];
    long[] _parents = [];
    List<Found> _beyond = [];
    List<Found> _raw = [];

    /// <summary>A slice by its items.</summary>
    internal readonly record struct Found(int First, int Second, int Third, SliceSums Sums, double Z);

    /// <summary>What a set of attributes holds.</summary>
    /// <param name="Beyond">For every pair of items of the first two axes the best of the third, by excess over what is expected.</param>
    /// <param name="Raw">The same by excess over all rows.</param>
    /// <param name="Searched">Slices of enough rows.</param>
    /// <param name="Pruned">Of these, how many were not judged, because no slice within the same first two items can be told.</param>
    /// <param name="Weight">Sum of the weights of the slices searched.</param>
    internal sealed record Content(List<Found> Beyond, List<Found> Raw, long Searched, long Pruned, double Weight);

    /// <summary>Looks at every slice of three axes, of which the first or the first two may be <see cref="SliceAxis.None"/>.</summary>
    public Content Look(SliceAxis first, SliceAxis second, SliceAxis third, ReadOnlySpan<SliceSums> rows, bool prunes)
    {
        (_beyond, _raw) = ([], []);
        int width = third.Cells;
        Count(first, second, third, rows);
        Clear(ref _slab, (second.Cells + 1) * width);
        Clear(ref _line, width + 1);
        if (_whole.Length < width + 1)
        {
            _whole = new long[width + 1];
        }

        if (_parents.Length < second.Items.Length * (width + 1))
        {
            _parents = new long[second.Items.Length * (width + 1)];
        }

        Content sum = new(_beyond, _raw, 0, 0, 0);
        for (int i = 0; i < first.Items.Length; i++)
        {
            Slab(first.Items[i], second.Cells, width);
            Line(new SliceItem(0, second.Cells - 1), width);
            for (int c = 0; c <= width; c++)
            {
                _whole[c] = _line[c].Rows;
            }

            for (int j = second.First; j < second.Items.Length && _whole[width] >= scale.LeastRows; j++)
            {
                Line(second.Items[j], width);
                if (first.Codes is not null && i == 0)
                {
                    for (int c = 0; c <= width; c++)
                    {
                        _parents[(j * (width + 1)) + c] = _line[c].Rows;
                    }
                }
                else if (_line[width].Rows >= scale.LeastRows)
                {
                    sum = Judge(first, second, third, i, j, prunes, sum);
                }
            }
        }

        return sum;
    }

    Content Judge(SliceAxis first, SliceAxis second, SliceAxis third, int i, int j, bool prunes, Content sum)
    {
        ReadOnlySpan<SliceSums> line = _line.AsSpan(0, third.Cells + 1);
        bool judged = !prunes || scale.BeyondBound(in line[^1]) >= LeastZ || scale.RawBound(in line[^1]) >= LeastZ;
        long searched = 0;
        double weight = 0;
        Found beyond = new(i, j, 0, default, 0);
        Found raw = beyond;
        for (int k = 1; k < third.Items.Length; k++)
        {
            (int from, int to) = third.Items[k];
            long rows = line[to + 1].Rows - line[from].Rows;
            if (rows < scale.LeastRows || IsAParent(first, second, third, j, from, to, rows))
            {
                continue;
            }

            searched++;
            weight += third.Weights[k];
            if (judged)
            {
                SliceSums sums = SliceSums.Between(in line[to + 1], in line[from]);
                double z = scale.Beyond(in sums, Math.Max(LeastZ, beyond.Z));
                beyond = z >= LeastZ && z > beyond.Z ? new Found(i, j, k, sums, z) : beyond;
                z = scale.Raw(in sums, Math.Max(LeastZ, raw.Z));
                raw = z >= LeastZ && z > raw.Z ? new Found(i, j, k, sums, z) : raw;
            }
        }

        Keep(_beyond, beyond);
        Keep(_raw, raw);
        return sum with { Searched = sum.Searched + searched, Pruned = sum.Pruned + (judged ? 0 : searched), Weight = sum.Weight + (weight * first.Weights[i] * second.Weights[j]) };
    }

    static void Keep(List<Found> all, Found found)
    {
        if (found.Z > 0)
        {
            all.Add(found);
        }
    }

    // The same rows said with more words are no other slice.
    bool IsAParent(SliceAxis first, SliceAxis second, SliceAxis third, int j, int from, int to, long rows) =>
        _line[third.Cells].Rows == rows
        || (second.Codes is not null && _whole[to + 1] - _whole[from] == rows)
        || (first.Codes is not null && _parents[(j * (third.Cells + 1)) + to + 1] - _parents[(j * (third.Cells + 1)) + from] == rows);

    // Cells by running sums along the first axis.
    void Count(SliceAxis first, SliceAxis second, SliceAxis third, ReadOnlySpan<SliceSums> rows)
    {
        (int height, int width) = (second.Cells, third.Cells);
        int layer = height * width;
        Clear(ref _cells, (first.Cells + 1) * layer);
        ReadOnlySpan<byte> c = third.Codes!;
        if (second.Codes is null)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                Add(layer + c[row], in rows[row]);
            }
        }
        else if (first.Codes is null)
        {
            ReadOnlySpan<byte> b = second.Codes;
            for (int row = 0; row < rows.Length; row++)
            {
                Add(layer + (b[row] * width) + c[row], in rows[row]);
            }
        }
        else
        {
            ReadOnlySpan<byte> a = first.Codes;
            ReadOnlySpan<byte> b = second.Codes;
            for (int row = 0; row < rows.Length; row++)
            {
                Add(((a[row] + 1) * layer) + (b[row] * width) + c[row], in rows[row]);
            }
        }

        for (int cell = 2 * layer; cell < (first.Cells + 1) * layer; cell++)
        {
            Add(cell, in _cells[cell - layer]);
        }
    }

    void Add(int cell, in SliceSums sums) => _cells[cell] = SliceSums.Of(in _cells[cell], in sums);

    // The cells of an item of the first axis, by running sums along the second.
    void Slab(SliceItem item, int height, int width)
    {
        int layer = height * width;
        for (int cell = 0; cell < layer; cell++)
        {
            SliceSums sums = SliceSums.Between(in _cells[((item.To + 1) * layer) + cell], in _cells[(item.From * layer) + cell]);
            _slab[cell + width] = SliceSums.Of(in sums, in _slab[cell]);
        }
    }

    // The cells of an item of the second axis, by running sums along the third.
    void Line(SliceItem item, int width)
    {
        for (int c = 0; c < width; c++)
        {
            SliceSums sums = SliceSums.Between(in _slab[((item.To + 1) * width) + c], in _slab[(item.From * width) + c]);
            _line[c + 1] = SliceSums.Of(in sums, in _line[c]);
        }
    }

    static void Clear(ref SliceSums[] sums, int length)
    {
        if (sums.Length < length)
        {
            sums = new SliceSums[length];
        }

        sums.AsSpan(0, length).Clear();
    }
}
