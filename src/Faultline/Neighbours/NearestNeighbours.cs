using Faultline.Kernels;

namespace Faultline;

/// <summary>Nearest neighbours, exact.</summary>
/// <remarks>
/// Distances are computed in float64 from the rows' differences, so equal rows are at exactly 0 and rows of large norm lose nothing; ties go to the lower
/// index. Memory beside input and output is about one more copy of the rows and 12 bytes a neighbour, never n × n. The answer is the same whatever the
/// number of threads. Where rows are many and dimensions few, near rows are put side by side, and runs of rows that are too far off are passed over.
/// </remarks>
public static partial class NearestNeighbours
{
    /// <summary>The k nearest other rows of each row, nearest first, on every core.</summary>
    /// <param name="rowMajor">n rows of <paramref name="dimensions"/> floats.</param>
    /// <param name="dimensions">Floats a row, at least 1.</param>
    /// <param name="k">Neighbours a row, at least 1. Where k ≥ n the places after the n − 1 other rows hold index −1 and distance +∞.</param>
    /// <param name="distance">Euclidean or cosine.</param>
    /// <returns>n × k indices and distances, row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">dimensions or k is below 1, or n × k is past what an array can hold.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the dimensions, or a value is NaN or infinite.</exception>
    public static (int[] Indices, float[] Distances) Exact(ReadOnlyMemory<float> rowMajor, int dimensions, int k, Distance distance) =>
        Exact(rowMajor, dimensions, k, distance, 0, CancellationToken.None);

    /// <summary>The k nearest other rows of each row, nearest first.</summary>
    /// <param name="rowMajor">n rows of <paramref name="dimensions"/> floats.</param>
    /// <param name="dimensions">Floats a row, at least 1.</param>
    /// <param name="k">Neighbours a row, at least 1. Where k ≥ n the places after the n − 1 other rows hold index −1 and distance +∞.</param>
    /// <param name="distance">Euclidean or cosine.</param>
    /// <param name="threads">Threads to use; 0 means every core.</param>
    /// <param name="cancellation">Stops the search within milliseconds.</param>
    /// <returns>n × k indices and distances, row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">dimensions or k is below 1, threads below 0, or n × k is past what an array can hold.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the dimensions, or a value is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static (int[] Indices, float[] Distances) Exact(ReadOnlyMemory<float> rowMajor, int dimensions, int k, Distance distance, int threads, CancellationToken cancellation) =>
        Exact(Simd.Tier, rowMajor, dimensions, k, distance, threads, cancellation);

    /// <summary>The k nearest other rows of each row of a space of numbers and categories, nearest first, by Euclidean distance.</summary>
    internal static (int[] Indices, float[] Distances) Exact(ReadOnlyMemory<float> rowMajor, int dimensions, Indicators? indicators, int k, int threads, CancellationToken cancellation) =>
        Exact(Simd.Tier, rowMajor, dimensions, k, Distance.Euclidean, threads, cancellation, indicators);

