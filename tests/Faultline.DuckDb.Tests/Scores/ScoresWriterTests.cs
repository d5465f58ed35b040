namespace Faultline.DuckDb.Tests.Scores;

public sealed class ScoresWriterTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    static readonly CheckScores[] s_scores =
    [
        new("FL101", new RowScores([0.25, double.NaN, 1], [true, false, false], row => row == 0 ? "cat, \"the\"\r\nother" : null), []),
        new("FL107", null, [new CellScore(2, "a,b", 0.5, "7"), new CellScore(0, "x", null)]),
    ];

    [Fact]
    public void Csv_is_rfc_4180()
    {
        var path = Path.Combine(_scratch.Folder, "scores.csv");
        ScoresWriter.Write(path, ScoresFormat.Csv, s_scores, row => $"id{row}", all: false, Scratch.Cancellation);

        Assert.Equal(
            "row,id,check,column,score,flagged,suggestion\r\n"
            + "0,id0,FL101,,0.25,true,\"cat, \"\"the\"\"\r\nother\"\r\n"
            + "1,id1,FL101,,,false,\r\n"
            + "2,id2,FL101,,1,false,\r\n"
            + "2,id2,FL107,\"a,b\",0.5,true,7\r\n"
            + "0,id0,FL107,x,,true,\r\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void Parquet_holds_the_same()
    {
        var path = Path.Combine(_scratch.Folder, "scores.parquet");
        ScoresWriter.Write(path, ScoresFormat.Parquet, s_scores, row => $"id{row}", all: false, Scratch.Cancellation);
        using var database = new Database();
        using var connection = database.Connect();
        using var rows = connection.Query("SELECT * FROM read_parquet($1)", Scratch.Cancellation, path);

        Assert.Equal(["row", "id", "check", "column", "score", "flagged", "suggestion"], rows.Columns.Select(column => column.Name));
        Assert.Equal(
            [Native.DuckDbType.BigInt, Native.DuckDbType.Varchar, Native.DuckDbType.Varchar, Native.DuckDbType.Varchar, Native.DuckDbType.Double, Native.DuckDbType.Boolean, Native.DuckDbType.Varchar],
            rows.Columns.Select(column => column.Type));
        Assert.True(rows.Next());
        Assert.Equal(5, rows.Count);
        Assert.Equal([0, 1, 2, 2, 0], rows[0].Values<long>().ToArray());
        Assert.Equal("cat, \"the\"\r\nother", System.Text.Encoding.UTF8.GetString(rows[6].Utf8(0)));
        Assert.False(rows[4].IsValid(1));
        Assert.Equal(0.5, rows[4].Values<double>()[3]);
        Assert.Equal([1, 0, 0, 1, 1], rows[5].Values<byte>().ToArray().Select(b => (int)b));
    }

    [Fact]
    public void The_same_scores_give_the_same_bytes()
    {
        var scores = new CheckScores("FL104", new RowScores([.. Enumerable.Range(0, 300_000).Select(i => i % 997 / 997.0)], new bool[300_000]), []);
        byte[] Once(string name)
        {
            var path = Path.Combine(_scratch.Folder, name);
            ScoresWriter.Write(path, ScoresFormat.Parquet, [scores], row => $"r{row}", all: true, Scratch.Cancellation);
            return File.ReadAllBytes(path);
        }

        var first = Once("1.parquet");
        Assert.Equal(first, Once("2.parquet"));
        var read = Scratch.Read(Path.Combine(_scratch.Folder, "1.parquet")).Table;
        Assert.Equal(scores.Rows!.Scores, read.Numbers("score"));
        Assert.Equal("r299999", read["id"].Text(299_999));
    }

    [Fact]
    public void Above_the_limit_only_flagged_rows_are_written_unless_all_are_asked_for()
    {
        var flagged = new bool[ScoresWriter.RowLimit + 1];
        flagged[5] = true;
        var scores = new CheckScores("FL101", new RowScores(new double[flagged.Length], flagged), []);
        var path = Path.Combine(_scratch.Folder, "scores.csv");
        ScoresWriter.Write(path, ScoresFormat.Csv, [scores], row => $"{row}", all: false, Scratch.Cancellation);

        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Theory]
    [InlineData(ScoresFormat.Parquet)]
    [InlineData(ScoresFormat.Csv)]
    public void A_broken_run_leaves_nothing(ScoresFormat format)
    {
        var path = Path.Combine(_scratch.Folder, ScoresWriter.FileName(format));
        var scores = new CheckScores("FL101", new RowScores(new double[10], new bool[10], row => row == 7 ? throw new InvalidOperationException("broken") : null), []);

        Assert.Throws<InvalidOperationException>(() => ScoresWriter.Write(path, format, [scores], row => $"{row}", all: false, Scratch.Cancellation));
        Assert.Empty(Directory.GetFiles(_scratch.Folder));
    }

    [Theory]
    [InlineData(ScoresFormat.Parquet)]
    [InlineData(ScoresFormat.Csv)]
    public void A_place_that_cannot_be_written_is_said(ScoresFormat format)
    {
        var path = Path.Combine(_scratch.Folder, "none", ScoresWriter.FileName(format));
        var message = Assert.Throws<InputException>(() => ScoresWriter.Write(path, format, s_scores, row => $"{row}", all: false, Scratch.Cancellation)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
    }
}
