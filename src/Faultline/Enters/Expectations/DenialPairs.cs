namespace Faultline;

/// <summary>
/// Which rows of two lists break a denial constraint together, beside what must be equal. A difference is counted by values, one or two orders by sorting; mixtures beyond that are
/// compared pair by pair.
/// </summary>
/// <param name="rest">The comparisons of both rows, without equalities; the first row on the left.</param>
/// <param name="values">What each of them compares, one value a row.</param>
sealed class DenialPairs(DenialPredicate[] rest, (double[] Left, double[] Right)[] values)
{
    /// <summary>True where pairs are counted without looking at each.</summary>
    public bool IsCounted { get; } = rest.Length == 0 || (rest.Length == 1 && IsDifference(rest[0])) || (rest.Length <= 2 && !Array.Exists(rest, IsDifference));

    public static bool IsDifference(DenialPredicate predicate) => predicate.Operator == DenialOperator.NotEqual;

    /// <summary>What a comparison compares of a row that stands first, and of one that stands second.</summary>
    public (double[] Left, double[] Right) Values(int comparison) => values[comparison];

    /// <summary>Whether two different rows break it.</summary>
    public bool Breaks(int first, int second) => first != second && Meets(first, second);

    /// <summary>Adds to each row the number of pairs that it stands in.</summary>
    /// <param name="first">Rows that may stand first, ascending.</param>
    /// <param name="second">Rows that may stand second, ascending.</param>
    /// <param name="degrees">One number a row of the table.</param>
    /// <returns>The number of ordered pairs.</returns>
    public long Count(List<int> first, List<int> second, long[] degrees)
    {
        if (!IsCounted)
        {
            return CountEach(first, second, degrees);
        }

        var (forward, backward) = (Partners(first, second, turned: false), Partners(second, first, turned: true));
        long sum = 0;
        for (var i = 0; i < first.Count; i++)
        {
            var own = second.BinarySearch(first[i]) >= 0 && Meets(first[i], first[i]) ? 1 : 0;
            degrees[first[i]] += forward[i] - own;
            sum += forward[i] - own;
        }

        for (var i = 0; i < second.Count; i++)
        {
            var own = first.BinarySearch(second[i]) >= 0 && Meets(second[i], second[i]) ? 1 : 0;
            degrees[second[i]] += backward[i] - own;
        }

        return sum;
    }

    long CountEach(List<int> first, List<int> second, long[] degrees)
    {
        long pairs = 0;
        foreach (var a in first)
        {
            foreach (var b in second)
            {
                if (Breaks(a, b))
                {
                    pairs++;
                    degrees[a]++;
                    degrees[b]++;
                }
            }
        }

        return pairs;
    }

    bool Meets(int first, int second)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (!DenialColumns.Compare(values[i].Left[first], rest[i].Operator, values[i].Right[second]))
            {
                return false;
            }
        }

        return true;
    }

    long[] Partners(List<int> asking, List<int> asked, bool turned)
    {
        double[] Own(int i, List<int> rows, bool left) => [.. rows.Select(row => left ? values[i].Left[row] : values[i].Right[row])];
        DenialOperator Sign(int i) => turned ? DenialPredicate.Turned(rest[i].Operator) : rest[i].Operator;
        if (rest.Length == 0)
        {
            return [.. asking.Select(_ => (long)asked.Count)];
        }

        if (IsDifference(rest[0]))
        {
            var counts = Own(0, asked, turned).CountBy(value => value).ToDictionary(pair => pair.Key, pair => pair.Value);
            return [.. Own(0, asking, !turned).Select(value => (long)asked.Count - counts.GetValueOrDefault(value))];
        }

        return rest.Length == 1
            ? PartnerCount.Of(Own(0, asking, !turned), Own(0, asked, turned), Sign(0), null, null, DenialOperator.Less)
            : PartnerCount.Of(Own(0, asking, !turned), Own(0, asked, turned), Sign(0), Own(1, asking, !turned), Own(1, asked, turned), Sign(1));
    }
}
