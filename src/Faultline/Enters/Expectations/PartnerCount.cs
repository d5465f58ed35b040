namespace Faultline;

/// <summary>How many rows of one list stand, for each row of another, on the asked sides of it in two orders.</summary>
static class PartnerCount
{
    /// <summary>For each a the number of b with a₁ op₁ b₁ and, where given, a₂ op₂ b₂, in time n log n; ordered operators only.</summary>
    public static long[] Of(double[] a1, double[] b1, DenialOperator op1, double[]? a2, double[]? b2, DenialOperator op2)
    {
        double[] ranks = b2 is null ? [] : [.. b2.Distinct().Order()];
        var tree = new long[Math.Max(1, ranks.Length) + 1];
        var isBelow = op1 is DenialOperator.Less or DenialOperator.LessOrEqual;
        int[] asking = [.. Enumerable.Range(0, a1.Length)], joining = [.. Enumerable.Range(0, b1.Length)];
        Array.Sort((double[])a1.Clone(), asking);
        Array.Sort((double[])b1.Clone(), joining);
        if (isBelow)
        {
            Array.Reverse(asking);
            Array.Reverse(joining);
        }

        // As a moves on, those on its side of the first order only become more.
        var counts = new long[a1.Length];
        var joined = 0;
        foreach (var a in asking)
        {
            while (joined < joining.Length && DenialColumns.Compare(a1[a], op1, b1[joining[joined]]))
            {
                Add(tree, b2 is null ? 0 : Array.BinarySearch(ranks, b2[joining[joined]]));
                joined++;
            }

            counts[a] = a2 is null ? joined : Within(tree, ranks, a2[a], op2, joined);
        }

        return counts;
    }

    static long Within(long[] tree, double[] ranks, double value, DenialOperator op, int joined) => op switch
    {
        DenialOperator.Greater => UpTo(tree, Below(ranks, value)),
        DenialOperator.GreaterOrEqual => UpTo(tree, Below(ranks, Math.BitIncrement(value))),
        DenialOperator.Less => joined - UpTo(tree, Below(ranks, Math.BitIncrement(value))),
        _ => joined - UpTo(tree, Below(ranks, value)),
    };

    static int Below(double[] ranks, double value)
    {
        var at = Array.BinarySearch(ranks, value);
        return at < 0 ? ~at : at;
    }

    static void Add(long[] tree, int rank)
    {
        for (var i = rank + 1; i < tree.Length; i += i & -i)
        {
            tree[i]++;
        }
    }

    static long UpTo(long[] tree, int ranks)
    {
        long sum = 0;
        for (var i = ranks; i > 0; i -= i & -i)
        {
            sum += tree[i];
        }

        return sum;
    }
}
