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

        int low = 0, high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Before(distance, index, distances[middle], indices[middle]))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        int moved = Math.Min(count, K - 1) - low;
        distances.Slice(low, moved).CopyTo(distances[(low + 1)..]);
        indices.Slice(low, moved).CopyTo(indices[(low + 1)..]);
        distances[low] = distance;
        indices[low] = index;
        _counts[row] = Math.Min(count + 1, K);
        return true;
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
