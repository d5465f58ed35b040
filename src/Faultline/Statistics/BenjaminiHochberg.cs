namespace Faultline;

/// <summary>Control of the false discovery rate (Benjamini and Hochberg, 1995).</summary>
public static class BenjaminiHochberg
{
    /// <summary>The adjusted p-value (q) of each p-value, in the order given.</summary>
    /// <param name="p">p-values in [0,1].</param>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        var order = new int[p.Length];
        var sorted = p.ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        var q = new double[p.Length];
        var smallest = 1.0;
        for (var i = p.Length - 1; i >= 0; i--)
        {
            smallest = Math.Min(smallest, sorted[i] * p.Length / (i + 1));
            q[order[i]] = smallest;
        }

        return q;
    }
}
