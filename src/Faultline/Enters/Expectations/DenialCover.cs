using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// Few rows that stand in every pair: the row in most of the pairs that are left is taken, again and again. Where the rows that stand in pairs make at most
/// <paramref name="mostCompared"/> pairs in all, every one is looked at. Beyond, rows in at least half as many pairs as the worst are taken together and the rest is counted anew by sorting,
/// at most as many times as the number of pairs can be halved; of the last such rows only those are taken that are needed.
/// </summary>
/// <param name="pairs">Which rows break the constraint together.</param>
/// <param name="degrees">How many pairs each row of the table stands in.</param>
/// <param name="mostCompared">Most pairs that are looked at one by one, over all groups.</param>
/// <param name="cancellation">Stops the work.</param>
sealed class DenialCover(DenialPairs pairs, long[] degrees, long mostCompared, CancellationToken cancellation)
{
    const int WordBits = 64;

    readonly long[] _counted = new long[degrees.Length];
    double _left = mostCompared;

    /// <summary>The rows of a group that are taken, ascending.</summary>
    /// <param name="first">Rows that may stand first, ascending.</param>
    /// <param name="second">Rows that may stand second, ascending.</param>
    public int[] Of(List<int> first, List<int> second)
    {
        (first, second) = (first.FindAll(row => degrees[row] > 0), second.FindAll(row => degrees[row] > 0));
        var compared = (double)first.Count * second.Count;
        if (pairs.IsCounted && compared > _left)
        {
            return Together(first, second);
        }

        _left -= compared;
        return OneByOne(first, second);
    }

    int[] OneByOne(List<int> first, List<int> second)
    {
        int[] rows = [.. first.Union(second).Order()];
        int[] ofFirst = [.. first.Select(row => Array.BinarySearch(rows, row))];
        int[] ofSecond = [.. second.Select(row => Array.BinarySearch(rows, row))];
        var words = (second.Count + WordBits - 1) / WordBits;
        var broken = new ulong[(long)first.Count * words];
        var open = new int[rows.Length];
        for (var i = 0; i < first.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var j = 0; j < second.Count; j++)
            {
                if (pairs.Breaks(first[i], second[j]))
                {
                    broken[((long)i * words) + (j / WordBits)] |= 1UL << j;
                    open[ofFirst[i]]++;
                    open[ofSecond[j]]++;
                }
            }
        }

        var places = new (int First, int Second)[rows.Length];
        Array.Fill(places, (-1, -1));
        foreach (var (i, place) in ofFirst.Index())
        {
            places[place].First = i;
        }

        foreach (var (j, place) in ofSecond.Index())
        {
            places[place].Second = j;
        }

        var taken = new List<int>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var worst = TensorPrimitives.IndexOfMax<int>(open);
            if (worst < 0 || open[worst] == 0)
            {
                return [.. taken.Order()];
            }

            taken.Add(rows[worst]);
            if (places[worst].First is var row and >= 0)
            {
                for (var j = 0; j < second.Count; j++)
                {
                    Close(row, j);
                }
            }

            if (places[worst].Second is var column and >= 0)
            {
                for (var i = 0; i < first.Count; i++)
                {
                    Close(i, column);
                }
            }
        }

        void Close(int i, int j)
        {
            ref var word = ref broken[((long)i * words) + (j / WordBits)];
            if ((word & (1UL << j)) != 0)
            {
                word &= ~(1UL << j);
                open[ofFirst[i]]--;
                open[ofSecond[j]]--;
            }
        }
    }

    int[] Together(List<int> first, List<int> second)
    {
        var taken = new HashSet<int>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            (int Row, long Pairs)[] open = [.. Counted(first, second)];
            var most = open.Select(row => row.Pairs).DefaultIfEmpty(0).Max();
            if (most == 0)
            {
                return [.. taken.Order()];
            }

            int[] worst = [.. open.Where(row => 2 * row.Pairs >= most).OrderByDescending(row => row.Pairs).ThenBy(row => row.Row).Select(row => row.Row)];
            var needed = worst.Length;
            if (!IsBroken(first, second, worst))
            {
                for (var low = 0; low + 1 < needed;)
                {
                    var middle = (low + needed) / 2;
                    (low, needed) = IsBroken(first, second, worst[..middle]) ? (middle, needed) : (low, middle);
                }
            }

            taken.UnionWith(worst[..needed]);
            (first, second) = (first.FindAll(row => !taken.Contains(row)), second.FindAll(row => !taken.Contains(row)));
        }
    }

    bool IsBroken(List<int> first, List<int> second, int[] without)
    {
        HashSet<int> gone = [.. without];
        return Counted(first.FindAll(row => !gone.Contains(row)), second.FindAll(row => !gone.Contains(row))).Exists(row => row.Pairs > 0);
    }

    // Of a row that stands in both lists once.
    List<(int Row, long Pairs)> Counted(List<int> first, List<int> second)
    {
        cancellation.ThrowIfCancellationRequested();
        pairs.Count(first, second, _counted);
        var counted = new List<(int, long)>();
        foreach (var row in first.Concat(second))
        {
            if (_counted[row] > 0)
            {
                counted.Add((row, _counted[row]));
                _counted[row] = 0;
            }
        }

        return counted;
    }
}
