namespace Faultline.Reporting.Tests;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(32561, "32,561")]
    [InlineData(-4, "−4")]
    [InlineData(0.85249, "0.852")]
    [InlineData(0.85, "0.850")]
    [InlineData(0.9996, "0.9996")]
    [InlineData(-0.99998, "−0.99998")]
    [InlineData(0.9999999, "0.999999")]
    [InlineData(0.9994, "0.999")]
    [InlineData(9.996, "10.0")]
    [InlineData(12.345, "12.3")]
    [InlineData(123.45, "123")]
    [InlineData(999.6, "1,000")]
    [InlineData(12345.6, "12,300")]
    [InlineData(-0.01234, "−0.0123")]
    [InlineData(0.0001234, "0.000123")]
    [InlineData(0.000012, "1.20×10⁻⁵")]
    [InlineData(1.5e20, "1.50×10²⁰")]
    [InlineData(double.NaN, "not measured")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void A_number_has_three_significant_digits_and_a_whole_one_all(double value, string expected) => Assert.Equal(expected, NumberText.Value(value));

    [Theory]
    [InlineData(110, 171, false, "(110–171)")]
    [InlineData(-0.25, 0.5, false, "(−0.250 to 0.500)")]
    [InlineData(0.0318, 0.0507, true, "(3.18–5.07)")]
    public void An_interval_stands_in_brackets(double low, double high, bool percent, string expected) => Assert.Equal(expected, NumberText.Interval(low, high, percent));

    [Fact]
    public void A_measure_carries_its_unit_and_a_share_is_a_percentage()
    {
        Assert.Equal("142 rows (110–171)", NumberText.Measure(new Measure("errors", 142, 110, 171, 0.95, "rows")));
        Assert.Equal("0.436 % of rows", NumberText.Measure(new Measure("errors", 0.00436, Unit: "share of rows")));
        Assert.Equal("0.0412", NumberText.Measure(new Measure("ece", 0.0412)));
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(3974305, "3.97 MB")]
    [InlineData(2_000_000_000, "2 GB")]
    public void A_size_has_a_unit(long bytes, string expected) => Assert.Equal(expected, NumberText.Bytes(bytes));

    [Theory]
    [InlineData(0.4126, "0.413 s")]
    [InlineData(12.44, "12.4 s")]
    [InlineData(200, "3 min 20 s")]
    public void A_duration_has_a_unit(double seconds, string expected) => Assert.Equal(expected, NumberText.Seconds(seconds));
}
