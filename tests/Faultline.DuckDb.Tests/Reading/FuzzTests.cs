using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Faultline.DuckDb.Tests.Reading;

/// <summary>Whatever a file holds, it is read as a table or refused by an <see cref="InputException"/> of one line; nothing else comes out.</summary>
public sealed class FuzzTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("csv", 400)]
    [InlineData("tsv", 200)]
    [InlineData("json", 300)]
    [InlineData("jsonl", 200)]
    [InlineData("csv.gz", 150)]
    [InlineData("parquet", 250)]
    public void Damaged_tables_are_read_or_refused(string format, int times)
    {
        var original = File.ReadAllBytes(Sample(format));
        var refused = 0;
        for (var i = 0; i < times; i++)
        {
            var path = _scratch.File("damaged." + format, Mutations.Of(original, SeededRandom.For(7, format, i)));
            refused += IsRefused(() => Whole(Scratch.Read(path).Table), $"{format} {i}") ? 1 : 0;
        }

        // Were nothing refused, or everything, the damage would test nothing.
        Assert.InRange(refused, 1, times - 1);
    }

    [Theory]
    [InlineData("npy")]
    [InlineData("idx")]
    [InlineData("npz")]
    public void Damaged_arrays_are_read_or_refused(string format)
    {
        var original = ArraySample(format);
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var path = _scratch.File("damaged." + format, Mutations.Of(original, SeededRandom.For(11, format, i)));
            refused += IsRefused(() => ArrayReader.ReadEmbedding(path), $"{format} {i}") ? 1 : 0;
            IsRefused(() => ArrayReader.ReadImages(path), $"{format} {i}");
        }

        Assert.InRange(refused, 1, 499);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var run = 0;
        Prop.ForAll<byte[]>(bytes =>
        {
            var path = _scratch.File($"any{run++ % 3}.csv", bytes);
            IsRefused(() => Whole(Scratch.Read(path).Table), Convert.ToHexString(bytes));
            IsRefused(() => ArrayReader.ReadEmbedding(path), Convert.ToHexString(bytes));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void What_is_written_by_the_rules_is_read_back()
    {
        Prop.ForAll<NonEmptyString[], int>((cells, widthSeed) =>
        {
            var texts = cells.Select(cell => "t" + Clean(cell.Get)).ToArray();
            var width = 1 + Math.Abs(widthSeed % 4);
            var rows = texts.Chunk(width).Where(row => row.Length == width).ToArray();
            if (rows.Length == 0)
            {
                return;
            }

            var header = Enumerable.Range(0, width).Select(i => $"c{i}").ToArray();
            var csv = new StringBuilder();
            foreach (var row in rows.Prepend(header))
            {
                csv.AppendJoin(',', row.Select(cell => "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append("\r\n");
            }

            var json = "[" + string.Join(",", rows.Select(row => "{" + string.Join(",", row.Select((cell, i) => $"\"c{i}\":{System.Text.Json.JsonSerializer.Serialize(cell, Strings.Default.String)}")) + "}")) + "]";
            foreach (var path in new[] { _scratch.File("t.csv", csv.ToString()), _scratch.File("t.json", json) })
            {
                var table = Scratch.Read(path, new ReadOptions { Header = true }).Table;
                Assert.Equal(header, table.Names());
                for (var row = 0; row < rows.Length; row++)
                {
                    Assert.Equal(rows[row], table.Columns.Select(column => column.Text(row)));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void Numbers_are_read_to_the_last_bit()
    {
        Prop.ForAll<NormalFloat[]>(values =>
        {
            if (values.Length == 0)
            {
                return;
            }

            var text = "n\n" + string.Join('\n', values.Select(value => value.Get.ToString("R", CultureInfo.InvariantCulture)));
            Assert.Equal(values.Select(value => value.Get), Scratch.Read(_scratch.File("t.csv", text), new ReadOptions { Header = true }).Table.Numbers("n"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    // Zero bytes are refused, lone surrogates are no text.
    static string Clean(string text) => new([.. text.Where(c => c != '\0' && !char.IsSurrogate(c))]);

    static void Whole(Table table)
    {
        Assert.True(table.RowCount > 0);
        foreach (var column in table.Columns)
        {
            Assert.Equal(table.RowCount, column.RowCount);
            Assert.Equal(column.MissingCount, Enumerable.Range(0, table.RowCount).Count(column.IsMissing));
            _ = column.Text(table.RowCount - 1);
        }
    }

    static bool IsRefused(Action read, string what)
    {
        try
        {
            read();
            return false;
        }
        catch (InputException refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.True(refusal.Message.Length < 1000, refusal.Message);
            return true;
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"{what}: {fault}", fault);
        }
    }

    string Sample(string format)
    {
        const string Rows = "SELECT i AS id, 'name ' || (i % 7) || ', \"q\"' AS name, i / 8 AS x, DATE '2001-01-01' + i::INTEGER AS day, i % 2 = 0 AS flag FROM range(60) t(i)";
        return format switch
        {
            "csv" => _scratch.Write("s.csv", $"COPY ({Rows}) TO FILE (FORMAT csv)"),
            "tsv" => _scratch.Write("s.tsv", $"COPY ({Rows}) TO FILE (FORMAT csv, DELIMITER '\t')"),
            "csv.gz" => _scratch.Write("s.csv.gz", $"COPY ({Rows}) TO FILE (FORMAT csv, COMPRESSION gzip)"),
            "json" => _scratch.Write("s.json", $"COPY ({Rows}) TO FILE (FORMAT json, ARRAY true)"),
            "jsonl" => _scratch.Write("s.jsonl", $"COPY ({Rows}) TO FILE (FORMAT json)"),
            _ => _scratch.Parquet("s.parquet", Rows + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL", ", ROW_GROUP_SIZE 2048"),
        };
    }

    static byte[] ArraySample(string format)
    {
        var npy = Arrays.ArrayReaderTests.Npy("<f4", "6, 3, 2", new byte[6 * 3 * 2 * 4]);
        if (format == "npy")
        {
            return npy;
        }

        if (format == "idx")
        {
            return [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[16]];
        }

        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("x.npy").Open();
            entry.Write(npy);
        }

        return stream.ToArray();
    }
}
