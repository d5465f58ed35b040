using System.Globalization;
using System.Text;

namespace Faultline.Tests.Tables;

public sealed class TimeTextTests
{
    static string? Read(string text, bool dayFirst = false) =>
        TimeText.TryParse(Encoding.UTF8.GetBytes(text), dayFirst, out var microseconds, out _) ? TimeColumn.Write(microseconds, withTimeOfDay: true) : null;

    [Theory]
    [InlineData("1998-06-12", "1998-06-12T00:00:00")]
    [InlineData("1998/6/2", "1998-06-02T00:00:00")]
    [InlineData("1998.06.12", "1998-06-12T00:00:00")]
    [InlineData("1998-06", "1998-06-01T00:00:00")]
    [InlineData("1998-Jun-12", "1998-06-12T00:00:00")]
    [InlineData("1998-06-12T08:30", "1998-06-12T08:30:00")]
    [InlineData("1998-06-12 08:30:15.25", "1998-06-12T08:30:15.25")]
    [InlineData("1998-06-12T08:30:15Z", "1998-06-12T08:30:15")]
    [InlineData("1998-06-12T01:30:00+02:00", "1998-06-11T23:30:00")]
    [InlineData("1998-06-12 23:30:00 -0100", "1998-06-13T00:30:00")]
    [InlineData("Jun 12 1998", "1998-06-12T00:00:00")]
    [InlineData("Dec 31 2046", "2046-12-31T00:00:00")]
    [InlineData("June 2, 1915", "1915-06-02T00:00:00")]
    [InlineData("12 June 1998", "1998-06-12T00:00:00")]
    [InlineData("12-Jun-98", "1998-06-12T00:00:00")]
    [InlineData("1-Sept-2004", "2004-09-01T00:00:00")]
    [InlineData("Jan 1 2012 9:05 PM", "2012-01-01T21:05:00")]
    [InlineData("6/2/1998", "1998-06-02T00:00:00")]
    [InlineData("12/31/68", "2068-12-31T00:00:00")]
    [InlineData("12/31/69", "1969-12-31T00:00:00")]
    [InlineData("06-12-1998", "1998-06-12T00:00:00")]
    [InlineData("6/2/1998 12:00 am", "1998-06-02T00:00:00")]
    [InlineData("2000-02-29", "2000-02-29T00:00:00")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00")]
    [InlineData("9999-12-31", "9999-12-31T00:00:00")]
    [InlineData("Mar 2010", "2010-03-01T00:00:00")]
    public void Dates_and_moments(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("1/2/1998", "1998-02-01T00:00:00")]
    [InlineData("31.12.1999", "1999-12-31T00:00:00")]
    [InlineData("31-12-1999 17:45", "1999-12-31T17:45:00")]
    public void Days_first(string text, string expected) => Assert.Equal(expected, Read(text, dayFirst: true));

    [Theory]
    [InlineData("1999-02-29")]
    [InlineData("1998-13-01")]
    [InlineData("1998-06-31")]
    [InlineData("31/12/1999")]
    [InlineData("1.2.10")]
    [InlineData("1-2-10")]
    [InlineData("10.1.1")]
    [InlineData("19980612")]
    [InlineData("123456")]
    [InlineData("12:30:00")]
    [InlineData("Marble 12 1998")]
    [InlineData("Jun 12")]
    [InlineData("1998-06-12x")]
    [InlineData("1998-06-12T25:00")]
    [InlineData("1998-06-12T10:61")]
    [InlineData("1998-06-12 13:00 PM")]
    [InlineData("2013-14")]
    [InlineData("555-12-1998")]
    [InlineData("")]
    public void What_is_no_date(string text) => Assert.Null(Read(text));

    [Fact]
    public void Days_are_counted_as_the_calendar_does()
    {
        for (var date = new DateOnly(1850, 1, 1); date < new DateOnly(2150, 1, 1); date = date.AddDays(13))
        {
            Assert.True(TimeText.TryParse(Encoding.UTF8.GetBytes(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), false, out var microseconds, out var numeric));
            Assert.Equal((date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).Ticks / 10, microseconds);
            Assert.False(numeric);
        }
    }
}
