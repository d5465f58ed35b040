namespace Faultline;

/// <summary>
/// Predicted probabilities of an event and how often it came, counted in fixed classes of log odds: mergeable, and fine enough for equal-mass bins.
/// Sums are exact, so that any order and any split of the rows gives the same bits.
/// </summary>
public sealed class CalibrationCounts
{
    const int PerUnit = 64;
    const double Farthest = 40;
    const int TemperatureSteps = 30;
    const int Buckets = (int)(2 * Farthest * PerUnit) + 1;

    readonly Count[] _counts = new Count[Buckets];

    /// <summary>Rows counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts a row.</summary>
    /// <param name="probability">The predicted probability of the event, 0 … 1.</param>
    /// <param name="came">Whether the event came.</param>
    public void Add(double probability, bool came)
    {
        ref Count count = ref _counts[Bucket(probability)];
        count.Rows++;
        count.Sum.Add(probability);
        count.Squares.Add(probability * probability);
        Rows++;
        if (came)
        {
            count.Events++;
            count.SumOfEvents.Add(probability);
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
            count.Rows += more.Rows;
            count.Events += more.Events;
            count.Sum.Merge(more.Sum);
            count.Squares.Merge(more.Squares);
            count.SumOfEvents.Merge(more.SumOfEvents);
        }

        Rows += other.Rows;
    }

    /// <summary>Bins of equal mass, ascending in probability; rows of (nearly) equal probability stay together, so bins may be fewer.</summary>
    /// <param name="most">The number of bins wanted, at least 1.</param>
    public IReadOnlyList<CalibrationBin> Bins(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        List<CalibrationBin> bins = new(most);
        CalibrationBin open = CalibrationBin.Empty;
        long before = 0;
        foreach (Count count in _counts)
        {
            if (count.Rows == 0)
            {
                continue;
            }

            open = open.With(count.Rows, count.Events, count.Sum.Value, count.Squares.Value, count.SumOfEvents.Value);
            // A bin closes at the bucket after which it comes nearest to its share; one row has no variance and stays open.
            if (open.Rows >= 2 && (before + open.Rows) * most >= Rows * (bins.Count + 1L))
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
    public double Temperature() => Math.Exp(GoldenSection.Minimum(log => Loss(Math.Exp(-log)), Math.Log(0.05), Math.Log(20), TemperatureSteps));

    /// <summary>The bucket of a probability.</summary>
    internal static int Bucket(double probability) =>
        (int)Math.Round((Math.Clamp(Math.Log(probability / (1 - probability)), -Farthest, Farthest) + Farthest) * PerUnit);

    double Loss(double scale)
    {
        double loss = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            Count count = _counts[bucket];
            if (count.Rows > 0)
            {
                double odds = scale * (((double)bucket / PerUnit) - Farthest);
                loss += (count.Events * Softplus(-odds)) + ((count.Rows - count.Events) * Softplus(odds));
            }
        }

        return loss;
    }

    static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    // Side by side: a row's counts lie in one line of the cache.
    struct Count
    {
        public int Rows;
        public int Events;
        public ExactSum Sum;
        public ExactSum Squares;
        public ExactSum SumOfEvents;
    }
}
