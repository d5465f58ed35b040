namespace Faultline.Tests;

public sealed class TailGapTests
{
    // A Pareto tail is the worst case: the level must hold there exactly, and a fortiori in lighter tails.
    [Theory]
    [InlineData("pareto")]
    [InlineData("cauchy")]
    [InlineData("lognormal")]
    [InlineData("normal")]
    [InlineData("exponential")]
    [InlineData("even")]
    public void The_level_holds_whatever_the_tail(string kind)
    {
        var alarms = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            var random = SeededRandom.For(draw, kind);
            var values = Enumerable.Range(0, 300).Select(_ => Draw(kind, random)).Order().ToArray();
            alarms += TailGap.Upper(values, 5, 1.000001, 0.05).Count > 0 ? 1 : 0;
        }

        // The groups' shares of the level add up to 31/32 of 5 %, which is 20 of 400; 37 is four standard errors above.
        Assert.InRange(alarms, 0, 37);
    }

    [Theory]
    [InlineData("normal", 50)]
    [InlineData("exponential", 500)]
    [InlineData("even", 20)]
    public void Values_far_beyond_a_light_tail_are_found(string kind, double far)
    {
        var random = new SeededRandom(5);
        var values = Enumerable.Range(0, 1000).Select(_ => Draw(kind, random)).Append(far).Append(1.5 * far).Order().ToArray();
        var found = TailGap.Upper(values, 5, 2, 1e-3);
        Assert.Equal(2, found.Count);
        Assert.Equal(values.Length, TailGap.Mirror(TailGap.Mirror(values)).Zip(values).Count(pair => pair.First == pair.Second));
        Assert.Equal(0, TailGap.Upper(TailGap.Mirror(values), 5, 2, 1e-3).Count);
    }

    [Fact]
    public void Too_few_values_or_a_grid_of_a_few_say_nothing()
    {
        Assert.Equal(0, TailGap.Upper([1, 2, 3, 1000], 5, 2, 1e-3).Count);
        var few = Enumerable.Repeat(0.0, 500).Concat(Enumerable.Repeat(1.0, 400)).Append(9).ToArray();
        Assert.Equal(0, TailGap.Upper(few, 5, 2, 1e-3).Count);
        Assert.Equal(0, TailGap.Upper([], 5, 2, 1e-3).Count);
    }

    static double Draw(string kind, SeededRandom random) => kind switch
    {
        "pareto" => Math.Pow(1 - random.NextDouble(), -0.5),
        "cauchy" => Math.Tan(Math.PI * (random.NextDouble() - 0.5)),
        "lognormal" => Math.Exp(2 * random.NextGaussian()),
        "exponential" => random.NextExponential(),
        "even" => random.NextDouble(),
        _ => random.NextGaussian(),
    };
}
