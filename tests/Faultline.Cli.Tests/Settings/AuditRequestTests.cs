using Faultline.DuckDb;

namespace Faultline.Cli.Tests;

public sealed class AuditRequestTests
{
    [Theory]
    [InlineData("64MB", 64_000_000)]
    [InlineData("64 MiB", 67_108_864)]
    [InlineData("1.5g", 1_500_000_000)]
    [InlineData("2GiB", 2_147_483_648)]
    [InlineData("300000000", 300_000_000)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text, "--memory"));

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-5GB")]
    [InlineData("1e99GB")]
    [InlineData("99999999TB")]
    [InlineData("2GBs")]
    [InlineData("10MB")]
    public void What_is_no_size_is_refused(string text) => Assert.Contains("--memory", Assert.Throws<InputException>(() => ByteSize.Parse(text, "--memory")).Message, StringComparison.Ordinal);

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        var request = AuditRequest.From(GivenSettings.Of([new(AuditSettings.Data, ["d.csv"])]));

        Assert.Equal("faultline-report", request.Out);
        Assert.Equal(ScoresFormat.Parquet, request.Scores);
        Assert.Equal(0, request.Options.Seed);
        Assert.Equal(LearnerChoice.Auto, request.Options.Learner);
        Assert.True(request.Options.ShowValues);
        Assert.Null(request.Task);
        Assert.Null(request.Header);
        Assert.Equal("faultline audit d.csv", request.Options.Command);
    }

    [Theory]
    [InlineData("tab", '\t')]
    [InlineData("\\t", '\t')]
    [InlineData(";", ';')]
    [InlineData("-", '-')]
    public void A_delimiter_is_one_character_or_a_tab(string text, char delimiter) =>
        Assert.Equal(delimiter, AuditRequest.From(GivenSettings.Of([new(AuditSettings.Data, ["d.csv"]), new(AuditSettings.Delimiter, [text])])).Delimiter);
}
