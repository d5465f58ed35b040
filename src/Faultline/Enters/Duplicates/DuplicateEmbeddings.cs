namespace Faultline;

/// <summary>Two embeddings far closer to each other than embeddings there lie.</summary>
/// <param name="First">The earlier row.</param>
/// <param name="Later">The later row.</param>
/// <param name="Ratio">Their distance over the distance to the tenth neighbour.</param>
readonly record struct EmbeddingPair(int First, int Later, double Ratio);

/// <summary>
/// Near duplicates among embeddings. Where points lie evenly in m dimensions, the distance to the nearest over that to the k-th neighbour, to the power m, is
/// the smallest of k − 1 uniform numbers. m is estimated from the other neighbours (Levina and Bickel, 2004); pairs that chance makes less than once in a
/// hundred tables are copies.
/// </summary>
static class DuplicateEmbeddings
{
    const int K = 10;
    // Beyond, comparing every pair takes longer than looking where near rows are.
    const int MostCompared = 200_000;
    const double Expected = 0.01;
    const double FarthestRatio = 0.5;

    /// <param name="context">The embedding.</param>
    /// <param name="mostCompared">Rows up to which every pair is compared.</param>
    public static (IReadOnlyList<EmbeddingPair> Pairs, string? Plan) Find(CheckContext context, int mostCompared = MostCompared)
    {
        if (context.Evidence.Embedding is not { } embedding)
        {
            return ([], null);
        }

        int[] rows = EmbeddingNeighbours.Measurable(embedding);
        if (rows.Length <= K + 1)
        {
            return ([], null);
        }

        var (near, distances, plan) = Neighbours(context, embedding, rows, mostCompared);
        double dimension = IntrinsicDimension(distances);
        var pairs = new HashSet<EmbeddingPair>();
        for (int i = 0; i < rows.Length; i++)
        {
            double far = distances[(i * K) + K - 1];
            for (int j = 0; j < K; j++)
            {
                double ratio = far > 0 ? distances[(i * K) + j] / far : 0;
                if (ratio <= FarthestRatio && rows.Length * (K - 1) * Math.Pow(ratio, dimension) <= Expected)
                {
                    int other = near[(i * K) + j];
                    pairs.Add(new EmbeddingPair(rows[Math.Min(i, other)], rows[Math.Max(i, other)], ratio));
                }
            }
        }

        return ([.. pairs.GroupBy(pair => (pair.First, pair.Later)).Select(group => group.MinBy(pair => pair.Ratio)).OrderBy(pair => pair.Later).ThenBy(pair => pair.First)], plan);
    }

    static (int[] Near, float[] Distances, string? Plan) Neighbours(CheckContext context, VectorColumn embedding, int[] rows, int mostCompared)
    {
        if (rows.Length <= mostCompared)
        {
            EmbeddingNeighbours.Graph graph = context.Near.Of(embedding, K, context.Threads, context.Cancellation);
            return (graph.Near, graph.Distances, null);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        ApproximateNeighbours found = NearestNeighbours.Approximate(
            EmbeddingNeighbours.Points(embedding, rows).All(parallel), embedding.Dimensions, K, Distance.Euclidean, context.Seed, threads: context.Threads, cancellation: context.Cancellation);
        return (found.Indices, found.Distances, FormattableString.Invariant(
            $"{rows.Length:N0} embeddings: near ones were looked for among approximate neighbours, which hold {found.Recall.Value:0.0%} of the true ones ({found.Recall.Low:0.0%}–{found.Recall.High:0.0%}, measured on a sample of rows); every pair is compared up to {mostCompared:N0}"));
    }

    /// <summary>The harmonic mean over the rows of Levina and Bickel's estimate, the two nearest left out: they may be copies.</summary>
    static double IntrinsicDimension(float[] distances)
    {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < distances.Length; i += K)
        {
            for (int j = 2; j < K - 1; j++)
            {
                if (distances[i + j] > 0)
                {
                    sum += Math.Log((double)distances[i + K - 1] / distances[i + j]);
                    count++;
                }
            }
        }

        // Over places 3 to k − 1 of k the expected sum of the logarithms is Σ (H(k−1) − H(j−1)) / m.
        double perRow = 0;
        for (int j = 3; j < K; j++)
        {
            for (int h = j; h < K; h++)
            {
                perRow += 1.0 / h;
            }
        }

        return sum > 0 ? perRow / (K - 3) / (sum / count) : double.PositiveInfinity;
    }
}
