using System.Numerics;

namespace Faultline;

/// <summary>
/// How often labels disagree with the most probable class, from the most to the least certain rows. Only the order of certainty counts, so that
/// over- and under-confident probabilities give the same curve. Built from counts in fixed classes of certainty: mergeable, in any order.
/// </summary>
public sealed class CertaintyCurve
{
    // Certainty is the log odds of the most probable class; 1/128 of a unit is far below what a curve of 40 groups can see.
    const int PerUnit = 128;
    const double Least = -12;
    const double Most = 40;

    // A little beyond both ends.
    const double LeastRatio = 6e-6;
    const double MostRatio = 3e17;
    const int Buckets = (int)((Most - Least) * PerUnit) + 1;

    readonly int[] _rows = new int[Buckets];
    readonly int[] _disagreeing = new int[Buckets];

    /// <summary>Rows counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows counted whose label is not their most probable class.</summary>
    public long Disagreeing { get; private set; }

    /// <summary>The log odds of the most probable class of a row.</summary>
    /// <param name="probabilities">The row's class probabilities, at least two.</param>
    /// <param name="mostProbable">The most probable class, the first on a tie.</param>
    public static double Certainty(ReadOnlySpan<double> probabilities, out int mostProbable)
    {
        // The rest is summed, not taken from 1, so that 1 − 10⁻²⁰ keeps its order.
        mostProbable = 0;
        double highest = probabilities[0];
        double rest = 0;
        for (int k = 1; k < probabilities.Length; k++)
        {
            double probability = probabilities[k];
            if (probability > highest)
            {
                rest += highest;
                (highest, mostProbable) = (probability, k);
            }
            else
            {
                rest += probability;
            }
        }

        return OfRatio(new Vector<double>(highest / rest))[0];
    }

    /// <summary>The log odds of several rows at once, by the ratio of the most probable class to the rest.</summary>
    internal static Vector<double> OfRatio(Vector<double> ratio) =>
        Vector.Min(Vector.Max(VectorLog.Of(Vector.Min(Vector.Max(ratio, new Vector<double>(LeastRatio)), new Vector<double>(MostRatio))), new Vector<double>(Least)), new Vector<double>(Most));

    /// <summary>Counts a row.</summary>
    /// <param name="certainty">From <see cref="Certainty"/>.</param>
    /// <param name="disagrees">Whether its label is not its most probable class.</param>
    public void Add(double certainty, bool disagrees)
    {
        int bucket = Bucket(certainty);
        _rows[bucket]++;
        Rows++;
        if (disagrees)
        {
            _disagreeing[bucket]++;
            Disagreeing++;
        }
    }

    /// <summary>Writes the counts.</summary>
    internal void Save(BinaryWriter to)
    {
        to.WriteAll<int>(_rows);
        to.WriteAll<int>(_disagreeing);
    }

    /// <summary>Takes what was written.</summary>
    internal void Load(BinaryReader from)
    {
        from.ReadAll<int>(_rows);
        from.ReadAll<int>(_disagreeing);
        (Rows, Disagreeing) = (_rows.Sum(rows => (long)rows), _disagreeing.Sum(rows => (long)rows));
    }

    /// <summary>Adds the counts of another part of the rows.</summary>
    /// <param name="other">Counts of rows that are not in this curve.</param>
    public void Merge(CertaintyCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            _rows[bucket] += other._rows[bucket];
            _disagreeing[bucket] += other._disagreeing[bucket];
        }

        Rows += other.Rows;
        Disagreeing += other.Disagreeing;
    }

    /// <summary>
    /// The rows in groups, most certain first; groups are finer there. Rows of equal certainty stay together.
    /// </summary>
    /// <param name="most">The most groups; a group holds about 25 rows or more on average.</param>
    public IReadOnlyList<CertaintyGroup> Groups(int most = 40)
    {
        int wanted = (int)Math.Min(most, Math.Max(8, Rows / 25));
        List<CertaintyGroup> groups = new(wanted);
        long before = 0;
        long rows = 0;
        long disagreeing = 0;
        double least = Most;
        int edge = 1;
        for (int bucket = Buckets - 1; bucket >= 0; bucket--)
        {
            if (_rows[bucket] == 0)
            {
                continue;
            }

            rows += _rows[bucket];
            disagreeing += _disagreeing[bucket];
            least = Least + ((double)bucket / PerUnit);
            while (edge <= wanted && before + rows >= Edge(edge, wanted))
            {
                edge++;
                if (rows > 0)
                {
                    groups.Add(new CertaintyGroup((double)before / Rows, (double)(before + rows) / Rows, rows, disagreeing, least));
                    before += rows;
                    rows = 0;
                    disagreeing = 0;
                }
            }
        }

        return groups;
    }

    long Edge(int edge, int wanted) => Math.Max(1, (long)Math.Round(Rows * Math.Pow((double)edge / wanted, 1.5)));

    /// <summary>The shares of rows that are more certain and at least as certain, for every class of certainty; equal where it has no row.</summary>
    internal (double From, double To)[] RanksByBucket()
    {
        var ranks = new (double From, double To)[Buckets];
        long before = 0;
        for (int bucket = Buckets - 1; bucket >= 0; bucket--)
        {
            ranks[bucket] = ((double)before / Rows, (double)(before + _rows[bucket]) / Rows);
            before += _rows[bucket];
        }

        return ranks;
    }

    /// <summary>For rows counted by class of certainty, the certainty in this curve that stands at the middle rank of each class.</summary>
    /// <param name="counts">Rows of each class of certainty; not all 0 where it is asked.</param>
    internal double[] AtRanksOf(int[] counts)
    {
        double[] certainty = new double[Buckets];
        double rows = counts.Sum(), before = 0;
        long above = _rows[Buckets - 1];
        for (int bucket = Buckets - 1, at = Buckets - 1; bucket >= 0; bucket--)
        {
            double rank = rows > 0 ? (before + (counts[bucket] / 2.0)) / rows * Rows : 0;
            while (at > 0 && (above <= rank || _rows[at] == 0))
            {
                above += _rows[--at];
            }

            certainty[bucket] = At(at);
            before += counts[bucket];
        }

        return certainty;
    }

    /// <summary>Number of classes of certainty.</summary>
    internal const int BucketCount = Buckets;

    /// <summary>The certainty of a class of certainty.</summary>
    internal static double At(int bucket) => Least + ((double)bucket / PerUnit);

    internal static int Bucket(double certainty) => (int)Math.Round((certainty - Least) * PerUnit);
}
