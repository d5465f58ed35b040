namespace Faultline.DuckDb.Tests.Parquet;

public sealed class ParquetBlocksTests : IDisposable
{
    const string Query = "SELECT i AS n, (i * 0.25)::FLOAT AS f, 'k' || (i * 7 % 900) AS t, CASE WHEN i % 10 = 3 THEN NULL ELSE 'a longer text of ' || (i % 3) END AS q, i % 2 = 0 AS b, DATE '2020-01-01' + (i % 500)::INTEGER AS day FROM range(FROM_ROW, TO_ROW) r(i)";

    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(2_048)]
    [InlineData(30_000)]
    [InlineData(122_880)]
    public void Blocks_hold_every_row_in_order_whatever_the_row_groups(int group)
    {
        string[] files = [File("a.parquet", 0, 50_001, group), File("b.parquet", 50_001, 50_010, group), File("c.parquet", 50_010, 90_000, group)];
        var held = Scratch.Read(Path.Join(_scratch.Folder, "*.parquet")).Table;
        using var blocks = TableReader.Open(files, new ReadOptions(), 1_000, TestContext.Current.CancellationToken);

        Assert.Equal(90_000, blocks!.RowCount);
        Assert.Equal([50_001, 9, 39_990], blocks.Inputs.Select(input => input.Rows));
        var next = 0;
        for (var part = 0; part < blocks.Parts; part++)
        {
            foreach (var block in blocks.Read(part, ["q", "n", "t", "b", "day", "f"], TestContext.Current.CancellationToken))
            {
                Assert.Equal(next, block.First);
                Assert.InRange(block.Rows.RowCount, 1, RowBlocks.BlockRows);
                foreach (var name in new[] { "n", "f", "t", "q", "b", "day" })
                {
                    for (var row = 0; row < block.Rows.RowCount; row += 1 + (row % 7))
                    {
                        Assert.Equal(held[name].Text(next + row), block.Rows[name].Text(row));
                    }

                    Assert.Equal(held[name].Kind, blocks.KindOf(name));
                }

                next += block.Rows.RowCount;
            }
        }

        Assert.Equal(90_000, next);
        Assert.Null(blocks.KindOf("none"));
    }

    [Fact]
    public void Rows_are_taken_by_number_over_files_and_row_groups()
    {
        string[] files = [File("a.parquet", 0, 50_001, 4_096), File("b.parquet", 50_001, 90_000, 10_000)];
        using var blocks = TableReader.Open(files, new ReadOptions(), 1_000, TestContext.Current.CancellationToken);
        int[] rows = [0, 3, 4_095, 4_096, 50_000, 50_001, 77_777, 89_999];

        var taken = blocks!.Take(rows, TestContext.Current.CancellationToken);

        Assert.Equal(rows.Select(row => (double)row), ((NumberColumn)taken["n"]).Values.ToArray());
        Assert.Equal(rows.Select(row => "k" + (row * 7L % 900)), rows.Select((_, i) => taken["t"].Text(i)));
        Assert.True(taken["q"].IsMissing(1));
        Assert.Equal(ColumnKind.Time, taken["day"].Kind);
    }

    [Fact]
    public void Small_tables_text_files_and_queries_are_not_opened()
    {
        var path = File("a.parquet", 0, 5_000, 4_096);
        System.IO.File.WriteAllText(Path.Join(_scratch.Folder, "t.csv"), "a,b\n1,2\n");

        Assert.Null(TableReader.Open([path], new ReadOptions(), 5_000, TestContext.Current.CancellationToken));
        Assert.Null(TableReader.Open([path], new ReadOptions { Query = "SELECT * FROM data" }, 10, TestContext.Current.CancellationToken));
        Assert.Null(TableReader.Open([Path.Join(_scratch.Folder, "t.csv")], new ReadOptions(), 0, TestContext.Current.CancellationToken));
        using var opened = TableReader.Open([path], new ReadOptions(), 4_999, TestContext.Current.CancellationToken);
        Assert.Equal(5_000, opened?.RowCount);
    }

    [Fact]
    public void A_scan_gives_each_row_to_one_receiver_and_stops_when_asked()
    {
        using var blocks = TableReader.Open([File("a.parquet", 0, 200_000, 2_048)], new ReadOptions(), 1_000, TestContext.Current.CancellationToken)!;
        var sums = new List<double[]>();
        blocks.Scan(0, blocks.Parts, ["n"], 3, () =>
        {
            var sum = new double[1];
            sums.Add(sum);
            return block =>
            {
                foreach (var value in ((NumberColumn)block.Rows["n"]).Values)
                {
                    sum[0] += value;
                }
            };
        }, TestContext.Current.CancellationToken);

        Assert.Equal(199_999.0 * 200_000 / 2, sums.Sum(sum => sum[0]));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => blocks.Scan(0, blocks.Parts, ["n"], 2, () => _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public void Of_several_faults_the_first_is_told()
    {
        using var blocks = TableReader.Open([File("a.parquet", 0, 200_000, 2_048)], new ReadOptions(), 1_000, TestContext.Current.CancellationToken)!;
        var fault = Assert.Throws<InputException>(() => blocks.Scan(0, blocks.Parts, ["n"], 4, () => block =>
        {
            if (block.First + block.Rows.RowCount > 40_000)
            {
                throw new InputException($"row {Math.Max(block.First, 40_000)}");
            }
        }, TestContext.Current.CancellationToken));

        Assert.Equal("row 40000", fault.Message);
    }

    string File(string name, int from, int to, int group) => _scratch.Parquet(name, Query.Replace("FROM_ROW", $"{from}", StringComparison.Ordinal).Replace("TO_ROW", $"{to}", StringComparison.Ordinal), $", ROW_GROUP_SIZE {group}");
}
