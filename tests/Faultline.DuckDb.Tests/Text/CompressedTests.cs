namespace Faultline.DuckDb.Tests.Text;

public sealed class CompressedTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Gzip_is_told_by_its_bytes_not_by_its_name()
    {
        Assert.Equal([1, 2], Scratch.Read(_scratch.Gzip("t.data", "a,b\n1,x\n2,y\n")).Table.Numbers("a"));
        Assert.Equal([1, 2], Scratch.Read(_scratch.Gzip("t.json.gz", "[{\"a\":1},{\"a\":2}]")).Table.Numbers("a"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public void Zstd_is_read(string format)
    {
        var path = _scratch.Write($"t.{format}.zst", $"COPY (SELECT i AS a, 'naïve, ' || i || chr(10) || '\"two\"' AS b FROM range(50000) t(i)) TO FILE (FORMAT {format}, COMPRESSION zstd)");
        var table = Scratch.Read(path).Table;

        Assert.Equal(50_000, table.RowCount);
        Assert.Equal(49_999, table.Numbers("a")[49_999]);
        Assert.Equal("naïve, 49999\n\"two\"", table["b"].Text(49_999));
    }

    [Fact]
    public void Standard_input_is_read_as_a_file_is()
    {
        using var stream = new MemoryStream("a,b\n1,x\n2,y\n"u8.ToArray());
        var read = TableReader.Read(["-"], new ReadOptions { StandardInput = stream }, Scratch.Cancellation);

        Assert.Equal([1, 2], read.Table.Numbers("a"));
        Assert.Equal(new InputInfo("-", 2, 2, null), Assert.Single(read.Inputs));
    }
}
