namespace Faultline;

/// <summary>
/// Predicted probabilities of an event and how often it came, counted in fixed classes of odds: mergeable, and fine enough for equal-mass bins.
/// Sums are exact, so that any order and any split of the rows gives the same bits.
/// </summary>
public sealed class CalibrationCounts
{
    const int BucketBits = 6;
    const int FractionBits = 52;
    const int Halvings = 58;
    const double Least = 1.0 / (1L << Halvings);
    const double Farthest = 40;
    const int TemperatureSteps = 30;
    const int Buckets = 2 * (((Halvings - 1) << BucketBits) + 1);

    static readonly long s_least = BitConverter.DoubleToInt64Bits(Least);

    // Numbers are added up in whole units, so many at most before a sum is carried over to a longer one.
    const double UnitsPerOne = 1L << 48;
    const int MostOpen = 1 << 14;

    readonly Count[] _counts = new Count[Buckets];
    readonly Sums[] _carried = new Sums[Buckets];

    /// <summary>Rows counted.</summary>
    public long Rows => _counts.Sum(count => (long)count.Rows);

    /// <summary>Counts a row.</summary>
    /// <param name="probability">The predicted probability of the event, 0 … 1.</param>
    /// <param name="came">Whether the event came.</param>
    public void Add(double probability, bool came)
    {
        int bucket = Bucket(probability);
        ref Count count = ref _counts[bucket];
        long units = (long)(probability * UnitsPerOne);
        int events = came ? 1 : 0;
        count.Rows++;
        count.Events += events;
        count.Sum += units;
        count.Squares += (long)(probability * probability * UnitsPerOne);
        count.SumOfEvents += units & -events;
        if ((count.Rows & (MostOpen - 1)) == 0)
        {
            _carried[bucket] = Carry(ref count, _carried[bucket]);
        }
    }

    /// <summary>Adds the counts of other rows.</summary>
    /// <param name="other">Counts of rows that are not counted here.</param>
    public void Merge(CalibrationCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            ref Count count = ref _counts[bucket];
            Count more = other._counts[bucket];
            if (more.Rows > 0)
            {
                count.Rows += more.Rows;
                count.Events += more.Events;
                _carried[bucket] = Carry(ref more, Carry(ref count, _carried[bucket]) + other._carried[bucket]);
            }
        }
    }

    /// <summary>Writes the counts.</summary>
    internal void Save(BinaryWriter to)
    {
        to.WriteAll<Count>(_counts);
        to.WriteAll<Sums>(_carried);
    }

    /// <summary>Takes what was written.</summary>
    internal void Load(BinaryReader from)
    {
        from.ReadAll<Count>(_counts);
        from.ReadAll<Sums>(_carried);
    }

    static Sums Carry(ref Count count, Sums carried)
    {
        Sums sums = carried + new Sums(count.Sum, count.Squares, count.SumOfEvents);
        (count.Sum, count.Squares, count.SumOfEvents) = (0, 0, 0);
        return sums;
    }

    (double Sum, double Squares, double SumOfEvents) SumsOf(int bucket)
    {
        Count count = _counts[bucket];
        Sums sums = Carry(ref count, _carried[bucket]);
        return ((double)sums.Sum / UnitsPerOne, (double)sums.Squares / UnitsPerOne, (double)sums.SumOfEvents / UnitsPerOne);
    }

    /// <summary>Bins of equal mass, ascending in probability; rows of (nearly) equal probability stay together, so bins may be fewer.</summary>
    /// <param name="most">The number of bins wanted, at least 1.</param>
    public IReadOnlyList<CalibrationBin> Bins(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        List<CalibrationBin> bins = new(most);
        CalibrationBin open = CalibrationBin.Empty;
        long before = 0;
        long rows = Rows;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            Count count = _counts[bucket];
            if (count.Rows == 0)
            {
                continue;
            }

            (double sum, double squares, double sumOfEvents) = SumsOf(bucket);
            open = open.With(count.Rows, count.Events, sum, squares, sumOfEvents);
            // A bin closes at the bucket after which it comes nearest to its share; one row has no variance and stays open.
            if (open.Rows >= 2 && (before + open.Rows) * most >= rows * (bins.Count + 1L))
            {
                before += open.Rows;
                bins.Add(open);
                open = CalibrationBin.Empty;
            }
        }

        if (open.Rows > 0)
        {
            if (open.Rows < 2 && bins.Count > 0)
            {
                bins[^1] = bins[^1].With(open.Rows, open.Events, open.Sum, open.Squares, open.SumOfEvents);
            }
            else
            {
                bins.Add(open);
            }
        }

        return bins;
    }

    /// <summary>The number that the log odds must be divided by to fit best (temperature); 1 for calibrated probabilities, above 1 for over-confident ones.</summary>
    /// <returns>Between 0.05 and 20.</returns>
    public double Temperature()
    {
        int[] used = [.. Enumerable.Range(0, Buckets).Where(bucket => _counts[bucket].Rows > 0)];
        Count[] counts = [.. used.Select(bucket => _counts[bucket])];
        double[] odds = [.. used.Select(bucket => SumsOf(bucket).Sum / _counts[bucket].Rows).Select(mean => Math.Clamp(Math.Log(mean / (1 - mean)), -Farthest, Farthest))];
        return Math.Exp(GoldenSection.Minimum(log => Loss(counts, odds, Math.Exp(-log)), Math.Log(0.05), Math.Log(20), TemperatureSteps));
    }

    /// <summary>The bucket of a probability: 64 of equal width for each halving of it or of its distance from 1, so that no logarithm has to be taken of every number.</summary>
    internal static int Bucket(double probability)
    {
        double rarer = Math.Max(Math.Min(probability, 1 - probability), Least);
        int place = (int)((BitConverter.DoubleToInt64Bits(rarer) - s_least) >> (FractionBits - BucketBits));
        return probability <= 0.5 ? place : Buckets - 1 - place;
    }

    static double Loss(Count[] counts, double[] odds, double scale)
    {
        double loss = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            double scaled = scale * odds[bucket];
            loss += (counts[bucket].Events * Softplus(-scaled)) + ((counts[bucket].Rows - counts[bucket].Events) * Softplus(scaled));
        }

        return loss;
    }

    static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    // Side by side: a row's counts lie in one line of the cache.
    struct Count
    {
        public int Rows;
        public int Events;
        public long Sum;
        public long Squares;
        public long SumOfEvents;
    }

    readonly record struct Sums(Int128 Sum, Int128 Squares, Int128 SumOfEvents)
    {
        public static Sums operator +(Sums left, Sums right) => new(left.Sum + right.Sum, left.Squares + right.Squares, left.SumOfEvents + right.SumOfEvents);
    }
}
