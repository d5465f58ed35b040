namespace Faultline;

/// <summary>Picks order statistics without sorting everything.</summary>
public static class Selection
{
    /// <summary>The value that would stand at <paramref name="rank"/> if the values were sorted ascending; reorders them (quickselect, median of three).</summary>
    /// <param name="values">At least one number, no NaN; reordered.</param>
    /// <param name="rank">0 … length − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is no place of <paramref name="values"/>.</exception>
    public static double Nth(Span<double> values, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, values.Length);
        int low = 0;
        int high = values.Length - 1;
        // Past this many rounds the pivots are hostile and sorting the rest is cheaper.
        for (int rounds = 2 * (int)Math.Log2(values.Length + 1); high - low > 16 && rounds > 0; rounds--)
        {
            int middle = low + ((high - low) >> 1);
            Order(values, low, middle);
            Order(values, middle, high);
            Order(values, low, middle);
            double pivot = values[middle];
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (pivot < values[j])
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
            {
                high = j;
            }
            else if (rank >= i)
            {
                low = i;
            }
            else
            {
                return values[rank];
            }
        }

        values[low..(high + 1)].Sort();
        return values[rank];
    }

    static void Order(Span<double> values, int first, int second)
    {
        if (values[second] < values[first])
        {
            (values[first], values[second]) = (values[second], values[first]);
        }
    }
}
