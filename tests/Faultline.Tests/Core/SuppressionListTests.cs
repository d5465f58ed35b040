namespace Faultline.Tests.Core;

public sealed class SuppressionListTests
{
    static readonly CheckInfo s_hygiene = Made.Entries[1].Info;

    [Theory]
    [InlineData("FL107-1234abcd", true)]
    [InlineData("fl107-1234ABCD", true)]
    [InlineData("FL107", true)]
    [InlineData("ColumnHygiene", true)]
    [InlineData("FL107-1234abce", false)]
    [InlineData("FL103", false)]
    [InlineData("FL10", false)]
    public void A_suppression_names_a_finding_or_all_of_a_check(string id, bool covers) =>
        Assert.Equal(covers ? "agreed" : null, SuppressionList.ReasonFor([new Suppression(id, "agreed")], s_hygiene, "FL107-1234abcd"));

    [Fact]
    public void A_suppression_that_covers_nothing_is_said()
    {
        Suppression[] suppressions = [new("FL107-00000000", "was mended"), new("FL103", "agreed"), new("nonsense", "typed wrong"), new("FL107-1234abcd", "used")];
        var checks = Made.Checks(Made.Check("FL103", CheckStatus.Skipped, reason: "not selected"));

        var said = SuppressionList.Unused(suppressions, [Made.Finding("FL107", "1234abcd")], checks, Made.Entries).ToArray();

        Assert.Equal(2, said.Length);
        Assert.Contains("'FL107-00000000' covers no finding", said[0], StringComparison.Ordinal);
        Assert.Contains("'nonsense' names no finding and no check", said[1], StringComparison.Ordinal);
    }
}
