using System.Text;

namespace Faultline.Cli.Tests;

/// <summary>Every bad input with its expected outcome; docs/cli.md says the same in words.</summary>
static partial class BadInputTable
{
    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static IReadOnlyList<BadInput> All { get; } =
    [
        // Missing and unreadable files.
        Refused("file", "missing", "there is no", "missing.csv"),
        Refused("file", "glob without a match", "no file matches", "nothing-*.csv"),
        Refused("file", "a folder", f => Directory.CreateDirectory(f["folder"]), "folder", "folder"),
        Refused("file", "a special file", "null", "/dev/null"),
        Refused("file", "missing predictions", f => Good(f), "p.csv", "good.csv", "--label", "y", "--predictions", "p.csv"),
        Refused("file", "missing reference", f => Good(f), "r.csv", "good.csv", "--reference", "r.csv"),
        Refused("file", "missing baseline", f => Good(f), "'b.json' can not be read: there is no such file. Give", "good.csv", "--baseline", "b.json"),
        Refused("file", "missing configuration", f => Good(f), "f.yaml", "good.csv", "--config", "f.yaml"),
        Refused("file", "missing embedding", f => Good(f), "e.npy", "good.csv", "--embedding", "e.npy"),
        Refused("file", "missing images", f => Good(f), "i.npy", "good.csv", "--images", "i.npy"),

        // No rows, one row.
        Refused("rows", "an empty file", f => f.Write("d.csv", string.Empty), "empty", "d.csv"),
        Refused("rows", "a header alone", f => f.Write("d.csv", "a,b,y\n"), "no rows", "d.csv"),
        Refused("rows", "an empty standard input", _ => { }, "empty", "-"),
        Refused("rows", "empty JSON list", f => f.Write("d.json", "[]"), "d.json", "d.json"),
        Refused("roles", "a label of lists", f => f.Write("d.json", "[{\"a\":1,\"y\":[\"u\",\"v\"]},{\"a\":2,\"y\":[\"u\"]}]"), "lists or objects: 'y'", "d.json", "--label", "y"),
        Refused("rows", "a query without rows", f => Good(f), "rows", "good.csv", "--query", "select * from data where u > 1e9"),
        new("rows", "one row", f => f.Write("d.csv", "a,b,y\n1,2,yes\n"), ["d.csv", "--label", "y"], Outcome.NotMeasured, "FL101"),

        // Ragged and torn text.
        Refused("text", "a row with too few cells", f => f.Write("d.csv", Lines("a,b,c", 40, "1,2,3", 17, "1,2")), "line", "d.csv"),
        Refused("text", "a row with too many cells", f => f.Write("d.csv", Lines("a,b,c", 40, "1,2,3", 17, "1,2,3,4")), "line", "d.csv"),
        Refused("text", "a quote that is never closed", f => f.Write("d.csv", Lines("a,b,c", 40, "1,\"x, y\",3", 17, "1,\"x, y,3")), "quote", "d.csv"),
        Refused("text", "zero bytes", f => f.Write("d.csv", Lines("a,b", 5, "1,2", 2, "\0\0,\0")), "d.csv", "d.csv"),
        Refused("text", "JSON cut in the middle", f => f.Write("d.json", "[{\"a\":1,\"b\":2},{\"a\":3,"), "d.json", "d.json"),
        Refused("text", "JSON that is one number", f => f.Write("d.json", "42"), "d.json", "d.json"),
        Refused("text", "a torn line of JSON lines", f => f.Write("d.jsonl", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n"), "d.jsonl", "d.jsonl"),

        // Encodings.
        Refused("encoding", "UTF-16 cut in half a character", f => f.Write("d.csv", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("a,b\n1,2\n"), 0x31]), "d.csv", "d.csv"),
        new("encoding", "Latin-1", f => f.Write("d.csv", Encoding.Latin1.GetBytes("town,n\n" + Repeat(30, r => $"Zürich{r % 3},{r}\n"))), ["d.csv"], Outcome.Warned, "latin-1"),
        new("encoding", "a byte order mark", f => f.Write("d.csv", [0xef, 0xbb, 0xbf, .. s_utf8.GetBytes(Tables.TwoClasses(30))]), ["d.csv", "--id", "key", "--label", "y", "--learner", "none"], Outcome.Fine),
        Refused("encoding", "bytes of an image", f => f.Write("d.csv", [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1]), "d.csv", "d.csv"),

        // Compression.
        Refused("compression", "gzip cut short", f => f.Write("d.csv.gz", Gzip(Tables.TwoClasses(2000))[..^400]), "d.csv.gz", "d.csv.gz"),
        Refused("compression", "gzip without its last eight bytes", f => f.Write("d.csv.gz", Gzip(Tables.TwoClasses(2000))[..^8]), "cut short", "d.csv.gz"),
        Refused("compression", "gzip cut short between two lines", f => f.Write("d.csv.gz", Gzip(Tables.TwoClasses(2000), isWhole: false)), "cut short", "d.csv.gz"),
        new("compression", "one gzip after another", f => f.Write("d.csv.gz", [.. Gzip(Tables.TwoClasses(30)), .. Gzip(string.Empty)]), ["d.csv.gz", "--id", "key", "--label", "y", "--learner", "none"], Outcome.Fine),
        new("compression", "plain text under its name", f => f.Write("d.csv.gz", Tables.TwoClasses(20)), ["d.csv.gz"], Outcome.Fine),
        Refused("compression", "gzip of nothing", f => f.Write("d.csv.gz", Gzip(string.Empty)), "d.csv.gz", "d.csv.gz"),
        Refused("compression", "zstd magic and nothing", f => f.Write("d.csv.zst", [0x28, 0xb5, 0x2f, 0xfd]), "d.csv.zst", "d.csv.zst"),

        // Parquet.
        Refused("parquet", "cut in the middle", f => Parquet(f, bytes => bytes[..(bytes.Length / 2)]), "d.parquet", "d.parquet"),
        Refused("parquet", "without its footer", f => Parquet(f, bytes => bytes[..^8]), "d.parquet", "d.parquet"),
        Refused("parquet", "magic bytes alone", f => f.Write("d.parquet", [.. "PAR1"u8, .. "PAR1"u8]), "d.parquet", "d.parquet"),
        Refused("parquet", "text under its name", f => f.Write("d.parquet", Tables.TwoClasses(20)), "d.parquet", "d.parquet"),
        Refused("parquet", "a footer longer than the file", f => Parquet(f, bytes => [.. bytes[..^8], 0xff, 0xff, 0xff, 0x7f, .. bytes[^4..]]), "d.parquet", "d.parquet"),
        Refused("parquet", "a corrupt footer", f => Parquet(f, bytes => Changed(bytes, bytes.Length - 60, 40)), "d.parquet", "d.parquet"),
        Refused("parquet", "pages overwritten", f => Parquet(f, bytes => Changed(bytes, 4, 200)), "d.parquet", "d.parquet"),

        .. Arrays(),
        .. Labels(),
        .. Predictions(),
        .. Requests(),
        .. Hostile(),
    ];

    static BadInput Refused(string kind, string name, string says, params string[] words) => new(kind, name, _ => { }, words, Outcome.Refused, says);

    static BadInput Refused(string kind, string name, Action<TemporaryFolder> files, string says, params string[] words) => new(kind, name, files, words, Outcome.Refused, says);

    static void Good(TemporaryFolder folder) => folder.Write("good.csv", Tables.TwoClasses(60));

    static void Parquet(TemporaryFolder folder, Func<byte[], byte[]> change) => folder.Write("d.parquet", change(GoodParquet.Bytes));

    static byte[] Changed(byte[] bytes, int from, int count)
    {
        var changed = bytes.ToArray();
        changed.AsSpan(from, Math.Min(count, changed.Length - from)).Fill(0xa5);
        return changed;
    }

    static byte[] Gzip(string text, bool isWhole = true)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(s_utf8.GetBytes(text));
            gzip.Flush();
            if (!isWhole)
            {
                return bytes.ToArray();
            }
        }

        return bytes.ToArray();
    }

    static string Repeat(int rows, Func<int, string> row) => string.Concat(Enumerable.Range(0, rows).Select(row));

    static string Lines(string header, int rows, string usual, int at, string odd) => header + "\n" + Repeat(rows, row => (row == at ? odd : usual) + "\n");
}
