namespace Faultline;

/// <summary>
/// Sums of every combination of items of one to three attributes: one pass over the rows counts the cells, runs of cells are then added along each attribute in turn.
/// </summary>
sealed class SliceCube
{
    readonly SliceSums[] _sums;
    readonly int[] _sizes;

    SliceCube(SliceSums[] sums, int[] sizes) => (_sums, _sizes) = (sums, sizes);

    /// <summary>Sums of items; an attribute that the cube lacks has the item 0 only.</summary>
    public ref readonly SliceSums this[int first, int second, int third] => ref _sums[(((first * _sizes[1]) + second) * _sizes[2]) + third];

    /// <summary>Number of items along an axis.</summary>
    public int Items(int axis) => _sizes[axis];

    public static SliceCube Of(IReadOnlyList<SliceAttribute> attributes, ReadOnlySpan<SliceSums> rows)
    {
        int[] sizes = [attributes[0].Cells, attributes.Count > 1 ? attributes[1].Cells : 1, attributes.Count > 2 ? attributes[2].Cells : 1];
        SliceSums[] sums = new SliceSums[sizes[0] * sizes[1] * sizes[2]];
        ReadOnlySpan<byte> first = attributes[0].Codes;
        if (attributes.Count == 1)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                sums[first[row]].Add(in rows[row]);
            }
        }
        else if (attributes.Count == 2)
        {
            ReadOnlySpan<byte> second = attributes[1].Codes;
            for (int row = 0; row < rows.Length; row++)
            {
                sums[(first[row] * sizes[1]) + second[row]].Add(in rows[row]);
            }
        }
        else
        {
            ReadOnlySpan<byte> second = attributes[1].Codes;
            ReadOnlySpan<byte> third = attributes[2].Codes;
            for (int row = 0; row < rows.Length; row++)
            {
                sums[(((first[row] * sizes[1]) + second[row]) * sizes[2]) + third[row]].Add(in rows[row]);
            }
        }

        for (int axis = 0; axis < attributes.Count; axis++)
        {
            sums = Expand(sums, sizes, axis, attributes[axis].Items, attributes[axis].ItemCount(attributes.Count));
        }

        return new SliceCube(sums, sizes);
    }

    static SliceSums[] Expand(SliceSums[] cells, int[] sizes, int axis, IReadOnlyList<SliceItem> items, int count)
    {
        int before = axis == 0 ? 1 : axis == 1 ? sizes[0] : sizes[0] * sizes[1];
        int after = axis == 0 ? sizes[1] * sizes[2] : axis == 1 ? sizes[2] : 1;
        int had = sizes[axis];
        SliceSums[] sums = new SliceSums[before * count * after];
        for (int outer = 0; outer < before; outer++)
        {
            for (int item = 0; item < count; item++)
            {
                Span<SliceSums> to = sums.AsSpan(((outer * count) + item) * after, after);
                for (int cell = items[item].From; cell <= items[item].To; cell++)
                {
                    ReadOnlySpan<SliceSums> from = cells.AsSpan(((outer * had) + cell) * after, after);
                    for (int inner = 0; inner < after; inner++)
                    {
                        to[inner].Add(in from[inner]);
                    }
                }
            }
        }

        sizes[axis] = count;
        return sums;
    }
}
