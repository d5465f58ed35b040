namespace Faultline.Tests;

public sealed class NumberSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(65_535)]
    [InlineData(70_000)]
    public void Sorts_as_the_base_library_does(int count)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(i => (i % 7) switch
        {
            0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            1 => random.Next(-5, 5),
            2 => double.Epsilon * random.Next(-3, 3),
            3 => random.NextDouble() * 1e300,
            4 => random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity,
            _ => random.NextDouble() - 0.5,
        }).Where(value => !double.IsNaN(value))];
        double[] expected = [.. values];
        Array.Sort(expected);
        NumberSort.Ascending(values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void Equal_values_and_sorted_values_stay()
    {
        double[] same = [.. Enumerable.Repeat(-2.5, 10_000)];
        NumberSort.Ascending(same);
        Assert.All(same, value => Assert.Equal(-2.5, value));
        double[] falling = [.. Enumerable.Range(0, 10_000).Select(i => (double)-i)];
        NumberSort.Ascending(falling);
        Assert.Equal(Enumerable.Range(-9999, 10_000).Select(i => (double)i), falling);
    }
}
