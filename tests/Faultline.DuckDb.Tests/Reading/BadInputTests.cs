using System.Text;

namespace Faultline.DuckDb.Tests.Reading;

/// <summary>One table of bad inputs with what is said of each: what was found and where.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static TheoryData<string, byte[], string> Files() => new()
    {
        // Ragged and broken delimited text.
        { "ragged-short.csv", Text("a,b,c\n1,2,3\n4,5\n6,7,8\n"), "line 3: 2 cells where the header has 3" },
        { "ragged-long.csv", Text("a,b\n1,2\n4,5,6\n"), "line 3: 3 cells where the header has 2" },
        { "ragged-first.csv", Text("178,13,x\n" + string.Concat(Enumerable.Repeat("1,2,3,4,5\n", 30))), "line 1: 3 cells where the other lines have 5" },
        { "ragged-quoted.csv", Text("a,b\n\"x\ny\",2\n3\n"), "line 4: 1 cell where" },
        { "open-quote.csv", Text("a,b\n1,\"x\n2,y\n3,z\n"), "line 2: a quoted cell begins there and is never closed" },
        { "after-quote.csv", Text("a,b,c\n1,\"x\"y,z\n2,\"p,q\",r\n"), "line 2: text follows a closing quote" },
        { "zero-byte.csv", Text("a,b\n1,2\n3,\0\n"), "line 3: a zero byte" },
        { "mark-lies.csv", [0xEF, 0xBB, 0xBF, .. Text("a,b\n1,"), 0xE9, .. Text("\n")], "line 2: bytes that are no UTF-8" },
        { "binary.csv", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 9], "a zero byte" },

        // Nothing there.
        { "empty.csv", [], "is empty" },
        { "blank.csv", Text(" \n\n \n"), "is empty" },
        { "header-only.csv", Text("a,b\n"), "no rows" },
        { "header-only-crlf.csv", Text("a,b\r\n\r\n"), "no rows" },
        { "empty.json", [], "is empty" },
        { "empty-array.json", Text("[]"), "no column" },
        { "empty-rows.json", Text("[{},{}]"), "no column" },
        { "empty.parquet", [], "is empty" },

        // JSON that is none, or no table.
        { "cut.json", Text("[{\"a\":1},{\"a\":"), "line 1, byte 15: no valid JSON" },
        { "cut.jsonl", Text("{\"a\":1}\n{\"a\":2}\n{\"a\"\n"), "after 2 whole rows" },
        { "comma.json", Text("[{\"a\":1},]"), "no valid JSON" },
        { "single-quotes.json", Text("[{'a':1}]"), "no valid JSON" },
        { "nan.json", Text("[{\"a\":NaN}]"), "no valid JSON" },
        { "deep.json", Text("[{\"a\":" + new string('[', 5000)), "no valid JSON" },
        { "bare.json", Text("[1,2,3]"), "bare values" },
        { "lists.json", Text("[[1,2],[3,4]]"), "lists of lists" },
        { "word.json", Text("\"text\""), "bare values" },
        { "nested-only.json", Text("[{\"a\":{\"b\":1}},{\"a\":[2]}]"), "no column" },
        { "surrogate.json", Text("[{\"a\":\"\\ud800\"}]"), "no valid Unicode" },

        // Parquet cut off, lying, or something else.
        { "tiny.parquet", Text("PAR1"), "cut off" },
        { "other.parquet", Text("a,b\n1,2\n"), "does not begin with PAR1" },
        { "end.parquet", Text("PAR1 and then something else"), "ends with PAR1" },
        { "footer.parquet", [.. Text("PAR1"), 1, 2, 3, 4, 0xFF, 0xFF, 0xFF, 0x7F, .. Text("PAR1")], "footer claims" },
        { "nonsense.parquet", [.. Text("PAR1"), 1, 2, 3, 4, 5, 6, 7, 8, 8, 0, 0, 0, .. Text("PAR1")], "footer can not be read" },
        { "encrypted.parquet", [.. Text("PAR1"), 1, 2, 3, 4, 4, 0, 0, 0, .. Text("PARE")], "encrypted" },

        // Other formats.
        { "sheet.xlsx", [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0], "spreadsheet" },
        { "packed.zip", [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0], "zip archive" },
        { "array.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], "NumPy array" },
        { "table.arrow", Text("ARROW1\0\0"), "Arrow file" },
        { "table.h5", [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10], "HDF5" },
        { "table.db", Text("SQLite format 3\0"), "SQLite" },
        { "table.pkl", [0x80, 4, 0x95, 1, 2, 3], "pickle" },
        { "table.orc", Text("ORC...."), "ORC" },
        { "paper.pdf", Text("%PDF-1.7"), "PDF" },

        // Compressed and damaged.
        { "cut.csv.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5], "can not be unpacked" },
        { "cut.csv.zst", [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3, 4], "can not be unpacked" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_file_is_refused_and_said(string name, byte[] bytes, string expected)
    {
        var message = Scratch.Refusal(_scratch.File(name, bytes));

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_pattern_without_match()
    {
        Assert.Contains("there is no file", Scratch.Refusal(Path.Combine(_scratch.Folder, "none.csv")), StringComparison.Ordinal);
        Assert.Contains("is a folder", Scratch.Refusal(_scratch.Folder), StringComparison.Ordinal);
        Assert.Contains("no file matches", Scratch.Refusal(Path.Combine(_scratch.Folder, "*.csv")), StringComparison.Ordinal);
        Assert.Contains("no file was named", Assert.Throws<InputException>(() => TableReader.Read([], new ReadOptions(), Scratch.Cancellation)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pengins.json", "Did you mean '{0}/penguins.json'?")]
    [InlineData("Penguins.JSON", "Did you mean '{0}/penguins.json'?")]
    [InlineData("penguins.jsn", "Did you mean '{0}/penguins.json'?")]
    [InlineData("pq.csv", "Did you mean '{0}/p.csv'?")]
    [InlineData("q.csv", "Check the path")]
    [InlineData("whales.json", "Check the path")]
    [InlineData("none/penguins.json", "the folder '{0}/none' is not there")]
    public void A_missing_file_comes_with_the_name_beside_it_that_is_like_it(string name, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Other separators and no case.");
        _scratch.File("penguins.json", "[]");
        _scratch.File("p.csv", "a\n1\n");

        var message = Scratch.Refusal(Path.Combine(_scratch.Folder, name));

        Assert.StartsWith($"there is no file '{Path.Combine(_scratch.Folder, name)}'", message, StringComparison.Ordinal);
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, _scratch.Folder), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_on_standard_input()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(_scratch.Parquet("t.parquet", "SELECT 1 AS a")));
        var message = Assert.Throws<InputException>(() => TableReader.Read(["-"], new ReadOptions { StandardInput = stream }, Scratch.Cancellation)).Message;
        Assert.Contains("standard input is Parquet", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Everything is readable to this user.");
        var path = _scratch.File("secret.csv", "a\n1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.Contains("can not be read", Scratch.Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parquet_file_cut_anywhere()
    {
        var bytes = File.ReadAllBytes(_scratch.Parquet("whole.parquet", "SELECT i AS n, 'w' || i AS t FROM range(5000) r(i)"));
        for (var part = 1; part < 20; part++)
        {
            Assert.Contains("cut", Scratch.Refusal(_scratch.File("cut.parquet", bytes[..(bytes.Length * part / 20)])), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_parquet_file_whose_pages_are_overwritten()
    {
        var bytes = File.ReadAllBytes(_scratch.Parquet("whole.parquet", "SELECT hash(i)::VARCHAR AS t FROM range(5000) r(i)"));
        bytes.AsSpan(8, bytes.Length / 2).Fill(0xFF);
        Assert.Contains("is damaged", Scratch.Refusal(_scratch.File("bad.parquet", bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_breaks_long_after_the_first_look()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 400_000)) + "1,2,3\n";
        Assert.Contains("line 400002: 3 cells", Scratch.Refusal(_scratch.File("late.csv", text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_two_formats_and_columns_that_do_not_count()
    {
        var csv = _scratch.File("a.csv", "a,b\n1,2\n");
        var json = _scratch.File("a.json", "[{\"a\":1}]");
        Assert.Contains("one format", Assert.Throws<InputException>(() => TableReader.Read([csv, json], new ReadOptions(), Scratch.Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("names 3 columns", Scratch.Refusal(csv, new ReadOptions { Columns = ["x", "y", "z"] }), StringComparison.Ordinal);
        Assert.Contains("no ASCII", Scratch.Refusal(csv, new ReadOptions { Delimiter = '§' }), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Arrays() => new()
    {
        { "empty.npy", [], "is empty" },
        { "text.npy", Text("a,b\n1,2\n"), "no IDX array" },
        { "magic.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "no NumPy array" },
        { "version.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 9, 0, 1, 0, 0, 0], "version 9" },
        { "header.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 2, 0, 0xFF, 0xFF, 0xFF, 0xFF], "header claims" },
        { "cut-header.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 50, 0, (byte)'{'], "cut off" },
        { "nonsense.npy", [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 4, 0, 1, 2, 3, 4], "no NumPy header" },
        { "short.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "10, 2", new byte[12]), "20 numbers of 4 bytes, but 12 bytes follow" },
        { "long.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "1, 2", new byte[12]), "but 12 bytes follow" },
        { "wide.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "4000000000, 4000000000", new byte[8]), "every row needs" },
        { "huge.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "4000000000, 2", new byte[8]), "more numbers than one array holds" },
        { "claims.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "500000000, 2", new byte[8]), "but 8 bytes follow" },
        { "negative.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "-1, 2", new byte[8]), "claims a shape" },
        { "pickle.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("|O", "2, 2", new byte[8]), "pickles" },
        { "complex.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<c8", "1, 1", new byte[8]), "type c8" },
        { "words.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<U4", "1, 1", new byte[16]), "type U4" },
        { "flat.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "2,", new byte[8]), "shape (2)" },
        { "scalar.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "", new byte[4]), "shape ()" },
        { "no-columns.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "5, 0", []), "every row needs" },
        { "no-rows.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "0, 5", []), "holds nothing" },
        { "bad.npz", [(byte)'P', (byte)'K', 3, 4, 1, 2, 3], "can not be opened as an .npz" },
        { "cut.idx", [0, 0, 8, 3, 0, 0], "cut off inside its header" },
        { "short.idx", [0, 0, 8, 2, 0, 0, 0, 9, 0, 0, 0, 9, 1, 2], "but 2 bytes follow" },
        { "type.idx", [0, 0, 7, 1, 0, 0, 0, 1, 1], "no IDX array" },
    };

    [Theory]
    [MemberData(nameof(Arrays))]
    public void A_bad_array_is_refused_and_said(string name, byte[] bytes, string expected)
    {
        var message = Assert.Throws<InputException>(() => ArrayReader.ReadEmbedding(_scratch.File(name, bytes))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2, 2", "images need (rows, height, width)")]
    [InlineData("1, 2, 2, 2", "images need")]
    [InlineData("1, 0, 2", "height and width from 1")]
    public void Shapes_that_are_no_images_are_refused(string shape, string expected)
    {
        var path = _scratch.File("i.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("|u1", shape, new byte[shape.Split(',').Select(int.Parse).Aggregate(1, (a, b) => a * b)]));
        Assert.Contains(expected, Assert.Throws<InputException>(() => ArrayReader.ReadImages(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_out_of_range_are_refused()
    {
        var path = _scratch.File("i.npy", DuckDb.Tests.Arrays.ArrayReaderTests.Npy("<f4", "1, 1, 2", [0, 0, 128, 0xBF, 0, 0, 0x80, 0x3F]));
        Assert.Contains("Expected 0 to 255", Assert.Throws<InputException>(() => ArrayReader.ReadImages(path)).Message, StringComparison.Ordinal);
    }
}
