namespace Faultline;

/// <summary>The fewest rows without which no two rows of a group stand in two orders against each other: all but a longest chain, found in time n log n (Fredman, 1975).</summary>
static class OrderCover
{
    /// <summary>Places of the rows to be left out, ascending.</summary>
    /// <param name="a">The first order.</param>
    /// <param name="b">The second.</param>
    /// <param name="isOpposite">True where a pair is broken by being higher in one and lower in the other; false by being higher in both.</param>
    public static int[] Of(double[] a, double[] b, bool isOpposite)
    {
        // Rows equal in one order never break it: among equals of a, b runs the way that keeps all.
        double[] level = isOpposite ? b : [.. b.Select(value => -value)];
        int[] order = [.. Enumerable.Range(0, a.Length).OrderBy(i => a[i]).ThenBy(i => level[i]).ThenBy(i => i)];
        var (ends, before) = (new List<int>(), new int[a.Length]);
        foreach (var i in order)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = level[ends[middle]] <= level[i] ? (middle + 1, high) : (low, middle);
            }

            before[i] = low > 0 ? ends[low - 1] : -1;
            if (low == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[low] = i;
            }
        }

        var kept = new bool[a.Length];
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = before[i])
        {
            kept[i] = true;
        }

        return [.. Enumerable.Range(0, a.Length).Where(i => !kept[i])];
    }
}
