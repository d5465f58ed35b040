namespace Faultline.Tests;

public sealed class RepeatedSplitsTests
{
    [Fact]
    public void The_interval_is_Students_with_the_corrected_variance()
    {
        // Mean 2.5, S² = 5/3; (1/4 + 1/4) · 5/3 = 5/6; t(3; 0.975) = 3.182446305 (tables): half width 2.905162.
        var interval = RepeatedSplits.CorrectedInterval([1, 2, 3, 4], 0.25);

        Assert.Equal(2.5 - 2.905162, interval.Low, 5);
        Assert.Equal(2.5 + 2.905162, interval.High, 5);
    }

    [Fact]
    public void Equal_differences_have_no_width_and_one_split_has_no_interval()
    {
        Assert.Equal(new Interval(0, 0), RepeatedSplits.CorrectedInterval([0, 0, 0], 0.25));
        Assert.Throws<ArgumentException>(() => RepeatedSplits.CorrectedInterval([1], 0.25));
    }
}
