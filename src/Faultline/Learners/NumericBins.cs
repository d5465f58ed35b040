namespace Faultline;

/// <summary>Cuts that turn a number into one of at most 255 bins: a bin a value where there are few, else bins of about equally many rows.</summary>
sealed class NumericBins
{
    public const int MaxBins = 255;
    const int PaddedCuts = 255;

    readonly double[] _padded;

    NumericBins(List<double> cuts)
    {
        BinCount = cuts.Count + 1;
        _padded = new double[PaddedCuts];
        Array.Fill(_padded, double.PositiveInfinity);
        cuts.CopyTo(_padded);
    }

    /// <summary>Number of bins for present values; a missing value has the number <see cref="BinCount"/>.</summary>
    public int BinCount { get; }

    /// <summary>The largest value of each bin but the last.</summary>
    public ReadOnlySpan<double> Cuts => _padded.AsSpan(0, BinCount - 1);

    /// <summary>Learns the cuts.</summary>
    /// <param name="values">Values in any order, NaN left out; sorted in place.</param>
    /// <param name="maxBins">Most bins, 2 … 255.</param>
    public static NumericBins Learn(Span<double> values, int maxBins = MaxBins)
    {
        values.Sort();
        List<(double Value, int Count)> distinct = [];
        for (int i = 0; i < values.Length;)
        {
            int end = i + 1;
            while (end < values.Length && values[end] == values[i])
            {
                end++;
            }

            distinct.Add((values[i], end - i));
            i = end;
        }

        return new NumericBins(distinct.Count <= maxBins ? BetweenAll(distinct) : ByMass(distinct, values.Length, maxBins));
    }

    public byte BinOf(double value)
    {
        if (double.IsNaN(value))
        {
            return (byte)BinCount;
        }

        ref double cuts = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_padded);
        int below = 0;
        for (int step = 128; step > 0; step >>= 1)
        {
            below += System.Runtime.CompilerServices.Unsafe.Add(ref cuts, below + step - 1) < value ? step : 0;
        }

        return (byte)below;
    }

    static List<double> BetweenAll(List<(double Value, int Count)> distinct)
    {
        List<double> cuts = [];
        for (int i = 1; i < distinct.Count; i++)
        {
            cuts.Add(Between(distinct[i - 1].Value, distinct[i].Value));
        }

        return cuts;
    }

    static List<double> ByMass(List<(double Value, int Count)> distinct, int total, int maxBins)
    {
        List<double> cuts = [];
        long remaining = total;
        long inBin = 0;
        for (int i = 0; i < distinct.Count - 1 && cuts.Count < maxBins - 1; i++)
        {
            inBin += distinct[i].Count;
            double wanted = (double)remaining / (maxBins - cuts.Count);
            // A value heavy enough to fill a bin gets its own, so the bin before it ends early.
            if (inBin >= wanted || distinct[i + 1].Count >= wanted)
            {
                cuts.Add(Between(distinct[i].Value, distinct[i + 1].Value));
                remaining -= inBin;
                inBin = 0;
            }
        }

        return cuts;
    }

    static double Between(double low, double high)
    {
        double middle = low + ((high - low) / 2);
        return middle >= low && middle < high ? middle : low;
    }
}
