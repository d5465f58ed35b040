namespace Faultline.DuckDb.Tests.Reading;

public sealed class ManyFilesTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_pattern_reads_its_files_in_ordinal_order_of_their_names()
    {
        _scratch.File("b.csv", "n,t\n3,z\n");
        _scratch.File("a10.csv", "n,t\n1,x\n");
        _scratch.File("a2.csv", "t,n\ny,2\n");
        _scratch.File("c.txt", "other");
        var read = Scratch.Read(Path.Combine(_scratch.Folder, "*.csv"));

        Assert.Equal([1, 2, 3], read.Table.Numbers("n"));
        Assert.Equal(["x", "y", "z"], read.Table.Texts("t"));
        Assert.Equal(["a10.csv", "a2.csv", "b.csv"], read.Inputs.Select(input => Path.GetFileName(input.Path)));
        Assert.Equal([1, 1, 1], read.Inputs.Select(input => input.Rows));
    }

    [Fact]
    public void Types_are_decided_over_all_files()
    {
        _scratch.File("1.csv", "zip\n10001\n10002\n");
        _scratch.File("2.csv", "zip\n02134\n");

        Assert.Equal(["10001", "10002", "02134"], Scratch.Read(Path.Combine(_scratch.Folder, "?.csv")).Table.Texts("zip"));
    }

    [Theory]
    [InlineData("csv", "a,b\n1,2\n", "a,c\n1,2\n", "has no column 'b'")]
    [InlineData("csv", "a,b\n1,2\n", "a,b,c\n1,2,3\n", "line 1: 3 cells")]
    [InlineData("json", "[{\"a\":1,\"b\":2}]", "[{\"a\":1,\"c\":2}]", "has a column 'c'")]
    [InlineData("json", "[{\"a\":1,\"b\":2}]", "[{\"a\":1}]", "has no column 'b'")]
    public void Files_with_other_columns_are_refused_by_file_and_column(string format, string first, string second, string expected)
    {
        _scratch.File("1." + format, first);
        _scratch.File("2." + format, second);
        var message = Scratch.Refusal(Path.Combine(_scratch.Folder, "*." + format));

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("2." + format, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_files_with_other_columns_are_refused_and_wider_numbers_are_not()
    {
        _scratch.Parquet("1.parquet", "SELECT 1::INTEGER AS a, 'x' AS b");
        _scratch.Parquet("2.parquet", "SELECT 2.5::DOUBLE AS a, 'y' AS b");
        Assert.Equal([1, 2.5], Scratch.Read(Path.Combine(_scratch.Folder, "*.parquet")).Table.Numbers("a"));

        _scratch.Parquet("3.parquet", "SELECT 'three' AS a, 'z' AS b");
        Assert.Contains("3.parquet", Scratch.Refusal(Path.Combine(_scratch.Folder, "*.parquet")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a[1].csv")]
    [InlineData("what?.csv")]
    [InlineData("all*.csv")]
    public void A_file_whose_name_looks_like_a_pattern_is_that_file(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        _scratch.File("a1.csv", "n\n9\n9\n");
        _scratch.File("whatX.csv", "n\n9\n9\n");
        _scratch.File("allX.csv", "n\n9\n9\n");

        Assert.Equal([7], Scratch.Read(_scratch.File(name, "n\n7\n")).Table.Numbers("n"));
    }

    [Theory]
    [InlineData("a[1].parquet")]
    [InlineData("what?.parquet")]
    [InlineData("it's \"odd\".parquet")]
    public void A_parquet_file_whose_name_looks_like_a_pattern_is_that_file(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        File.Move(_scratch.Parquet("plain.parquet", "SELECT 7 AS n"), Path.Combine(_scratch.Folder, name));
        _scratch.Parquet("a1.parquet", "SELECT 9 AS n");
        _scratch.Parquet("whatX.parquet", "SELECT 9 AS n");
        var path = Path.Combine(_scratch.Folder, name);

        Assert.Equal([7], Scratch.Read(path).Table.Numbers("n"));
        Assert.Equal([7], Scratch.Read(path, new ReadOptions { Query = "SELECT n FROM data" }).Table.Numbers("n"));
    }
}
