namespace Faultline;

/// <summary>The two-sample test of Kolmogorov and Smirnov.</summary>
/// <param name="Statistic">The largest distance between the two distribution functions, 0 … 1.</param>
/// <param name="P">The p-value by the limiting distribution with Stephens' correction for small samples; conservative where values tie.</param>
public readonly record struct KolmogorovSmirnov(double Statistic, double P)
{
    /// <summary>Compares two samples.</summary>
    /// <param name="first">Numbers, no NaN; sorted here, the input stays as it is.</param>
    /// <param name="second">Numbers, no NaN.</param>
    /// <returns>Statistic 0 and p 1 where a sample is empty.</returns>
    public static KolmogorovSmirnov TwoSample(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] a = first.ToArray();
        double[] b = second.ToArray();
        Array.Sort(a);
        Array.Sort(b);
        return OfSorted(a, b);
    }

    /// <summary>Compares two samples that are sorted already.</summary>
    /// <param name="first">Ascending, no NaN.</param>
    /// <param name="second">Ascending, no NaN.</param>
    public static KolmogorovSmirnov OfSorted(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return new KolmogorovSmirnov(0, 1);
        }

        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < first.Length && j < second.Length)
        {
            double value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] == value)
            {
                i++;
            }

            while (j < second.Length && second[j] == value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        double root = Math.Sqrt((double)first.Length * second.Length / ((double)first.Length + second.Length));
        return new KolmogorovSmirnov(largest, Survival((root + 0.12 + (0.11 / root)) * largest));
    }

    /// <summary>The probability that the limiting distribution of √n·D exceeds a value: 2 Σ (−1)ᵏ⁻¹ exp(−2k²x²).</summary>
    /// <param name="x">At least 0.</param>
    public static double Survival(double x)
    {
        if (x < 1)
        {
            // The dual series converges where the first one does not: 1 − √(2π)/x Σ exp(−(2k − 1)²π²/(8x²)).
            double sum = 0;
            for (int k = 1; k <= 5; k++)
            {
                double odd = (2 * k) - 1;
                sum += Math.Exp(-odd * odd * Math.PI * Math.PI / (8 * x * x));
            }

            return x <= 0 ? 1 : 1 - (Math.Sqrt(2 * Math.PI) / x * sum);
        }

        double tail = 0;
        for (int k = 1; k <= 10; k++)
        {
            tail += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * x * x);
        }

        return tail;
    }
}
