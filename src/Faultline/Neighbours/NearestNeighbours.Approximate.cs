namespace Faultline;

public static partial class NearestNeighbours
{
    /// <summary>Rows from which on an approximate search is worth its while: below, every pair is compared as fast.</summary>
    public const int FewestApproximateRows = 20_000;

    /// <summary>
    /// The k nearest other rows of each row, found without comparing every pair: exact in the leaves of random-projection trees, then among the neighbours of neighbours, until the
    /// recall that a sample of rows shows is as high as asked or no longer grows.
    /// </summary>
    /// <remarks>
    /// Below <see cref="FewestApproximateRows"/> rows it is exact. Data whose neighbours are hardly nearer than other rows (many independent dimensions) may end below the recall
    /// asked for; the result says what was measured. Equal seeds give equal answers whatever the number of threads. Memory beside input and output is about 200 bytes a row at k = 10.
    /// Dasgupta and Freund, 2008, doi:10.1145/1374376.1374452 (trees); Dong, Moses and Li, 2011, doi:10.1145/1963405.1963487 (neighbours of neighbours).
    /// </remarks>
    /// <param name="rowMajor">n rows of <paramref name="dimensions"/> floats.</param>
    /// <param name="dimensions">Floats a row, at least 1.</param>
    /// <param name="k">Neighbours a row, at least 1.</param>
    /// <param name="distance">Euclidean or cosine.</param>
    /// <param name="seed">Seed of the trees and of the sample.</param>
    /// <param name="recall">Recall to stop at, above 0 and at most 1.</param>
    /// <param name="threads">Threads to use; 0 means every core.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="ArgumentOutOfRangeException">dimensions or k is below 1, threads below 0, recall outside its range, or n × k is past what an array can hold.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the dimensions, or a value is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static ApproximateNeighbours Approximate(
        ReadOnlyMemory<float> rowMajor, int dimensions, int k, Distance distance, long seed = 0, double recall = 0.95, int threads = 0, CancellationToken cancellation = default)
    {
        RequireShape(dimensions, k, threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recall);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recall, 1);
        if (rowMajor.Length / dimensions < FewestApproximateRows || rowMajor.Length / dimensions <= 16 * k)
        {
            var (indices, distances) = Exact(rowMajor, dimensions, k, distance, threads, cancellation);
            return new ApproximateNeighbours(indices, distances, new Estimate(1, 1, 1));
        }

        using var rows = new RowMatrix(rowMajor, dimensions, distance, nameof(rowMajor));
        _ = Width(rows.Rows, k, k + ApproximateSearch.SpareWidth);
        return new ApproximateSearch(rowMajor, rows, k, distance, seed, Options(threads, cancellation)).Run(recall);
    }
}
