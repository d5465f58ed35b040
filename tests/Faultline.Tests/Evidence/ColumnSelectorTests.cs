using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

public sealed class ColumnSelectorTests
{
    [Theory]
    [InlineData("b", "b")]
    [InlineData(" b , a ", "b a")]
    [InlineData("a,a,A", "a A")]
    [InlineData("AGE", "age")]
    [InlineData("x*", "x1 x2 x3 x10 x")]
    [InlineData("x?", "x1 x2 x3")]
    [InlineData("x1..x3", "x1 x2 x3")]
    [InlineData("x2..x10", "x2 x3 x10")]
    [InlineData("X2..X3", "x2 x3")]
    [InlineData("b..x2", "b x1 x2")]
    [InlineData("x*,b", "x1 x2 x3 x10 x b")]
    public void Chooses_names_globs_and_ranges(string list, string expected)
    {
        var table = Named("a", "A", "age", "b", "x1", "x2", "x3", "x10", "x");
        Assert.Equal(expected.Split(' '), ColumnSelector.Select(table, list, "--features"));
    }

    [Theory]
    [InlineData("income, net", "income, net")]
    [InlineData("a,income, net,b", "a|income, net|b")]
    [InlineData("\"income, net\",b", "income, net|b")]
    [InlineData("p*", "p*")]
    [InlineData("a..b", "a..b")]
    [InlineData("x,y,z", "x,y|z")]
    public void Whole_names_come_before_signs(string list, string expected)
    {
        var table = Named("a", "b", "income, net", "p*", "p1", "a..b", "x,y", "x", "z");
        Assert.Equal(expected.Split('|'), ColumnSelector.Select(table, list, "--features"));
    }

    [Fact]
    public void A_glob_that_no_name_matches_exactly_ignores_case() =>
        Assert.Equal(["P1", "P2"], ColumnSelector.Select(Named("a", "P1", "P2"), "p*", "--features"));

    [Fact]
    public void An_item_without_a_match_names_the_nearest_column()
    {
        var message = Refused(() => ColumnSelector.Select(Named("height", "weight", "age"), "age,wieght", "--features"));
        Assert.Contains("'wieght'", message, StringComparison.Ordinal);
        Assert.Contains("nearest is 'weight'", message, StringComparison.Ordinal);
        Assert.Contains("--features", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_unlike_all_columns_is_not_taken_for_one()
    {
        var message = Refused(() => ColumnSelector.Select(Named("height", "weight", "age"), "purchase_date", "--features"));
        Assert.DoesNotContain("nearest", message, StringComparison.Ordinal);
        Assert.Contains("height, weight, age", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q*")]
    [InlineData("x1..x9")]
    [InlineData("x2..x1")]
    [InlineData(",")]
    [InlineData("\"x*\"")]
    public void Refuses_what_matches_nothing(string list) => Refused(() => ColumnSelector.Select(Named("x1", "x2"), list, "--features"));

    [Fact]
    public void Case_decides_only_where_one_column_is_meant()
    {
        var table = Named("Sex", "SEX", "Age");
        Assert.Equal("Sex", ColumnSelector.One(table, "Sex", "--label"));
        Assert.Equal("Age", ColumnSelector.One(table, "age", "--label"));
        Assert.Contains("'Sex' and 'SEX'", Refused(() => ColumnSelector.One(table, "sex", "--label")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_reads_a_name_with_a_comma_or_a_star_as_a_name()
    {
        Assert.Equal("a,b", ColumnSelector.One(Named("a,b", "a"), "a,b", "--label"));
        Refused(() => ColumnSelector.One(Named("x1", "x2"), "x*", "--label"));
    }
}
