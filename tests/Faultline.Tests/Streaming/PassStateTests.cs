using System.Text;

namespace Faultline.Tests;

public sealed class PassStateTests
{
    static readonly string[] s_streamed = ["FL101", "FL301", "FL302"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void States_of_shards_merged_in_any_order_give_the_report_of_one_process(int shards)
    {
        Table table = StreamedTable.Of(6_000, 11);
        string one = StreamedTable.Json(Audit.Run(StreamedTable.Streamed(table, Uneven(table)), Options(), TestContext.Current.CancellationToken));

        foreach (long seed in new[] { 1L, 2 })
        {
            var reading = new Sharded(shards, seed);
            Assert.Equal(one, StreamedTable.Json(Audit.Run(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = reading }, TestContext.Current.CancellationToken)));
            Assert.Equal(4, reading.Merged.Count);

            // Forty parts: of 64 shards some have no rows.
            Assert.Equal(shards > 40, reading.Empty > 0);
        }
    }

    [Fact]
    public void A_state_that_was_read_is_written_again_to_the_same_bytes()
    {
        Table table = StreamedTable.Of(3_000, 12);
        var reading = new Sharded(3, 0);
        Audit.Run(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = reading }, TestContext.Current.CancellationToken);
        var again = new Replayed(reading.Merged);
        Assert.True(Audit.ReadPasses(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = again }, TestContext.Current.CancellationToken));

        Assert.Equal(reading.Merged, again.Written);
    }

    [Fact]
    public void A_reading_that_stops_ends_the_passes_and_no_row_is_missed_unseen()
    {
        Table table = StreamedTable.Of(2_000, 13);
        Assert.False(Audit.ReadPasses(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = new Partial(goesOn: false) }, TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => Audit.Run(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = new Partial(goesOn: true) }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_state_of_other_classes_does_not_fit()
    {
        Table table = StreamedTable.Of(2_000, 14);
        var reading = new Sharded(2, 0);
        Audit.Run(StreamedTable.Streamed(table, Uneven(table)), Options() with { Passes = reading }, TestContext.Current.CancellationToken);
        Table three = Table.FromColumns("made", [.. table.Columns.Where(column => column.Name != "p_c3").Select(column => column.Name == "y" ? TextColumn.From("y", Enumerable.Range(0, table.RowCount).Select(row => column.Text(row) is "c3" ? "c0" : column.Text(row))) : column)]);
        double[][] p = [.. Enumerable.Range(0, 3).Select(k => ((NumberColumn)table["p_c" + k]).Values.ToArray())];
        for (int row = 0; row < table.RowCount; row++)
        {
            double sum = p.Sum(column => column[row]);
            foreach (double[] column in p)
            {
                column[row] /= sum;
            }
        }

        three = Table.FromColumns("made", [.. three.Columns.Select(column => column.Name.StartsWith("p_c", StringComparison.Ordinal) ? new NumberColumn(column.Name, p[column.Name[^1] - '0']) : column)]);

        Assert.Throws<InvalidDataException>(() => Audit.ReadPasses(StreamedTable.Streamed(three, Uneven(three)), Options() with { Passes = new Replayed(reading.Merged) }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_table_comes_back_from_its_bytes_as_it_was()
    {
        Table table = Table.FromColumns(
            "t",
            [
                new NumberColumn("n", [1, double.NaN, double.PositiveInfinity, -0.0], [new UnreadableCell(1, "?")]),
                TextColumn.From("s", ["ä", null, "", "b\0"]),
                new TextColumn("b", [0, 1, -1, 0], ["false", "true"], isBoolean: true),
                new TimeColumn("d", [0, TimeColumn.Missing, 86_400_000_000, 5], [new UnreadableCell(1, "x")]) { Mixed = new MixedDates([2], true, false) },
                new VectorColumn("v", [1, 2, float.NaN, 4, 5, 6, 7, 8], 2),
            ]);
        using var bytes = new MemoryStream();
        using (var to = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            TableState.Save(table, to);
        }

        bytes.Position = 0;
        Table back = TableState.Load(new BinaryReader(bytes));

        Assert.Equal(table.Name, back.Name);
        Assert.Equal(table.Columns.Select(column => (column.Name, column.Kind, column.MissingCount)), back.Columns.Select(column => (column.Name, column.Kind, column.MissingCount)));
        Assert.All(table.Columns.Zip(back.Columns), pair => Assert.Equal(pair.First.Unreadable, pair.Second.Unreadable));
        Assert.All(table.Columns.Zip(back.Columns), pair => Assert.Equal(Enumerable.Range(0, 4).Select(pair.First.Text), Enumerable.Range(0, 4).Select(pair.Second.Text)));
        Assert.Equal([2], ((TimeColumn)back["d"]).Mixed!.Rows);
        Assert.True(double.IsNegative(((NumberColumn)back["n"]).Values[3]));
    }

    static AuditOptions Options() => new() { Checks = s_streamed, Threads = 1 };

    // Forty parts of uneven length, some of them empty.
    static TableBlocks Uneven(Table table)
    {
        SeededRandom random = SeededRandom.For(6, "uneven");
        return new TableBlocks(table, [.. Enumerable.Range(0, 39).Select(i => i % 9 == 0 ? 0 : random.NextInt(table.RowCount)).Order(), table.RowCount]);
    }

    static byte[] Bytes(WholePass pass)
    {
        using var bytes = new MemoryStream();
        using (var to = new BinaryWriter(bytes))
        {
            pass.Save(to);
        }

        return bytes.ToArray();
    }

    // Every shard is an audit of its own that knows the merged passes before alone.
    sealed class Sharded(int shards, long seed) : IPassReading
    {
        public List<byte[]> Merged { get; } = [];

        public int Empty { get; private set; }

        public bool Read(WholePass pass, CancellationToken cancellation)
        {
            var states = new List<byte[]>();
            for (int shard = 0; shard < shards; shard++)
            {
                int from = shard * pass.Parts / shards, to = (shard + 1) * pass.Parts / shards;
                WholePass own = pass.Fresh();
                own.Read(from, to, cancellation);
                states.Add(Bytes(own));
                Empty += from == to ? 1 : 0;
            }

            SeededRandom random = SeededRandom.For(seed, "order");
            foreach (byte[] state in states.OrderBy(_ => random.NextDouble()))
            {
                pass.Add(new BinaryReader(new MemoryStream(state)));
            }

            Merged.Add(Bytes(pass));
            return true;
        }
    }

    sealed class Replayed(List<byte[]> merged) : IPassReading
    {
        public List<byte[]> Written { get; } = [];

        public bool Read(WholePass pass, CancellationToken cancellation)
        {
            pass.Add(new BinaryReader(new MemoryStream(merged[pass.Number - 1])));
            Written.Add(Bytes(pass));
            return true;
        }
    }

    sealed class Partial(bool goesOn) : IPassReading
    {
        public bool Read(WholePass pass, CancellationToken cancellation)
        {
            pass.Read(0, pass.Parts - 1, cancellation);
            return goesOn;
        }
    }
}
