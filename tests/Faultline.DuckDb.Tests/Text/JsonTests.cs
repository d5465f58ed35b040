namespace Faultline.DuckDb.Tests.Text;

public sealed class JsonTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("[{\"a\":1,\"b\":\"x\"},{\"a\":2.5,\"b\":null}]")]
    [InlineData("{\"a\":1,\"b\":\"x\"}\n{\"a\":2.5,\"b\":null}\n")]
    [InlineData("{\"a\":1,\"b\":\"x\"}\r\n\r\n{\"b\":null,\"a\":2.5}")]
    [InlineData("\uFEFF [ {\"a\": 1, \"b\": \"\\u0078\"} , {\"a\": 25e-1} ] ")]
    public void Arrays_and_lines_of_objects_read_the_same(string text)
    {
        var table = Scratch.Read(_scratch.File("t.json", text)).Table;

        Assert.Equal(["a", "b"], table.Names());
        Assert.Equal([1, 2.5], table.Numbers("a"));
        Assert.Equal(["x", null], table.Texts("b"));
    }

    [Fact]
    public void Keys_that_come_late_or_are_absent_are_missing()
    {
        var table = Scratch.Read(_scratch.File("t.json", "[{\"a\":1},{\"c\":true},{\"a\":3,\"b\":\"z\"}]")).Table;

        Assert.Equal(["a", "c", "b"], table.Names());
        Assert.Equal(["1", null, "3"], table.Texts("a"));
        Assert.Equal([null, "true", null], table.Texts("c"));
        Assert.Equal(ColumnKind.Boolean, table["c"].Kind);
    }

    [Fact]
    public void Mixed_numbers_and_texts_are_unquoted_text()
    {
        Assert.Equal(["300", "Up", "12"], Scratch.Read(_scratch.File("t.json", "[{\"title\":300},{\"title\":\"Up\"},{\"title\":\"12\"}]")).Table.Texts("title"));
    }

    [Fact]
    public void Nested_values_are_left_out_and_said()
    {
        var read = Scratch.Read(_scratch.File("t.json", "[{\"a\":1,\"p\":{\"x\":[1,{\"y\":2}]}},{\"a\":2,\"p\":[3]}]"));

        Assert.Equal(["a"], read.Table.Names());
        Assert.Contains(read.Warnings, warning => warning.Contains("'p'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_repeats_a_key_keeps_the_first_value_and_says_so()
    {
        var read = Scratch.Read(_scratch.File("t.json", "[{\"a\":1,\"a\":2,\"b\":3},{\"a\":4,\"b\":5}]"));

        Assert.Equal([1, 4], read.Table.Numbers("a"));
        Assert.Single(read.Warnings);
    }

    [Fact]
    public void Objects_that_cross_buffers_are_whole()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"{{\"i\":{i},\"t\":\"{new string('é', i % 200)}\\n{i}\"}}");
        var table = Scratch.Read(_scratch.File("t.jsonl", string.Join('\n', rows))).Table;

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (double)i), table.Numbers("i"));
        Assert.Equal(new string('é', 19_999 % 200) + "\n19999", table["t"].Text(19_999));
    }
}
