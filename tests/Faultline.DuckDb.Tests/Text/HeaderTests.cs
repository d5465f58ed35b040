namespace Faultline.DuckDb.Tests.Text;

public sealed class HeaderTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", true)]
    [InlineData("1,2\n3,4\n", false)]
    [InlineData("39, State-gov, 77516\n50, Self-emp, 83311\n38, Private, 215646\n", false)]
    [InlineData("?,x,1\n2,y,3\n4,x,5\n", false)]
    [InlineData("text,category\nhow do I,card\nwhy is,loan\nwhen will,card\n", true)]
    [InlineData("how do I,card\nwhy is,loan\nwhen will,card\n", false)]
    [InlineData("country,1990,1991,1992\nFR,1.5,2,3\nDE,2,2.5,3\n", true)]
    [InlineData("0,1,2,3\n7,3,9,1\n4,4,2,8\n", true)]
    [InlineData("0,1,2,3\n1,2,3,4\n2,3,4,5\n", false)]
    [InlineData("150,4,setosa,versicolor\n5.1,3.5,1.4,0.2\n4.9,3,1.4,0.2\n", true)]
    [InlineData("when,flag\n2020-01-01,true\n2020-01-02,false\n", true)]
    [InlineData("2020-01-01,true\n2020-01-02,false\n", false)]
    [InlineData("name\nann\nbob\n", true)]
    public void Names_are_told_from_data(string text, bool hasHeader)
    {
        var read = Scratch.Read(_scratch.File("t.csv", text));

        Assert.Equal(!hasHeader, read.Table.Columns[0].Name == "column0");
        Assert.Equal(text.Count(c => c == '\n') - (hasHeader ? 1 : 0), read.Table.RowCount);
        Assert.Equal(!hasHeader, read.Warnings.Any(warning => warning.Contains("has no header", StringComparison.Ordinal)));
    }
}
