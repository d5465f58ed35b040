namespace Faultline;

/// <summary>Neighbours of every point with the mean distance to them.</summary>
sealed record NeighbourDistances(PointRows Points, int K, int[] Near, float[] Distances, int ReferenceRows, bool Sampled)
{
    /// <summary>Mean distance of each point to its k neighbours.</summary>
    public double[] Mean { get; } = Means(Distances, K);

    /// <summary>Neighbours of a point, nearest first.</summary>
    public ReadOnlySpan<int> Of(int point) => Near.AsSpan(point * K, K);

    /// <summary>The mean squared difference to the neighbours in each dimension.</summary>
    public double[] Differences(int point)
    {
        float[] own = new float[Points.Dimensions], beside = new float[Points.Dimensions];
        double[] sums = new double[Points.Dimensions];
        Points.Write(point, own);
        foreach (int other in Of(point))
        {
            Points.Write(other, beside);
            for (int d = 0; d < sums.Length; d++)
            {
                double difference = (double)own[d] - beside[d];
                sums[d] += difference * difference / K;
            }
        }

        return sums;
    }

    static double[] Means(float[] distances, int k)
    {
        double[] means = new double[distances.Length / k];
        for (int row = 0; row < means.Length; row++)
        {
            double sum = 0;
            foreach (float distance in distances.AsSpan(row * k, k))
            {
                sum += distance;
            }

            means[row] = sum / k;
        }

        return means;
    }
}
