namespace Faultline;

public static partial class ConfidentLearning
{
    const int InsertionLimit = 15;

    /// <summary>
    /// The places of the keys in ascending order, ties in the order of a quicksort with the median of the first, middle and last key as pivot and
    /// insertion sort for runs of up to 16: the order of NumPy's argsort on which the reference implementation leaves the choice among tied rows.
    /// </summary>
    internal static int[] QuicksortOrder(ReadOnlySpan<double> keys)
    {
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (keys.Length > 1)
        {
            QuicksortOrder(keys, order, 0, keys.Length - 1, 2 * (int)Math.Log2(keys.Length));
        }

        return order;
    }

    static void QuicksortOrder(ReadOnlySpan<double> keys, Span<int> order, int low, int high, int depth)
    {
        while (high - low > InsertionLimit)
        {
            if (depth-- < 0)
            {
                SortByKeyThenPlace(keys, order[low..(high + 1)]);
                return;
            }

            int split = Partition(keys, order, low, high);
            if (split - low < high - split)
            {
                QuicksortOrder(keys, order, low, split - 1, depth);
                low = split + 1;
            }
            else
            {
                QuicksortOrder(keys, order, split + 1, high, depth);
                high = split - 1;
            }
        }

        InsertionOrder(keys, order, low, high);
    }

    static int Partition(ReadOnlySpan<double> keys, Span<int> order, int low, int high)
    {
        int middle = low + ((high - low) >> 1);
        SwapIfLess(keys, order, middle, low);
        SwapIfLess(keys, order, high, middle);
        SwapIfLess(keys, order, middle, low);
        double pivot = keys[order[middle]];
        int i = low;
        int j = high - 1;
        (order[middle], order[j]) = (order[j], order[middle]);
        while (true)
        {
            do
            {
                i++;
            }
            while (keys[order[i]] < pivot);
            do
            {
                j--;
            }
            while (pivot < keys[order[j]]);
            if (i >= j)
            {
                break;
            }

            (order[i], order[j]) = (order[j], order[i]);
        }

        (order[i], order[high - 1]) = (order[high - 1], order[i]);
        return i;
    }

    static void SwapIfLess(ReadOnlySpan<double> keys, Span<int> order, int candidate, int bound)
    {
        if (keys[order[candidate]] < keys[order[bound]])
        {
            (order[candidate], order[bound]) = (order[bound], order[candidate]);
        }
    }

    static void InsertionOrder(ReadOnlySpan<double> keys, Span<int> order, int low, int high)
    {
        for (int i = low + 1; i <= high; i++)
        {
            int item = order[i];
            int place = i;
            while (place > low && keys[item] < keys[order[place - 1]])
            {
                order[place] = order[place - 1];
                place--;
            }

            order[place] = item;
        }
    }

    static void SortByKeyThenPlace(ReadOnlySpan<double> keys, Span<int> order)
    {
        (double Key, int Place)[] pairs = new (double, int)[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            pairs[i] = (keys[order[i]], order[i]);
        }

        Array.Sort(pairs);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = pairs[i].Place;
        }
    }
}
