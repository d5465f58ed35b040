namespace Faultline;

/// <summary>
/// Puts rows that lie near one another side by side: halves are split at the middle of their widest dimension until few rows are left. Equal rows are never
/// parted and keep their order. The answer depends on the rows alone.
/// </summary>
static class RowOrder
{
    /// <summary>Below so many rows an order saves nothing.</summary>
    public const int Fewest = 4096;

    /// <summary>In more dimensions hardly a run is far enough off to be passed over, and looking for one costs a third more.</summary>
    public const int MostDimensions = 12;

    const int Leaf = 64;
    const int Sample = 63;
    const int SplitAlone = 1 << 14;

    /// <summary>The rows in their new order.</summary>
    /// <param name="rows">Rows of finite numbers.</param>
    /// <param name="parallel">Threads and cancellation; they change nothing.</param>
    public static int[] Of(RowMatrix rows, ParallelOptions parallel)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        Split(rows, order, parallel);
        return order;
    }

    static void Split(RowMatrix rows, Memory<int> part, ParallelOptions parallel)
    {
        while (part.Length > Leaf)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            int left = Divide(rows, part.Span);
            if (left == 0)
            {
                break;
            }

            Memory<int> first = part[..left];
            part = part[left..];
            if (first.Length >= SplitAlone && part.Length >= SplitAlone)
            {
                Memory<int> second = part;
                Parallel.Invoke(parallel, () => Split(rows, first, parallel), () => Split(rows, second, parallel));
                return;
            }

            Split(rows, first, parallel);
        }

        part.Span.Sort();
    }

    /// <summary>Rows below the split come first.</summary>
    /// <returns>How many they are; 0 where all rows are equal.</returns>
    static unsafe int Divide(RowMatrix rows, Span<int> part)
    {
        int dimension = Widest(rows, part, out float low, out float high);
        if (!(low < high))
        {
            return 0;
        }

        Span<float> sample = stackalloc float[Sample];
        for (int i = 0; i < Sample; i++)
        {
            sample[i] = rows.Row(part[(int)((long)i * (part.Length - 1) / (Sample - 1))])[dimension];
        }

        sample.Sort();
        float split = sample[Sample / 2];
        if (!(split > low))
        {
            // The middle is the lowest value: what lies above it is parted off.
            split = low + ((high - low) / 2) is var middle && middle > low ? middle : high;
        }

        int left = 0;
        for (int i = 0; i < part.Length; i++)
        {
            if (rows.Row(part[i])[dimension] < split)
            {
                (part[left], part[i]) = (part[i], part[left]);
                left++;
            }
        }

        return left;
    }

    static int Widest(RowMatrix rows, ReadOnlySpan<int> part, out float low, out float high)
    {
        float[] lows = new float[rows.Dimensions], highs = new float[rows.Dimensions];
        RowBoxes.Fit(rows, part, lows, highs);
        int widest = 0;
        for (int d = 1; d < lows.Length; d++)
        {
            if ((double)highs[d] - lows[d] > (double)highs[widest] - lows[widest])
            {
                widest = d;
            }
        }

        (low, high) = (lows[widest], highs[widest]);
        return widest;
    }
}
