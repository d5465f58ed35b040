using System.Globalization;
using System.Text;

namespace Faultline.Tests.Tables;

public sealed class NumberParserTests
{
    static double? Parse(string text, NumberStyle style) => NumberParser.TryParse(Encoding.UTF8.GetBytes(text), style, out var value) ? value : null;

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("-0", -0.0)]
    [InlineData("12", 12.0)]
    [InlineData("+12.50", 12.5)]
    [InlineData(" 3.25 ", 3.25)]
    [InlineData("\t7", 7.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-1.5E-3", -0.0015)]
    [InlineData("007", 7.0)]
    [InlineData("0.1", 0.1)]
    [InlineData("179769313486231570000000000000000000000", 1.7976931348623157e38)]
    [InlineData("0.000000000000000000000000000001", 1e-30)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void Plain_numbers(string text, double expected) => Assert.Equal(expected, Parse(text, NumberStyle.Plain));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1 2")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("12%")]
    [InlineData("$5")]
    [InlineData("0x1F")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("infinite")]
    [InlineData("١٢")]
    public void What_is_no_number(string text) => Assert.Null(Parse(text, NumberStyle.Plain));

    [Theory]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("-12,345,678", -12345678.0)]
    [InlineData("999", 999.0)]
    [InlineData("1234.5", 1234.5)]
    public void Comma_groups(string text, double expected) => Assert.Equal(expected, Parse(text, NumberStyle.CommaGroups));

    [Theory]
    [InlineData("1,23")]
    [InlineData("1234,567")]
    [InlineData(",123")]
    [InlineData("1,234,")]
    [InlineData("1.5,000")]
    public void Groups_that_are_not_of_three_digits(string text) => Assert.Null(Parse(text, NumberStyle.CommaGroups));

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1.234.567", 1234567.0)]
    [InlineData("1 234,5", 1234.5)]
    [InlineData("1\u00A0234\u00A0567,25", 1234567.25)]
    [InlineData("-0,001", -0.001)]
    [InlineData(",5", 0.5)]
    public void Decimal_commas(string text, double expected) => Assert.Equal(expected, Parse(text, NumberStyle.DecimalComma));

    [Theory]
    [InlineData("1.23")]
    [InlineData("1.234 567")]
    [InlineData("1,2,3")]
    [InlineData("12.34,5")]
    public void Decimal_commas_with_groups_out_of_place(string text) => Assert.Null(Parse(text, NumberStyle.DecimalComma));

    [Fact]
    public void Every_double_comes_back_from_its_text()
    {
        var random = SeededRandom.For(3, "doubles");
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.UInt64BitsToDouble(random.NextUInt64());
            if (double.IsFinite(value))
            {
                Assert.Equal(value, Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyle.Plain));
            }

            // Short decimals take the fast way, which must round as the long one does.
            var text = (random.NextInt(1_000_000_000) / 1000m).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), Parse(text, NumberStyle.Plain));
        }
    }
}
