namespace Faultline.DuckDb.Tests.Parquet;

public sealed class ParquetTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_type_arrives_as_what_it_is()
    {
        var path = _scratch.Parquet("t.parquet", """
            SELECT 1::TINYINT AS i1, -300::SMALLINT AS i2, 70000::INTEGER AS i4, 5000000000::BIGINT AS i8, 255::UTINYINT AS u1, 65535::USMALLINT AS u2,
                4000000000::UINTEGER AS u4, 12::UBIGINT AS u8, 1.5::FLOAT AS f4, 2.25::DOUBLE AS f8, 12.34::DECIMAL(9,2) AS d, 7::HUGEINT AS h,
                true AS b, 'text' AS t, DATE '2001-02-03' AS day, TIMESTAMP '2001-02-03 04:05:06.789' AS moment, TIMESTAMPTZ '2001-02-03 04:05:06+00' AS zoned,
                TIMESTAMP_NS '2001-02-03 04:05:06.000001' AS fine, TIME '04:05:06' AS clock, [1.5, 2.5] AS v, {'x': 1} AS s, 'ab'::BLOB AS raw
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            """);
        var read = Scratch.Read(path);
        var table = read.Table;

        string[] numbers = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "d", "h"];
        double[] expected = [1, -300, 70000, 5e9, 255, 65535, 4e9, 12, 1.5, 2.25, 12.34, 7];
        Assert.Equal(expected, numbers.Select(name => table.Numbers(name)[0]));
        Assert.All(table.Columns, column => Assert.True(column.IsMissing(1)));
        Assert.Equal("true", table["b"].Text(0));
        Assert.Equal(ColumnKind.Boolean, table["b"].Kind);
        Assert.Equal("2001-02-03", table["day"].Text(0));
        Assert.Equal("2001-02-03T04:05:06.789", table["moment"].Text(0));
        Assert.Equal("2001-02-03T04:05:06", table["zoned"].Text(0));
        Assert.Equal("2001-02-03T04:05:06.000001", table["fine"].Text(0));
        Assert.Equal("04:05:06", table["clock"].Text(0));
        Assert.Equal([1.5f, 2.5f], Assert.IsType<VectorColumn>(table["v"]).Row(0).ToArray());
        Assert.Null(table.Find("s"));
        Assert.Null(table.Find("raw"));
        Assert.Contains(read.Warnings, warning => warning.Contains("'s', 'raw'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("SELECT * FROM data")]
    public void A_number_that_stands_for_missing_is_missing(string? query)
    {
        var path = _scratch.Parquet("t.parquet", "SELECT * FROM (VALUES (1, 0.5::FLOAT, 'a'), (-999, -999.9::FLOAT, '-999'), (3, 0.25::FLOAT, 'c')) v(n, f, t)");
        var table = Scratch.Read(path, new ReadOptions { NullTexts = ["-999", "-999.9"], Query = query }).Table;

        Assert.Equal([1, double.NaN, 3], table.Numbers("n"));
        Assert.Equal([0.5, double.NaN, 0.25], table.Numbers("f"));
        Assert.Equal(["a", null, "c"], table.Texts("t"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Ranges_of_row_groups_make_one_table_in_file_order(int threads)
    {
        var path = _scratch.Parquet("t.parquet", "SELECT i AS n, 'k' || (i * 7 % 1000) AS t, CASE WHEN i % 10 = 3 THEN NULL ELSE i / 4 END AS q FROM range(100000) r(i)", ", ROW_GROUP_SIZE 4096");
        var table = Scratch.Read(path, new ReadOptions { Threads = threads }).Table;

        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (double)i), table.Numbers("n"));
        Assert.Equal(["k0", "k7", "k14"], ((TextColumn)table["t"]).Categories.Take(3));
        Assert.Equal("k" + (99_999 * 7 % 1000), table["t"].Text(99_999));
        Assert.Equal(10_000, table["q"].MissingCount);
        Assert.Equal(99_998 / 4.0, table.Numbers("q")[99_998]);
    }

    [Fact]
    public void Whole_numbers_that_doubles_cannot_tell_apart_stay_text()
    {
        var table = Scratch.Read(_scratch.Parquet("t.parquet", "SELECT 9007199254740993 + i AS id, i AS n FROM range(3) r(i)")).Table;

        Assert.Equal(["9007199254740993", "9007199254740994", "9007199254740995"], table.Texts("id"));
        Assert.Equal(ColumnKind.Number, table["n"].Kind);
    }

    [Fact]
    public void Lists_of_several_lengths_are_left_out_and_said()
    {
        var read = Scratch.Read(_scratch.Parquet("t.parquet", "SELECT i AS n, CASE i WHEN 1 THEN [1.0] ELSE [1.0, 2.0] END AS v, CAST(CASE i WHEN 0 THEN NULL ELSE [i, i] END AS FLOAT[2]) AS w FROM range(3) r(i)"));

        Assert.Equal(["n", "w"], read.Table.Names());
        Assert.Equal(1, read.Table["w"].MissingCount);
        Assert.Contains(read.Warnings, warning => warning.Contains("differ in length", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_hides_the_row_number_is_read_as_any_other()
    {
        var path = _scratch.Parquet("t.parquet", "SELECT 5 - i AS file_row_number FROM range(5) r(i)", ", ROW_GROUP_SIZE 2048");
        Assert.Equal([5, 4, 3, 2, 1], Scratch.Read(path).Table.Numbers("file_row_number"));
    }

    [Fact]
    public void Dates_kept_as_text_are_dates_only_when_all_are()
    {
        var table = Scratch.Read(_scratch.Parquet("t.parquet", "SELECT '2001-02-0' || i AS d, CASE i WHEN 3 THEN 'later' ELSE '2001-02-0' || i END AS t, '1' || i AS n FROM range(1, 6) r(i)")).Table;

        Assert.Equal([ColumnKind.Time, ColumnKind.Text, ColumnKind.Text], table.Kinds());
        Assert.Equal("2001-02-05", table["d"].Text(4));
    }

    [Fact]
    public void A_folder_named_like_a_partition_adds_no_column()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Folder, "year=2001"));
        var path = _scratch.Parquet("year=2001/t.parquet", "SELECT 1 AS a");

        Assert.Equal(["a"], Scratch.Read(path).Table.Names());
        Assert.Equal(["a"], Scratch.Read(path, new ReadOptions { Query = "SELECT * FROM data" }).Table.Names());
    }

    [Fact]
    public void Names_of_any_kind_are_read()
    {
        const string Name = "a\"b'; DROP\nTABLE x--";
        var table = Scratch.Read(_scratch.Parquet("t.parquet", $"SELECT 1 AS {Sql.Identifier(Name)}, 2 AS \"select\", 3 AS \"\"\"\""));
        Assert.Equal([Name, "select", "\""], table.Table.Names());
    }

    [Fact]
    public void The_number_of_rows_is_that_of_the_file_even_for_none()
    {
        Assert.Contains("no rows", Scratch.Refusal(_scratch.Parquet("t.parquet", "SELECT 1 AS a WHERE false")), StringComparison.Ordinal);
    }
}
