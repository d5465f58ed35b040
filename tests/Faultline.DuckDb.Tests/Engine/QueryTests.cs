namespace Faultline.DuckDb.Tests.Engine;

public sealed class QueryTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    static ReadOptions Query(string sql) => new() { Query = sql };

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("parquet")]
    public void A_query_sees_the_columns_and_its_rows_are_numbered_in_result_order(string format)
    {
        var path = _scratch.Write("t." + format, $"COPY (SELECT i AS n, 'g' || (i % 3) AS g, DATE '2020-01-01' + i::INTEGER AS d FROM range(10) r(i)) TO FILE (FORMAT {format})");
        var table = Scratch.Read(path, Query("SELECT g, sum(n) AS total, min(d) AS first FROM data GROUP BY g ORDER BY total DESC;")).Table;

        Assert.Equal(["g0", "g2", "g1"], table.Texts("g"));
        Assert.Equal([18, 15, 12], table.Numbers("total"));
        Assert.Equal(["2020-01-01", "2020-01-03", "2020-01-02"], table.Texts("first"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Inputs_are_told_as_they_lie_there_whatever_the_query_takes_from_them(string format)
    {
        var first = _scratch.Write("a." + format, $"COPY (SELECT i AS n, 'g' || (i % 3) AS g FROM range(10) r(i)) TO FILE (FORMAT {format})");
        var second = _scratch.Write("b." + format, $"COPY (SELECT i AS n, 'g' || (i % 3) AS g FROM range(7) r(i)) TO FILE (FORMAT {format})");
        var read = TableReader.Read([first, second], Query("SELECT n FROM data WHERE n > 5"), Scratch.Cancellation);

        Assert.Equal(5, read.Table.RowCount);
        Assert.Equal([(10, 2), (7, 2)], read.Inputs.Select(input => (input.Rows, input.Columns)));
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('OTHER')")]
    [InlineData("SELECT * FROM 'OTHER'")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("COPY data TO 'OTHER'")]
    [InlineData("SET memory_limit='10GB'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("ATTACH 'OTHER' AS x")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT * FROM data) ; COPY data TO 'OTHER'; SELECT * FROM (SELECT 1")]
    [InlineData("SELECT nothing FROM data")]
    [InlineData("this is no query")]
    [InlineData("")]
    public void A_query_reaches_nothing_but_the_input(string sql)
    {
        var other = _scratch.File("other.csv", "secret\n1\n");
        foreach (var path in new[] { _scratch.File("t.csv", "a\n1\n"), _scratch.Parquet("t.parquet", "SELECT 1 AS a") })
        {
            var message = Scratch.Refusal(path, Query(sql.Replace("OTHER", other, StringComparison.Ordinal)));
            Assert.StartsWith("--query", message, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
        }

        Assert.Equal("secret\n1\n", File.ReadAllText(other));
    }

    [Fact]
    public void A_query_gives_the_same_rows_in_the_same_order_however_often_it_runs()
    {
        var path = _scratch.Parquet("t.parquet", "SELECT i AS n, i * 0.1 AS x FROM range(300000) r(i)", ", ROW_GROUP_SIZE 2048");
        Table Once(int threads) => Scratch.Read(path, new ReadOptions { Threads = threads, Query = "SELECT n % 1000 AS g, sum(x) AS s FROM (SELECT * FROM data USING SAMPLE reservoir(50000 ROWS) REPEATABLE (3)) GROUP BY g" }).Table;

        var first = Once(1);
        foreach (var threads in new[] { 1, 4, 8 })
        {
            var again = Once(threads);
            Assert.Equal(first.Numbers("g"), again.Numbers("g"));
            Assert.Equal(first.Numbers("s"), again.Numbers("s"));
        }
    }

    [Fact]
    public void A_query_without_rows_is_refused()
    {
        Assert.Contains("no rows", Scratch.Refusal(_scratch.File("t.csv", "a\n1\n"), Query("SELECT * FROM data WHERE a > 5")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_differ_in_case_alone_are_both_there() =>
        Assert.Equal(["a", "A_1"], Scratch.Read(_scratch.File("t.csv", "a,A\n1,2\n"), Query("SELECT * FROM data")).Table.Names());

    [Fact]
    public void Result_columns_of_one_name_are_made_different()
    {
        Assert.Equal(["a", "a_1"], Scratch.Read(_scratch.File("t.csv", "a\n1\n"), Query("SELECT a, a FROM data")).Table.Names());
    }

    [Fact]
    public async Task A_query_stops_when_it_is_cancelled()
    {
        var path = _scratch.File("t.csv", "a\n1\n");
        using var source = new CancellationTokenSource();
        var reading = Task.Run(() => TableReader.Read([path], Query("SELECT count(*) AS n FROM range(3000000) x(i), range(3000000) y(j) WHERE i * j % 7 = 3"), source.Token), Scratch.Cancellation);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
