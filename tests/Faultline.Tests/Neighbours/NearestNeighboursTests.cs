using Faultline.Kernels;

namespace Faultline.Tests.Neighbours;

public sealed class NearestNeighboursTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Distance.Euclidean)]
    [InlineData(Distance.Cosine)]
    public void Every_tier_equals_brute_force_in_float64(Distance distance)
    {
        foreach ((int n, int dimensions, int k, string kind) in new[]
        {
            (1, 3, 2, "normal"), (2, 1, 1, "normal"), (7, 3, 10, "normal"), (300, 1, 4, "normal"), (700, 9, 10, "normal"), (300, 70, 3, "normal"),
            (500, 2, 25, "grid"), (600, 4, 6, "copies"), (500, 16, 5, "far cluster"), (300, 8, 5, "huge"), (300, 8, 5, "tiny"), (400, 3, 5, "zeros"),
        })
        {
            float[] rows = Rows(n, dimensions, kind);
            (int[] expected, double[] exact) = BruteForce(rows, rows, dimensions, k, distance, excludeSelf: true);
            foreach (SimdTier tier in Simd.Supported)
            {
                (int[] indices, float[] distances) = NearestNeighbours.Exact(tier, rows, dimensions, k, distance, 2, Cancellation);
                Assert.Equal(expected, indices);
                RequireClose(exact, distances);
            }
        }
    }

    [Theory]
    [InlineData(Distance.Euclidean)]
    [InlineData(Distance.Cosine)]
    public void Queries_against_a_reference_equal_brute_force(Distance distance)
    {
        foreach (string kind in new[] { "normal", "grid", "far cluster", "zeros" })
        {
            float[] reference = Rows(500, 5, kind), queries = Rows(200, 5, kind)[..(199 * 5)];
            (int[] expected, double[] exact) = BruteForce(queries, reference, 5, 7, distance, excludeSelf: false);
            foreach (SimdTier tier in Simd.Supported)
            {
                (int[] indices, float[] distances) = NearestNeighbours.Exact(tier, queries, reference, 5, 7, distance, default, 2, Cancellation);
                Assert.Equal(expected, indices);
                RequireClose(exact, distances);
            }
        }
    }

    [Theory]
    [InlineData(3, "normal")]
    [InlineData(2, "grid")]
    [InlineData(4, "copies")]
    [InlineData(12, "far cluster")]
    [InlineData(3, "zeros")]
    [InlineData(5, "huge")]
    [InlineData(13, "normal")]
    public void Many_rows_put_in_order_equal_brute_force(int dimensions, string kind)
    {
        const int n = 6001, k = 7, step = 53;
        float[] rows = Rows(n, dimensions, kind);
        int[] looked = [.. Enumerable.Range(0, n).Where(row => row % step == 0)];
        float[] queries = [.. looked.SelectMany(row => rows[(row * dimensions)..((row + 1) * dimensions)])];
        (int[] expected, double[] exact) = BruteForce(queries, rows, dimensions, k, Distance.Euclidean, looked);
        foreach (SimdTier tier in Simd.Supported)
        {
            (int[] indices, float[] distances) = NearestNeighbours.Exact(tier, rows, dimensions, k, Distance.Euclidean, 2, Cancellation);
            Assert.Equal(expected, looked.SelectMany(row => indices[(row * k)..((row + 1) * k)]));
            RequireClose(exact, [.. looked.SelectMany(row => distances[(row * k)..((row + 1) * k)])]);

            int[] self = [.. Enumerable.Range(0, n)];
            (indices, distances) = NearestNeighbours.Exact(tier, rows, rows, dimensions, k, Distance.Euclidean, self, 2, Cancellation);
            Assert.Equal(expected, looked.SelectMany(row => indices[(row * k)..((row + 1) * k)]));
            RequireClose(exact, [.. looked.SelectMany(row => distances[(row * k)..((row + 1) * k)])]);
        }
    }

    [Theory]
    [InlineData(0, 3, 500)]
    [InlineData(2, 1, 700)]
    [InlineData(5, 40, 400)]
    [InlineData(2, 2, 6001)]
    [InlineData(1, 300, 120)]
    public void Categories_screened_as_codes_equal_brute_force(int numbers, int groups, int n)
    {
        const int k = 6, levels = 4;
        int dimensions = numbers + (groups * levels);
        float[] plain = Rows(n, Math.Max(1, numbers), "grid"), picked = Rows(n, groups, "normal");
        float[] rows = new float[n * dimensions];
        for (int row = 0; row < n; row++)
        {
            plain.AsSpan(row * numbers, numbers).CopyTo(rows.AsSpan(row * dimensions));
            for (int group = 0; group < groups; group++)
            {
                rows[(row * dimensions) + numbers + (group * levels) + ((int)Math.Abs(picked[(row * groups) + group] * 3) % levels)] = (float)Math.Sqrt(0.5);
            }
        }

        // A screen counts no more than 255 codes; the other groups stay as they are.
        var indicators = new Indicators((float)Math.Sqrt(0.5), [.. Enumerable.Range(0, Math.Min(groups, Indicators.MostGroups)).Select(group => (numbers + (group * levels), levels))], numbers > 4 ? [numbers - 2] : []);
        int[] looked = [.. Enumerable.Range(0, n).Where(row => row % 31 == 0)];
        float[] queries = [.. looked.SelectMany(row => rows[(row * dimensions)..((row + 1) * dimensions)])];
        (int[] expected, double[] exact) = BruteForce(queries, rows, dimensions, k, Distance.Euclidean, looked);
        foreach (SimdTier tier in Simd.Supported)
        {
            var (all, allDistances) = NearestNeighbours.Exact(tier, rows, dimensions, k, Distance.Euclidean, 2, Cancellation, indicators);
            Assert.Equal(expected, looked.SelectMany(row => all[(row * k)..((row + 1) * k)]));
            RequireClose(exact, [.. looked.SelectMany(row => allDistances[(row * k)..((row + 1) * k)])]);
            var (asked, askedDistances) = NearestNeighbours.Exact(tier, queries, rows, dimensions, k, Distance.Euclidean, looked, 2, Cancellation, indicators);
            Assert.Equal(expected, asked);
            RequireClose(exact, askedDistances);
        }
    }

    [Fact]
    public void A_query_can_leave_itself_out()
    {
        float[] rows = Rows(500, 4, "grid");
        int[] self = [.. Enumerable.Range(0, 500)];
        var asQueries = NearestNeighbours.Exact(rows, rows, 4, 5, Distance.Euclidean, self, 2, Cancellation);
        (int[] expected, _) = BruteForce(rows, rows, 4, 5, Distance.Euclidean, excludeSelf: true);
        Assert.Equal(expected, asQueries.Indices);
    }

    [Fact]
    public void Ties_go_to_the_lower_index_and_equal_rows_are_at_zero()
    {
        (int[] indices, float[] distances) = NearestNeighbours.Exact(new float[] { 1e8f, 3, 1e8f, 3, 1e8f, 3, 1e8f, 4 }, 2, 2, Distance.Euclidean);
        Assert.Equal([1, 2, 0, 2, 0, 1, 0, 1], indices);
        Assert.Equal([0f, 0f, 0f, 0f, 0f, 0f, 1f, 1f], distances);
    }

    [Fact]
    public void Rows_of_large_norm_a_hair_apart_keep_their_distance()
    {
        // |row|² is 1e12, the squared distance 1: lost twice over in |a|² + |b|² − 2ab with 24 bits.
        float[] rows = [1e6f, 0, 1e6f, 1, 1e6f, 3];
        (int[] indices, float[] distances) = NearestNeighbours.Exact(rows, 2, 1, Distance.Euclidean);
        Assert.Equal([1, 0, 1], indices);
        Assert.Equal([1f, 1f, 2f], distances);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        float[] rows = Rows(2500, 6, "copies");
        var one = NearestNeighbours.Exact(rows, 6, 8, Distance.Euclidean, 1, Cancellation);
        var five = NearestNeighbours.Exact(rows, 6, 8, Distance.Euclidean, 5, Cancellation);
        Assert.Equal(one.Indices, five.Indices);
        Assert.Equal(one.Distances, five.Distances);
    }

    [Fact]
    public void More_neighbours_than_rows_leave_empty_places()
    {
        (int[] indices, float[] distances) = NearestNeighbours.Exact(new float[] { 0, 3 }, 1, 3, Distance.Euclidean);
        Assert.Equal([1, -1, -1, 0, -1, -1], indices);
        Assert.Equal([3, float.PositiveInfinity, float.PositiveInfinity, 3, float.PositiveInfinity, float.PositiveInfinity], distances);
    }

    [Fact]
    public void No_rows_give_no_neighbours()
    {
        (int[] indices, float[] distances) = NearestNeighbours.Exact(default, 4, 3, Distance.Cosine);
        Assert.Empty(indices);
        Assert.Empty(distances);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_without_a_distance_is_refused_and_named(float value)
    {
        var error = Assert.Throws<ArgumentException>(() => NearestNeighbours.Exact(new[] { 0, 1, 2, value, 4, 5 }, 2, 1, Distance.Euclidean));
        Assert.Contains("Row 1, dimension 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Exact(new float[5], 2, 1, Distance.Euclidean));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Exact(new float[4], 0, 1, Distance.Euclidean));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Exact(new float[4], 2, 0, Distance.Euclidean));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Exact(new float[4], 2, 1_500_000_000, Distance.Euclidean));
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Exact(new float[4], new float[4], 2, 1, Distance.Euclidean, new int[3], 0, Cancellation));
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => NearestNeighbours.Exact(new float[4000], 4, 3, Distance.Euclidean, 2, source.Token));
    }

    static float[] Rows(int n, int dimensions, string kind)
    {
        var random = new SeededRandom((ulong)((n * 31) + dimensions));
        var rows = new float[n * dimensions];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = i / dimensions;
            float normal = (float)random.NextGaussian();
            rows[i] = kind switch
            {
                "grid" => (float)Math.Floor(random.NextDouble() * 5),
                "copies" => row % 3 > 0 ? rows[i - ((row % 3) * dimensions)] : normal,
                "far cluster" => (row % 2 * 4096) + (normal / 64),
                "huge" => normal * 1e37f,
                "tiny" => normal * 1e-38f,
                "zeros" => row % 5 == 0 ? 0 : (float)Math.Floor(random.NextDouble() * 3) - 1,
                _ => normal,
            };
        }

        return rows;
    }

    static (int[] Indices, double[] Distances) BruteForce(float[] queries, float[] reference, int dimensions, int k, Distance distance, bool excludeSelf) =>
        BruteForce(queries, reference, dimensions, k, distance, [.. Enumerable.Range(0, queries.Length / dimensions).Select(i => excludeSelf ? i : -1)]);

    static (int[] Indices, double[] Distances) BruteForce(float[] queries, float[] reference, int dimensions, int k, Distance distance, int[] excluded)
    {
        int n = queries.Length / dimensions, m = reference.Length / dimensions;
        int[] indices = new int[n * k];
        double[] distances = new double[n * k];
        Array.Fill(indices, -1);
        Array.Fill(distances, double.PositiveInfinity);
        for (int i = 0; i < n; i++)
        {
            var nearest = Enumerable.Range(0, m)
                .Where(j => j != excluded[i])
                .Select(j => (Distance: Between(queries.AsSpan(i * dimensions, dimensions), reference.AsSpan(j * dimensions, dimensions), distance), Index: j))
                .Order()
                .Take(k);
            int place = i * k;
            foreach ((double d, int j) in nearest)
            {
                indices[place] = j;
                distances[place++] = d;
            }
        }

        return (indices, distances);
    }

    static double Between(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Distance distance)
    {
        double squared = 0, dot = 0, squareA = 0, squareB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            squared += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            dot += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }

        if (distance == Distance.Euclidean)
        {
            return Math.Sqrt(squared);
        }

        if (squareA == 0 || squareB == 0)
        {
            return squareA == squareB ? 0 : 1;
        }

        double cosine = Math.Clamp(dot / Math.Sqrt(squareA * squareB), -1, 1);
        if (1 - cosine >= 1e-3)
        {
            return 1 - cosine;
        }

        // Lagrange's identity: sin² from exact products of floats, so that nearly parallel rows lose nothing.
        double crossed = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = i + 1; j < a.Length; j++)
            {
                double cross = ((double)a[i] * b[j]) - ((double)a[j] * b[i]);
                crossed += cross * cross;
            }
        }

        return crossed / (squareA * squareB) / (1 + cosine);
    }

    static void RequireClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i] == actual[i] || Math.Abs(expected[i] - actual[i]) <= Math.Max(Math.Abs(expected[i]) * 1e-6, 1e-14),
                $"place {i}: {actual[i]}, expected {expected[i]}");
        }
    }
}
