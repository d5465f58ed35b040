namespace Faultline.Cli.Tests;

public sealed class ProgressLineTests : IDisposable
{
    readonly StringWriter _error = new() { NewLine = "\n" };
    readonly ManualClock _clock = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Without_a_terminal_there_is_one_plain_line_every_ten_seconds_with_the_time_left()
    {
        using var progress = Progress(quiet: false);
        progress.Step("reading data");
        _clock.Pass(10);
        progress.Report(new AuditProgress("FL103 Duplicates", 0));
        _clock.Pass(5);
        progress.Report(new AuditProgress("FL104 Outliers", 0.25));
        _clock.Pass(14.9);

        Assert.Equal("faultline: reading data, 10 s\nfaultline: 25 %  FL104 Outliers, 20 s, about 30 s left\n", _error.ToString());
    }

    [Fact]
    public void Progress_never_goes_back()
    {
        using var progress = Progress(quiet: false);
        progress.Report(new AuditProgress("a", 0.5));
        progress.Report(new AuditProgress("b", 0.2));
        _clock.Pass(10);

        Assert.StartsWith("faultline: 50 %  b", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_shows_nothing()
    {
        using var progress = Progress(quiet: true);
        progress.Report(new AuditProgress("a", 0.5));
        _clock.Pass(60);

        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void After_the_end_nothing_is_shown()
    {
        Progress(quiet: false).Dispose();
        _clock.Pass(60);

        Assert.Empty(_error.ToString());
    }

    [Theory]
    [InlineData("two\nlines\r\n\tand more", "two lines and more")]
    [InlineData("\u001b[2Jcleared\u0007", "\\u001b[2Jcleared\\u0007")]
    public void A_message_is_one_line_that_steers_no_terminal(string text, string shown)
    {
        new Messages(_error).Error(text);

        Assert.Equal("faultline: " + shown + "\n", _error.ToString());
    }

    ProgressLine Progress(bool quiet) => new(new Messages(_error), quiet, draws: false, _clock);
}
