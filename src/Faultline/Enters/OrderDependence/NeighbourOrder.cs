namespace Faultline;

/// <summary>
/// How far apart in the file rows lie that are near each other in their values: the distance of Kolmogorov and Smirnov between the distribution of |i − j| over
/// neighbours and that over random pairs, with its permutation p (Cummings, Snorrason and Mueller, 2023).
/// </summary>
/// <param name="Statistic">The distance, 0 … 1.</param>
/// <param name="P">(1 + b)/(r + 1).</param>
/// <param name="Noise">95 % quantile of the statistic over random orders.</param>
/// <param name="Closer">True when neighbours lie closer in the file than random pairs.</param>
/// <param name="Queries">Rows whose neighbours were looked at.</param>
/// <param name="Rows">Rows that they were looked for in.</param>
/// <param name="Sampled">True when not all rows were queries.</param>
sealed record NeighbourOrder(double Statistic, double P, double Noise, bool Closer, int Queries, int Rows, bool Sampled)
{
    // Of rows that are equal, every one should have its turn as a neighbour; the jitter is far below what tells values apart.
    const float Jitter = 1e-3f;
    const int MostRows = 200_000;

    public double Low => Math.Max(0, Statistic - Noise);

    public double High => Math.Min(1, Statistic + Noise);

    /// <summary>Measures; null when fewer than two points can be measured.</summary>
    public static NeighbourOrder? Of(CheckContext context, VectorColumn? embedding, PointRows points, int k, int queryRows, int permutations)
    {
        var (rows, dimensions) = (points.Count, points.Dimensions);
        var kept = rows <= MostRows ? [.. Enumerable.Range(0, rows)] : context.Random("reference").Sample(rows, MostRows);
        var n = kept.Length;
        if (n <= k + 1 || dimensions == 0)
        {
            return null;
        }

        // Ties go to the lower index: searched in a random order, so that no place in the file is favoured.
        var random = context.Random("order");
        var shuffled = random.Permutation(n);
        var width = dimensions + 1;
        var reference = new float[(long)n * width];
        for (var i = 0; i < n; i++)
        {
            points.Write(kept[shuffled[i]], reference.AsSpan(i * width, dimensions));
            reference[(i * width) + dimensions] = embedding is null ? Jitter * (float)random.NextDouble() : 0;
        }

        var queries = n <= queryRows ? [.. Enumerable.Range(0, n)] : random.Sample(n, queryRows);
        var asked = new float[queries.Length * width];
        for (var i = 0; i < queries.Length; i++)
        {
            reference.AsSpan(queries[i] * width, width).CopyTo(asked.AsSpan(i * width));
        }

        var (near, _) = NearestNeighbours.Exact(asked, reference, width, points.Indicators, k, queries, context.Threads, context.Cancellation);
        context.Progress(0.6);
        var own = Measure(queries, near, shuffled, k);
        var drawn = new double[permutations];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, permutations, parallel, r => drawn[r] = Measure(queries, near, SeededRandom.For(context.Seed, "FL105/permutation", r).Permutation(n), k).Statistic);
        var p = (1.0 + drawn.Count(value => value >= own.Statistic)) / (permutations + 1);
        return new NeighbourOrder(own.Statistic, p, Quantiles.Of(drawn, 0.95), own.Closer, queries.Length, n, queries.Length < rows);
    }

    /// <summary>The statistic of index distances.</summary>
    /// <param name="queries">Points asked.</param>
    /// <param name="near">Their neighbours, k each.</param>
    /// <param name="place">Place of every point in the order.</param>
    /// <param name="k">Neighbours a point.</param>
    public static (double Statistic, bool Closer) Measure(int[] queries, int[] near, int[] place, int k)
    {
        var n = place.Length;
        var counts = new int[n];
        for (var i = 0; i < queries.Length; i++)
        {
            var at = place[queries[i]];
            foreach (var other in near.AsSpan(i * k, k))
            {
                counts[Math.Abs(at - place[other])]++;
            }
        }

        double largest = 0, sum = 0, total = (double)queries.Length * k;
        var closer = true;
        for (var d = 1; d < n; d++)
        {
            sum += counts[d];
            // Of n(n − 1)/2 pairs n − t lie t apart.
            var expected = (double)d * ((2.0 * n) - d - 1) / ((double)n * (n - 1));
            var difference = (sum / total) - expected;
            if (Math.Abs(difference) > largest)
            {
                (largest, closer) = (Math.Abs(difference), difference > 0);
            }
        }

        return (largest, closer);
    }
}
