namespace Faultline;

/// <summary>Ranks of numbers.</summary>
public static class Ranks
{
    /// <summary>The ranks 1 … n in ascending order of value; equal values share the mean of their ranks.</summary>
    /// <param name="values">No NaN.</param>
    public static double[] Average(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int from = 0; from < sorted.Length;)
        {
            int to = from + 1;
            while (to < sorted.Length && sorted[to] == sorted[from])
            {
                to++;
            }

            for (int i = from; i < to; i++)
            {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }

            from = to;
        }

        return ranks;
    }
}
