namespace Faultline.Tests;

public sealed class ApproximateNeighboursTests
{
    const int Rows = 24_000;
    const int Dimensions = 24;
    const int K = 10;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Distance.Euclidean)]
    [InlineData(Distance.Cosine)]
    public void It_finds_what_comparing_every_pair_finds_as_often_as_it_says(Distance distance)
    {
        float[] rows = Clusters(Rows, 40);
        var found = NearestNeighbours.Approximate(rows, Dimensions, K, distance, seed: 3, cancellation: Token);
        var (_, exact) = NearestNeighbours.Exact(rows, Dimensions, K, distance, 0, Token);
        double recall = Enumerable.Range(0, Rows).Average(row => found.Distances.AsSpan(row * K, K).ToArray().Count(apart => apart <= exact[(row * K) + K - 1]) / (double)K);

        Assert.True(recall >= 0.95, $"recall {recall}");
        Assert.InRange(recall, found.Recall.Low!.Value - 0.02, found.Recall.High!.Value + 0.02);
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<int> near = found.Indices.AsSpan(row * K, K);
            Assert.Equal(K, near.ToArray().Distinct().Count());
            Assert.False(near.Contains(row) || near.Contains(-1));
            for (int i = 1; i < K; i++)
            {
                Assert.True(found.Distances[(row * K) + i] >= found.Distances[(row * K) + i - 1]);
            }
        }
    }

    // Distances are those of the pairs: one by one, by another formula.
    [Fact]
    public void Distances_are_those_of_the_pairs()
    {
        float[] rows = Clusters(Rows, 10);
        var found = NearestNeighbours.Approximate(rows, Dimensions, K, Distance.Euclidean, recall: 0.5, cancellation: Token);
        for (int row = 0; row < Rows; row += 997)
        {
            for (int i = 0; i < K; i++)
            {
                int other = found.Indices[(row * K) + i];
                double sum = Enumerable.Range(0, Dimensions).Sum(d => Math.Pow((double)rows[(row * Dimensions) + d] - rows[(other * Dimensions) + d], 2));
                Assert.Equal(Math.Sqrt(sum), found.Distances[(row * K) + i], 1e-5);
            }
        }
    }

    [Fact]
    public void Threads_change_nothing_and_seeds_give_the_same_again()
    {
        float[] rows = Clusters(Rows, 40);
        var one = NearestNeighbours.Approximate(rows, Dimensions, K, Distance.Euclidean, seed: 1, threads: 1, cancellation: Token);
        var three = NearestNeighbours.Approximate(rows, Dimensions, K, Distance.Euclidean, seed: 1, threads: 3, cancellation: Token);
        Assert.Equal(one.Indices, three.Indices);
        Assert.Equal(one.Distances, three.Distances);
        Assert.Equal(one.Recall, three.Recall);
    }

    // Every row stands there twice, and a tenth of them is one row.
    [Fact]
    public void Equal_rows_find_each_other()
    {
        float[] rows = Clusters(Rows, 40);
        rows.AsSpan(0, Rows / 2 * Dimensions).CopyTo(rows.AsSpan(Rows / 2 * Dimensions));
        for (int row = 0; row < Rows / 10; row++)
        {
            rows.AsSpan(0, Dimensions).CopyTo(rows.AsSpan(row * Dimensions));
        }

        var found = NearestNeighbours.Approximate(rows, Dimensions, K, Distance.Euclidean, cancellation: Token);
        int twins = Enumerable.Range(Rows / 10, (Rows / 2) - (Rows / 10)).Count(row => found.Distances[row * K] == 0);
        Assert.True(twins >= 0.99 * ((Rows / 2) - (Rows / 10)), $"{twins}");
        Assert.All(Enumerable.Range(0, Rows / 10), row => Assert.Equal(0, found.Distances[(row * K) + K - 1]));
    }

    [Fact]
    public void Few_rows_are_compared_each_with_each()
    {
        float[] rows = [.. Clusters(300, 5)];
        var found = NearestNeighbours.Approximate(rows, Dimensions, K, Distance.Euclidean, cancellation: Token);
        var (indices, distances) = NearestNeighbours.Exact(rows, Dimensions, K, Distance.Euclidean);
        Assert.Equal(indices, found.Indices);
        Assert.Equal(distances, found.Distances);
        Assert.Equal(new Estimate(1, 1, 1), found.Recall);
    }

    [Fact]
    public void It_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => NearestNeighbours.Approximate(Clusters(Rows, 4), Dimensions, K, Distance.Euclidean, cancellation: stop.Token));
    }

    // Eight dimensions within each cluster, turned into the others, as embeddings have few of their own.
    static float[] Clusters(int rows, int clusters)
    {
        const int Own = 8;
        var random = SeededRandom.For(7, "clusters");
        var turn = new double[Own * Dimensions];
        var centres = new double[clusters * Dimensions];
        foreach (ref double value in turn.AsSpan())
        {
            value = random.NextGaussian();
        }

        foreach (ref double value in centres.AsSpan())
        {
            value = 3 * random.NextGaussian();
        }

        var points = new float[rows * Dimensions];
        for (int row = 0; row < rows; row++)
        {
            double[] own = [.. Enumerable.Range(0, Own).Select(_ => random.NextGaussian())];
            int cluster = random.NextInt(clusters);
            for (int d = 0; d < Dimensions; d++)
            {
                points[(row * Dimensions) + d] = (float)(centres[(cluster * Dimensions) + d] + Enumerable.Range(0, Own).Sum(i => own[i] * turn[(i * Dimensions) + d]) + (0.01 * random.NextGaussian()));
            }
        }

        return points;
    }
}
