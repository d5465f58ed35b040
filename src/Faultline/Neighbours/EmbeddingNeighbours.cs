namespace Faultline;

/// <summary>The neighbours of every row of an embedding, searched once an audit and shared by the checks that ask for them.</summary>
sealed class EmbeddingNeighbours
{
    readonly Lock _lock = new();
    Graph? _last;

    /// <summary>The k nearest other rows of each row that can be measured.</summary>
    /// <param name="embedding">One vector a row.</param>
    /// <param name="k">Neighbours a row.</param>
    /// <param name="threads">Threads; they change nothing.</param>
    /// <param name="cancellation">Stops the search.</param>
    public Graph Of(VectorColumn embedding, int k, int threads, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_last is { } last && ReferenceEquals(last.Embedding, embedding) && last.K == k)
            {
                return last;
            }

            int[] rows = Measurable(embedding);
            var points = Points(embedding, rows);
            var (near, distances) = NearestNeighbours.Exact(
                points.All(new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }), embedding.Dimensions, k, Distance.Euclidean, threads, cancellation);
            return _last = new Graph(embedding, k, near, distances);
        }
    }

    /// <summary>The rows whose numbers are all finite.</summary>
    public static int[] Measurable(VectorColumn embedding) =>
        [.. Enumerable.Range(0, embedding.RowCount).Where(row => !embedding.Row(row).ContainsAnyExceptInRange(float.MinValue, float.MaxValue))];

    /// <summary>Some rows as points.</summary>
    public static PointRows Points(VectorColumn embedding, int[] rows) => new(rows.Length, embedding.Dimensions, (point, to) => embedding.Row(rows[point]).CopyTo(to));

    /// <summary>Neighbours by place among the rows that can be measured.</summary>
    /// <param name="Embedding">Where they were searched.</param>
    /// <param name="K">Neighbours a row.</param>
    /// <param name="Near">Places of the neighbours, nearest first.</param>
    /// <param name="Distances">How far they are.</param>
    public sealed record Graph(VectorColumn Embedding, int K, int[] Near, float[] Distances);
}
