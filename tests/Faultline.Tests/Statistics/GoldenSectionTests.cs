namespace Faultline.Tests;

/// <summary>Minima that have a closed form.</summary>
public sealed class GoldenSectionTests
{
    static readonly double s_ratio = (Math.Sqrt(5) - 1) / 2;

    public static TheoryData<Func<double, double>, double, double, double> Functions => new()
    {
        { x => x - Math.Log(x), 0.01, 9, 1 },
        { x => Math.Cosh(x - 0.3), -2, 5, 0.3 },
        { x => x * Math.Log(x), 0.001, 1, 1 / Math.E },
        { x => Math.Abs(x + 7), -20, 3, -7 },
        { x => Math.Exp(x), -1, 2, -1 },
        { x => -x, -1, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_least_value_is_found_within_half_of_the_last_stretch(Func<double, double> function, double low, double high, double expected)
    {
        const int Steps = 25;
        Assert.Equal(expected, GoldenSection.Minimum(function, low, high, Steps, TestContext.Current.CancellationToken), (0.5 * (high - low) * Math.Pow(s_ratio, Steps)) + 1e-9);
    }

    [Fact]
    public void Each_step_asks_once()
    {
        int asked = 0;
        double Square(double x)
        {
            asked++;
            return x * x;
        }

        Assert.Equal(0, GoldenSection.Minimum(Square, -1, 3, 12, TestContext.Current.CancellationToken), 0.01);
        Assert.Equal(2 + 12, asked);
    }

    [Fact]
    public void Cancelling_stops_it() =>
        Assert.Throws<OperationCanceledException>(() => GoldenSection.Minimum(x => x, 0, 1, 1, new CancellationToken(canceled: true)));
}
