using System.Globalization;
using System.Text;

namespace Faultline.DuckDb.Tests.Text;

public sealed class DelimitedTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("a;b\n1;x\n2;y\n")]
    [InlineData("a\tb\n1\tx\n2\ty\n")]
    [InlineData("a|b\n1|x\n2|y\n")]
    [InlineData("a,b\n\n1,x\n\n2,y\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n")]
    public void One_table_written_in_many_ways_reads_the_same(string text)
    {
        var table = Scratch.Read(_scratch.File("t.csv", text)).Table;

        Assert.Equal(["a", "b"], table.Names());
        Assert.Equal([1, 2], table.Numbers("a"));
        Assert.Equal(["x", "y"], table.Texts("b"));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(20_000)]
    public void Dates_written_in_two_ways_are_known_by_row_however_many_there_are(int rows)
    {
        // Every tenth as day.month.year; of many different ones the column goes over to values while it is read.
        var start = new DateTime(1950, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var text = string.Concat(Enumerable.Range(0, rows).Select(row => start.AddDays(row).ToString(row % 10 == 4 ? "dd'.'MM'.'yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture) + "\n"));
        var column = Assert.IsType<TimeColumn>(Scratch.Read(_scratch.File("d.csv", "day\n" + text)).Table["day"]);
        Assert.NotNull(column.Mixed);
        Assert.Equal(Enumerable.Range(0, rows).Where(row => row % 10 == 4), column.Mixed.Rows);
        Assert.True(column.Mixed.AreNumeric);
        Assert.True(column.Mixed.DayFirst);
        Assert.Equal("1950-01-15", column.Text(14));
    }

    [Fact]
    public void Lines_longer_than_the_first_look_at_a_file_are_read()
    {
        // 100,000 names of seven letters: more than half a megabyte before the first line ends.
        var names = Enumerable.Range(0, 100_000).Select(i => $"c{i:D6}").ToArray();
        var path = _scratch.File("wide.csv", $"{string.Join(',', names)}\n{string.Join(',', names.Select((_, i) => i % 7))}\n{string.Join(',', names.Select((_, i) => i % 5))}\n");
        var table = Scratch.Read(path).Table;

        Assert.Equal(names, table.Names());
        Assert.Equal([4, 4], table.Numbers("c099999"));
    }

    [Fact]
    public void Quoted_cells_hold_delimiters_line_breaks_and_doubled_quotes()
    {
        var table = Scratch.Read(_scratch.File("t.csv", "name,note\n\"Smith, J\",\"first\nsecond\"\n\"say \"\"hi\"\"\",\"\"\nplain,5\" pipe\n")).Table;

        Assert.Equal(["Smith, J", "say \"hi\"", "plain"], table.Texts("name"));
        Assert.Equal(["first\nsecond", null, "5\" pipe"], table.Texts("note"));
    }

    [Fact]
    public void Records_that_cross_blocks_are_whole()
    {
        // 3 MB in records of changing length, quoted line breaks among them, so that the 1 MB blocks end anywhere.
        var text = new StringBuilder("n,t\r\n");
        const int Rows = 40_000;
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},\"é {i}\r\n{new string('x', i % 131)}\"\r\n");
        }

        var table = Scratch.Read(_scratch.File("t.csv", text.ToString())).Table;

        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (double)i), table.Numbers("n"));
        Assert.Equal($"é 39999\r\n{new string('x', 39_999 % 131)}", table.Columns[1].Text(Rows - 1));
        Assert.Equal($"é 20000\r\n{new string('x', 20_000 % 131)}", table.Columns[1].Text(20_000));
    }

    [Fact]
    public void A_semicolon_file_with_decimal_commas_groups_and_dates_in_latin_1()
    {
        var latin = Encoding.Latin1.GetBytes("Stadt;Preis;Fläche;Tag\nKöln;1.234,50;12,5;31.12.1999\nJülich;7,25;1.000;01.02.2000\n");
        var read = Scratch.Read(_scratch.File("t.csv", latin));

        Assert.Equal(["Köln", "Jülich"], read.Table.Texts("Stadt"));
        Assert.Equal([1234.5, 7.25], read.Table.Numbers("Preis"));
        Assert.Equal([12.5, 1000], read.Table.Numbers("Fläche"));
        Assert.Equal(["1999-12-31", "2000-02-01"], read.Table.Texts("Tag"));
        Assert.Contains(read.Warnings, warning => warning.Contains("not UTF-8", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Other_encodings_are_told_by_their_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,Zürich\n2,東京\n")];

        Assert.Equal(["Zürich", "東京"], Scratch.Read(_scratch.File("t.csv", bytes)).Table.Texts("b"));
    }

    [Fact]
    public void Utf16_without_a_mark_is_told_by_its_zeros()
    {
        Assert.Equal([1, 2], Scratch.Read(_scratch.File("t.csv", Encoding.Unicode.GetBytes("alpha,beta\n1,x\n2,y\n"))).Table.Numbers("alpha"));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_far_down_change_the_encoding_of_the_whole_file()
    {
        var text = new StringBuilder("n,t\n");
        for (var i = 0; i < 200_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},row\n");
        }

        byte[] bytes = [.. Encoding.ASCII.GetBytes(text.ToString()), (byte)'7', (byte)',', 0xE9, (byte)'\n'];
        var read = Scratch.Read(_scratch.File("t.csv", bytes));

        Assert.Equal("é", read.Table.Columns[1].Text(200_000));
        Assert.Single(read.Warnings);
    }

    [Fact]
    public void A_space_after_every_delimiter_is_taken_off_and_said()
    {
        var read = Scratch.Read(_scratch.File("t.csv", "a, b, c\n1, x, \"p, q\"\n2, y, z\n"));

        Assert.Equal(["a", "b", "c"], read.Table.Names());
        Assert.Equal(["p, q", "z"], read.Table.Texts("c"));
        Assert.Contains(read.Warnings, warning => warning.Contains("space follows every delimiter", StringComparison.Ordinal));
    }

    [Fact]
    public void Quotes_that_do_not_enclose_cells_are_letters()
    {
        var read = Scratch.Read(_scratch.File("t.tsv", "label\ttext\nham\t\"Hello there\nspam\tsay \"yes\"\nham\t\"a\" or b\n"));

        Assert.Equal(["\"Hello there", "say \"yes\"", "\"a\" or b"], read.Table.Texts("text"));
    }

    [Fact]
    public void Empty_cells_missing_words_and_named_texts_are_missing()
    {
        var read = Scratch.Read(_scratch.File("t.csv", "n,t\n1,a\n,\nNA,NaN\n-,b\nnull,none\n"), new ReadOptions { NullTexts = ["-", "none"] });

        Assert.Equal(4, read.Table["n"].MissingCount);
        Assert.Empty(read.Table["n"].Unreadable);
        Assert.Equal(["a", null, null, "b", null], read.Table.Texts("t"));
    }

    [Fact]
    public void A_number_that_stands_for_missing_is_missing_however_it_is_written()
    {
        var path = _scratch.File("t.csv", "n,t\n1,a\n-999,-999.0\n-999.00,b\n-9.99e2,-999\n998.5,c\n");
        var read = Scratch.Read(path, new ReadOptions { NullTexts = ["-999"] });

        Assert.Equal([1, double.NaN, double.NaN, double.NaN, 998.5], read.Table.Numbers("n"));
        Assert.Equal(["a", "-999.0", "b", null, "c"], read.Table.Texts("t"));
        Assert.Equal("-999.00", Scratch.Read(path, new ReadOptions { NullTexts = ["-999"], AsWritten = true }).Table["n"].Text(2));
    }

    [Fact]
    public void Repeated_and_empty_names_are_made_different_and_said()
    {
        var read = Scratch.Read(_scratch.File("t.csv", "a,a,,a_1\n1,2,3,4\n5,6,7,8\n"));

        Assert.Equal(["a", "a_2", "column2", "a_1"], read.Table.Names());
        Assert.Contains(read.Warnings, warning => warning.Contains("renamed", StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_names_and_cells_stay_what_they_are()
    {
        const string Name = "x\"; DROP TABLE data; --\n<script>";
        var table = Scratch.Read(_scratch.File("t.csv", $"\"{Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",b\n'; SELECT 1,=cmd()\n%s%n,../../etc\n")).Table;

        Assert.Equal(Name, table.Columns[0].Name);
        Assert.Equal(["'; SELECT 1", "%s%n"], table.Texts(Name));
    }

    [Fact]
    public void The_user_names_delimiter_header_and_columns()
    {
        var path = _scratch.File("t.txt", "1:x\n2:y\n");
        var table = Scratch.Read(path, new ReadOptions { Delimiter = ':', Columns = ["n", "t"] }).Table;
        Assert.Equal([1, 2], table.Numbers("n"));

        table = Scratch.Read(path, new ReadOptions { Delimiter = ':', Header = true }).Table;
        Assert.Equal(["1", "x"], table.Names());
        Assert.Equal(1, table.RowCount);
    }

    [Fact]
    public void Five_thousand_columns()
    {
        var text = new StringBuilder().AppendJoin(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")).Append('\n');
        for (var row = 0; row < 20; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, 5000).Select(i => (i * row) % 97)).Append('\n');
        }

        var table = Scratch.Read(_scratch.File("t.csv", text.ToString())).Table;

        Assert.Equal(5000, table.Columns.Count);
        Assert.Equal(4999.0 * 19 % 97, table.Numbers("c4999")[19]);
    }

    [Fact]
    public void A_column_of_many_numbers_keeps_what_it_cannot_read()
    {
        // Far more distinct numbers than are looked at before the column is taken for numbers.
        var text = new StringBuilder("n,t\n");
        for (var i = 0; i < 30_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 25_000 ? "?" : $"{i}.25")},2001-01-{1 + (i % 28):00} 00:00:{i % 60:00}.{i:000000}\n");
        }

        var table = Scratch.Read(_scratch.File("t.csv", text.ToString())).Table;

        Assert.Equal([new UnreadableCell(25_000, "?")], table["n"].Unreadable);
        Assert.Equal(29_999.25, table.Numbers("n")[29_999]);
        Assert.Equal(ColumnKind.Time, table["t"].Kind);
        Assert.Equal("2001-01-02T00:00:01.000001", table["t"].Text(1));
    }

    [Fact]
    public void A_column_that_turns_out_to_be_text_late_is_text_with_every_letter_kept()
    {
        var text = new StringBuilder("code,n\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i < 5000 ? $"{i}.50" : $"X{i}")},{i}\n");
        }

        var table = Scratch.Read(_scratch.File("t.csv", text.ToString())).Table;

        Assert.Equal(ColumnKind.Text, table["code"].Kind);
        Assert.Equal("7.50", table["code"].Text(7));
        Assert.Equal("X9999", table["code"].Text(9999));
        Assert.Equal(ColumnKind.Number, table["n"].Kind);
    }

    [Fact]
    public void Zip_codes_found_late_keep_their_zeros()
    {
        var text = new StringBuilder("zip\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i < 10_000 ? 10_000 + i : i - 9_000):00000}\n");
        }

        Assert.Equal("01000", Scratch.Read(_scratch.File("t.csv", text.ToString())).Table["zip"].Text(10_000));
    }

    [Fact]
    public void Threads_do_not_change_the_table()
    {
        var text = new StringBuilder("a,b,c\n");
        for (var i = 0; i < 60_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i % 7},w{i * 31 % 4001},{i / 3.0:R}\n");
        }

        var path = _scratch.File("t.csv", text.ToString());
        var one = Scratch.Read(path, new ReadOptions { Threads = 1 }).Table;
        var four = Scratch.Read(path, new ReadOptions { Threads = 4 }).Table;

        Assert.Equal(one.Numbers("c"), four.Numbers("c"));
        Assert.Equal(((TextColumn)one["b"]).Codes.ToArray(), ((TextColumn)four["b"]).Codes.ToArray());
        Assert.Equal(((TextColumn)one["b"]).Categories, ((TextColumn)four["b"]).Categories);
    }

    [Fact]
    public void A_cancelled_reading_stops()
    {
        var path = _scratch.File("t.csv", "a\n1\n");
        Assert.ThrowsAny<OperationCanceledException>(() => TableReader.Read([path], new ReadOptions(), new CancellationToken(canceled: true)));
    }
}
