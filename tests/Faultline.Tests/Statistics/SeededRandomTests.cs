namespace Faultline.Tests;

public sealed class SeededRandomTests
{
    // Written out by the authors' C definition in another language.
    [Theory]
    [InlineData(0UL, new[] { 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL, 0x1a5f849d4933e6e0UL, 0x6aa594f1262d2d2cUL })]
    [InlineData(0xDEADBEEFUL, new[] { 0xc5555444a74d7e83UL, 0x65c30d37b4b16e38UL, 0x54f773200a4efa23UL, 0x429aed75fb958af7UL })]
    public void Bits_are_those_of_xoshiro256starstar(ulong seed, ulong[] expected)
    {
        SeededRandom random = new(seed);
        foreach (ulong bits in expected)
        {
            Assert.Equal(bits, random.NextUInt64());
        }
    }

    [Fact]
    public void Equal_seed_and_stream_give_equal_numbers_and_other_streams_others()
    {
        Assert.Equal(SeededRandom.For(7, "a").NextUInt64(), SeededRandom.For(7, "a").NextUInt64());
        ulong[] first = [.. new[] { (7L, "a"), (8L, "a"), (7L, "b"), (0L, ""), (-1L, "") }.Select(s => SeededRandom.For(s.Item1, s.Item2).NextUInt64())];
        Assert.Equal(first.Length, first.Distinct().Count());
        ulong[] items = [.. Enumerable.Range(0, 1000).Select(i => SeededRandom.For(7, "a", i).NextUInt64())];
        Assert.Equal(items.Length, items.Distinct().Count());
    }

    [Fact]
    public void Doubles_have_the_moments_of_the_even_distribution()
    {
        SeededRandom random = new(1);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextDouble())];
        Assert.All(draws, d => Assert.InRange(d, 0, 1 - 1e-16));
        // Five standard errors: sd 1/√12 of the mean, √(1/180) of the variance.
        Assert.Equal(0.5, draws.Average(), 5 * 0.28868 / Math.Sqrt(draws.Length));
        Assert.Equal(1.0 / 12, draws.Select(d => (d - 0.5) * (d - 0.5)).Average(), 5 * 0.07454 / Math.Sqrt(draws.Length));
    }

    [Fact]
    public void Gaussian_has_the_first_four_moments()
    {
        SeededRandom random = new(2);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian())];
        double root = Math.Sqrt(draws.Length);
        Assert.Equal(0, draws.Average(), 5 / root);
        Assert.Equal(1, draws.Average(d => d * d), 5 * Math.Sqrt(2) / root);
        Assert.Equal(0, draws.Average(d => d * d * d), 5 * Math.Sqrt(15) / root);
        Assert.Equal(3, draws.Average(d => d * d * d * d), 5 * Math.Sqrt(96) / root);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(7)]
    [InlineData(900)]
    public void Poisson_has_mean_and_variance_equal(double mean)
    {
        SeededRandom random = new(3);
        double[] draws = [.. Enumerable.Range(0, 5_000).Select(_ => (double)random.NextPoisson(mean))];
        Assert.Equal(mean, draws.Average(), 5 * Math.Sqrt(mean / draws.Length));
        Assert.Equal(mean, draws.Average(d => (d - mean) * (d - mean)), 5 * Math.Sqrt(((2 * mean * mean) + mean) / draws.Length));
    }

    [Fact]
    public void Integers_are_even_over_a_range_that_no_power_of_two_divides()
    {
        SeededRandom random = new(4);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        // χ² with 6 degrees of freedom passes 22.46 once in a thousand.
        Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000) < 22.46);
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        SeededRandom random = new(5);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 24_000; i++)
        {
            string order = string.Concat(random.Permutation(4));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        // χ² with 23 degrees of freedom passes 49.73 once in a thousand.
        Assert.True(counts.Values.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000) < 49.73);
    }

    [Fact]
    public void Every_pair_of_five_is_sampled_equally_often()
    {
        SeededRandom random = new(6);
        Dictionary<(int, int), int> counts = [];
        for (int i = 0; i < 10_000; i++)
        {
            int[] pair = random.Sample(5, 2);
            Assert.True(pair[0] < pair[1]);
            counts[(pair[0], pair[1])] = counts.GetValueOrDefault((pair[0], pair[1])) + 1;
        }

        Assert.Equal(10, counts.Count);
        // χ² with 9 degrees of freedom passes 27.88 once in a thousand.
        Assert.True(counts.Values.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000) < 27.88);
        Assert.Equal([0, 1, 2], random.Sample(3, 3));
        Assert.Empty(random.Sample(3, 0));
    }
}
