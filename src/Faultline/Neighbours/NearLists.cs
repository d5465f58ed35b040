namespace Faultline;

/// <summary>For each row the nearest others found so far, each once, nearest first, ties to the lower index. What it ends with does not depend on the order of the offers.</summary>
sealed class NearLists
{
    public NearLists(int rows, int width)
    {
        (Rows, Width) = (rows, width);
        (Indices, Distances, IsFresh) = (new int[rows * width], new float[rows * width], new bool[rows * width]);
        Array.Fill(Indices, -1);
        Array.Fill(Distances, float.PositiveInfinity);
    }

    public int Rows { get; }

    public int Width { get; }

    /// <summary>Row-major; −1 where a place is free.</summary>
    public int[] Indices { get; }

    public float[] Distances { get; }

    /// <summary>Which places were taken since somebody cleared this.</summary>
    public bool[] IsFresh { get; }

    /// <summary>The distance that a newcomer has to beat or to equal with a lower index.</summary>
    public float Worst(int row) => Distances[(row * Width) + Width - 1];

    /// <summary>Takes a neighbour in if it is new and belongs among the nearest. One thread a row at a time.</summary>
    public void Offer(int row, int index, float distance)
    {
        Span<float> distances = Distances.AsSpan(row * Width, Width);
        Span<int> indices = Indices.AsSpan(row * Width, Width);
        if (!Before(distance, index, distances[^1], indices[^1]) || indices.Contains(index))
        {
            return;
        }

        Span<bool> fresh = IsFresh.AsSpan(row * Width, Width);
        int at = Width - 1;
        for (; at > 0 && Before(distance, index, distances[at - 1], indices[at - 1]); at--)
        {
            (distances[at], indices[at], fresh[at]) = (distances[at - 1], indices[at - 1], fresh[at - 1]);
        }

        (distances[at], indices[at], fresh[at]) = (distance, index, true);
    }

    static bool Before(float distance, int index, float otherDistance, int otherIndex) => distance < otherDistance || (distance == otherDistance && index < otherIndex);
}