    /// <summary>The k nearest reference rows of each query, nearest first.</summary>
    /// <param name="queries">Rows of <paramref name="dimensions"/> floats.</param>
    /// <param name="reference">The rows that are searched, of the same dimensions.</param>
    /// <param name="dimensions">Floats a row, at least 1.</param>
    /// <param name="k">Neighbours a query, at least 1. Where fewer rows can be had, the places after them hold index −1 and distance +∞.</param>
    /// <param name="distance">Euclidean or cosine.</param>
    /// <param name="excluded">For each query the reference row that must not be its neighbour (itself, usually), or −1; empty excludes none.</param>
    /// <param name="threads">Threads to use; 0 means every core.</param>
    /// <param name="cancellation">Stops the search within milliseconds.</param>
    /// <returns>Queries × k indices into the reference and distances, row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">dimensions or k is below 1, threads below 0, or queries × k is past what an array can hold.</exception>
    /// <exception cref="ArgumentException">A length does not fit, or a value is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static (int[] Indices, float[] Distances) Exact(
        ReadOnlyMemory<float> queries, ReadOnlyMemory<float> reference, int dimensions, int k, Distance distance, ReadOnlyMemory<int> excluded, int threads, CancellationToken cancellation) =>
        Exact(Simd.Tier, queries, reference, dimensions, k, distance, excluded, threads, cancellation);

    /// <summary>The k nearest reference rows of each query in a space of numbers and categories, nearest first, by Euclidean distance.</summary>
    internal static (int[] Indices, float[] Distances) Exact(
        ReadOnlyMemory<float> queries, ReadOnlyMemory<float> reference, int dimensions, Indicators? indicators, int k, ReadOnlyMemory<int> excluded, int threads, CancellationToken cancellation) =>
        Exact(Simd.Tier, queries, reference, dimensions, k, Distance.Euclidean, excluded, threads, cancellation, indicators);

    internal static (int[] Indices, float[] Distances) Exact(SimdTier tier, ReadOnlyMemory<float> rowMajor, int dimensions, int k, Distance distance, int threads, CancellationToken cancellation, Indicators? indicators = null)
    {
        RequireShape(dimensions, k, threads);
        using var rows = new RowMatrix(rowMajor, dimensions, distance, nameof(rowMajor));
        DistanceScreen screen = DistanceScreen.Of(tier);
        var space = new RowSpace(rows, rows, distance, indicators);
        ParallelOptions parallel = Options(threads, cancellation);
        rows.Arrange(parallel);
        var lists = new NeighbourLists(rows.Rows, Width(rows.Rows, Math.Min(k, Math.Max(rows.Rows - 1, 1)), k));
        using var packed = new PackedRows(space, screen, rows, parallel);
        new ExactSearch(screen, space, packed, packed, lists, default, parallel).Run();
        return Finish(lists, k, distance, rows.Order);
    }

    internal static (int[] Indices, float[] Distances) Exact(
        SimdTier tier, ReadOnlyMemory<float> queries, ReadOnlyMemory<float> reference, int dimensions, int k, Distance distance, ReadOnlyMemory<int> excluded, int threads, CancellationToken cancellation, Indicators? indicators = null)
    {
        RequireShape(dimensions, k, threads);
        using var rows = new RowMatrix(queries, dimensions, distance, nameof(queries));
        using var others = new RowMatrix(reference, dimensions, distance, nameof(reference));
        if (excluded.Length != 0 && excluded.Length != rows.Rows)
        {
            throw new ArgumentException($"{excluded.Length} excluded rows for {rows.Rows} queries. Give one a query, −1 for none, or leave it empty.", nameof(excluded));
        }

        DistanceScreen screen = DistanceScreen.Of(tier);
        var space = new RowSpace(others, rows, distance, indicators);
        ParallelOptions parallel = Options(threads, cancellation);
        rows.Arrange(parallel);
        others.Arrange(parallel);
        var lists = new NeighbourLists(rows.Rows, Width(rows.Rows, Math.Clamp(others.Rows, 1, k), k));
        using var left = new PackedRows(space, screen, rows, parallel);
        using var right = new PackedRows(space, screen, others, parallel);
        new ExactSearch(screen, space, left, right, lists, excluded, parallel).Run();
        return Finish(lists, k, distance, rows.Order);
    }

    static void RequireShape(int dimensions, int k, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
    }

    static int Width(int rows, int width, int k) =>
        (long)rows * k <= Array.MaxLength
            ? width
            : throw new ArgumentOutOfRangeException(nameof(k), k, $"{rows} rows × {k} neighbours are more than an array can hold ({Array.MaxLength}). Ask for fewer neighbours, or for the rows in parts.");

    static ParallelOptions Options(int threads, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };

    static (int[] Indices, float[] Distances) Finish(NeighbourLists lists, int k, Distance distance, int[] order)
    {
        var indices = new int[lists.Rows * k];
        var distances = new float[lists.Rows * k];
        lists.CopyTo(indices, distances, k, distance == Distance.Euclidean ? Math.Sqrt : static value => value, order);
        return (indices, distances);
    }
}
