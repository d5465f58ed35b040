using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Faultline;

/// <summary>For each row the k nearest seen so far, nearest first, ties to the lower index. What it ends with does not depend on the order of the offers.</summary>
sealed class NeighbourLists(int rows, int k)
{
    readonly double[] _distances = new double[(long)rows * k];
    readonly int[] _indices = new int[(long)rows * k];
    readonly int[] _counts = new int[rows];

    public int Rows { get; } = rows;

    public int K { get; } = k;

    /// <summary>The distance that a newcomer has to beat or to equal with a lower index; +∞ while the list is not full.</summary>
    public double Worst(int row) => _counts[row] < K ? double.PositiveInfinity : _distances[(row * K) + K - 1];

    /// <summary>The index at <see cref="Worst"/>; <see cref="int.MaxValue"/> while the list is not full.</summary>
    public int WorstIndex(int row) => _counts[row] < K ? int.MaxValue : _indices[(row * K) + K - 1];

    /// <summary>Takes a neighbour in if it belongs among the k nearest.</summary>
    /// <returns>True when the list changed.</returns>
    public bool Offer(int row, int index, double distance)
    {
        int count = _counts[row];
        Span<double> distances = _distances.AsSpan(row * K, K);
        Span<int> indices = _indices.AsSpan(row * K, K);
        if (count == K && !Before(distance, index, distances[K - 1], indices[K - 1]))
        {
            return false;
        }

        // Most newcomers belong near the end of a short list: shifting as one looks is faster there than a search and two copies.
        int at = Math.Min(count, K - 1);
        for (; at > 0 && Before(distance, index, distances[at - 1], indices[at - 1]); at--)
        {
            distances[at] = distances[at - 1];
            indices[at] = indices[at - 1];
        }

        distances[at] = distance;
        indices[at] = index;
        _counts[row] = Math.Min(count + 1, K);
        return true;
    }

    /// <summary>Brings a list near without waiting for it.</summary>
    public unsafe void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _distances[row * K]));
            Sse.Prefetch0(Unsafe.AsPointer(ref _distances[(row * K) + K - 1]));
            Sse.Prefetch0(Unsafe.AsPointer(ref _indices[row * K]));
        }
    }

    /// <summary>Copies the lists out; places without a neighbour hold −1 and +∞.</summary>
    /// <param name="indices">Receives <paramref name="width"/> a row.</param>
    /// <param name="distances">Receives <paramref name="width"/> a row.</param>
    /// <param name="width">At least <see cref="K"/>.</param>
    /// <param name="finish">What becomes of a distance.</param>
    /// <param name="order">The row that each list belongs to; empty where the list's own number is it.</param>
    public void CopyTo(Span<int> indices, Span<float> distances, int width, Func<double, double> finish, ReadOnlySpan<int> order)
    {
        indices.Fill(-1);
        distances.Fill(float.PositiveInfinity);
        for (int row = 0; row < Rows; row++)
        {
            int to = (order.Length == 0 ? row : order[row]) * width;
            for (int i = 0; i < _counts[row]; i++)
            {
                indices[to + i] = _indices[(row * K) + i];
                distances[to + i] = (float)finish(_distances[(row * K) + i]);
            }
        }
    }

    static bool Before(double distance, int index, double otherDistance, int otherIndex) =>
        distance < otherDistance || (distance == otherDistance && index < otherIndex);
}
