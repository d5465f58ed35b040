namespace Faultline.Reporting.Tests;

public sealed class TicksTests
{
    // Worked out by hand: raw step = range / steps, rounded to 1, 2 or 5 times a power of ten; ends moved out to whole steps.
    [Theory]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0, 97, 5, new[] { 0.0, 20, 40, 60, 80, 100 })]
    [InlineData(-3.2, 4.1, 4, new[] { -4.0, -2, 0, 2, 4, 6 })]
    [InlineData(17, 90, 6, new[] { 10.0, 20, 30, 40, 50, 60, 70, 80, 90 })]
    [InlineData(0.52, 0.97, 5, new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 })]
    [InlineData(0, 3383, 4, new[] { 0.0, 1000, 2000, 3000, 4000 })]
    [InlineData(5, 5, 5, new[] { 2.0, 3, 4, 5, 6, 7, 8 })]
    [InlineData(0, 0, 5, new[] { -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6 })]
    public void Ticks_are_round_and_enclose_the_range(double low, double high, int steps, double[] expected) =>
        Assert.Equal(expected, Ticks.Enclosing(low, high, steps).Values);

    [Theory]
    [InlineData(0, 1, 0.2, "0.2")]
    [InlineData(0, 4000, 3000, "3,000")]
    [InlineData(0, 30_000_000, 20_000_000, "20 M")]
    [InlineData(-4, 4, -2, "−2")]
    [InlineData(0.98, 1, 0.985, "0.985")]
    public void A_label_has_the_decimals_that_the_step_needs(double low, double high, double value, string expected) =>
        Assert.Equal(expected, Ticks.Enclosing(low, high, 5).Label(value));
}
