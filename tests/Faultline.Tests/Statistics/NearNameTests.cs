namespace Faultline.Tests;

public sealed class NearNameTests
{
    // By hand: letters to change against a third of the shorter word.
    [Theory]
    [InlineData("lable", "label")]
    [InlineData("naem", "name")]
    [InlineData("Species", "species")]
    [InlineData("specie", "species")]
    [InlineData("temp", "temperature")]
    [InlineData("classify", "classification")]
    [InlineData("wieght", "weight")]
    [InlineData("purchase_date", null)]
    [InlineData("sex", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_is_named_where_it_is_near(string written, string? near) =>
        Assert.Equal(near, NearName.Of(written, ["age", "label", "name", "species", "temperature", "classification", "weight", "date"]));

    [Fact]
    public void The_nearer_of_two_near_names_wins_and_ties_go_to_the_one_that_begins_alike()
    {
        Assert.Equal("probability", NearName.Of("probabilty", ["probabilities", "probability"]));
        Assert.Equal("weighs", NearName.Of("weight", ["height", "weighs"]));
    }
}
