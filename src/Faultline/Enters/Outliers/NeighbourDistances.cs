namespace Faultline;

/// <summary>Neighbours of every point with the mean distance to them.</summary>
sealed record NeighbourDistances(float[] Points, int Dimensions, int K, int[] Near, float[] Distances, int ReferenceRows, bool Sampled)
{
    /// <summary>Mean distance of each point to its k neighbours.</summary>
    public double[] Mean { get; } =
        [.. Enumerable.Range(0, Distances.Length / K).Select(row => Distances.AsSpan(row * K, K).ToArray().Average(distance => (double)distance))];

    /// <summary>Neighbours of a point, nearest first.</summary>
    public ReadOnlySpan<int> Of(int point) => Near.AsSpan(point * K, K);

    /// <summary>The mean squared difference to the neighbours within some dimensions.</summary>
    public double Share(int point, int from, int count)
    {
        double sum = 0;
        foreach (int other in Of(point))
        {
            for (int d = from; d < from + count; d++)
            {
                double difference = (double)Points[((long)point * Dimensions) + d] - Points[((long)other * Dimensions) + d];
                sum += difference * difference;
            }
        }

        return sum / K;
    }
}
