namespace Faultline;

/// <summary>
/// Rows of one predicted class and about equal certainty; classes of few rows go together. Made of counts in classes of certainty, so that the rows need not be held and any
/// split of them gives the same strata.
/// </summary>
sealed class SureStrata
{
    /// <summary>A stratum has at least about so many rows.</summary>
    public const int StratumRows = 100;

    /// <summary>A predicted class has at most so many strata, but for those where a model is nearly certain.</summary>
    public const int MostStrata = 20;

    readonly int[][] _strata;

    SureStrata(int[][] strata, int count) => (_strata, Count) = (strata, count);

    /// <summary>Number of strata.</summary>
    public int Count { get; }

    /// <summary>The stratum of a row.</summary>
    /// <param name="predicted">Its most probable class.</param>
    /// <param name="bucket">Its <see cref="CertaintyCurve.Bucket"/>.</param>
    public int Of(int predicted, int bucket) => _strata[predicted][bucket];

    /// <summary>Makes the strata.</summary>
    /// <param name="counts">Rows by predicted class and bucket of certainty.</param>
    public static SureStrata Of(IReadOnlyList<int[]> counts)
    {
        long[] rows = [.. counts.Select(buckets => buckets.Sum(count => (long)count))];
        int[][] groups = [.. Enumerable.Range(0, counts.Count).Where(predicted => rows[predicted] >= 2 * StratumRows).Select(predicted => new[] { predicted })];
        int[] few = [.. Enumerable.Range(0, counts.Count).Where(predicted => rows[predicted] is > 0 and < 2 * StratumRows)];
        int[][] strata = [.. counts.Select(buckets => new int[buckets.Length])];
        int next = 0;
        foreach (int[] group in few.Length > 0 ? groups.Append(few) : groups)
        {
            long left = group.Sum(predicted => rows[predicted]);
            long wanted = Math.Max(StratumRows, left / MostStrata);
            long taken = 0;
            double doubt = 0;
            for (int bucket = 0; bucket < counts[group[0]].Length && left > 0; bucket++)
            {
                long here = group.Sum(predicted => (long)counts[predicted][bucket]);
                if (here == 0)
                {
                    continue;
                }

                // Where a model is nearly certain, errors double and double again within few rows.
                double own = 1 / (1 + Math.Exp(CertaintyCurve.At(bucket)));
                if ((taken >= wanted || (taken >= StratumRows && own < doubt / 2)) && left >= StratumRows / 2)
                {
                    next++;
                    taken = 0;
                }

                doubt = taken == 0 ? own : doubt;
                taken += here;
                left -= here;
                foreach (int predicted in group)
                {
                    strata[predicted][bucket] = next;
                }
            }

            next++;
        }

        return new SureStrata(strata, next);
    }
}
