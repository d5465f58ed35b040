using System.Text;

namespace Faultline.DuckDb;

/// <summary>One input file, or standard input: what it holds, told by its first bytes before its name, and its bytes without compression.</summary>
sealed class SourceFile
{
    readonly byte[]? _held;

    SourceFile(string path, byte[]? held)
    {
        Path = path;
        _held = held;
        Length = held?.Length ?? new FileInfo(path).Length;
        var start = Start(Raw(), 16);
        Compression = CompressionOf(start);
        if (Compression != FileCompression.None)
        {
            using var stream = Open();
            start = Start(stream, 16, leaveOpen: true);
        }

        Kind = KindOf(path, start, Compression != FileCompression.None);
        if (IsHeld && Kind == SourceKind.Parquet)
        {
            throw new InputException("standard input is Parquet, whose end has to be read first. Save it to a file and name that.");
        }
    }

    /// <summary>The path as the user gave it, or <c>-</c>.</summary>
    public string Path { get; }

    /// <summary>What messages call it.</summary>
    public string Name => _held is null ? Complaint.OneLine(Path) : "standard input";

    /// <summary>True for standard input.</summary>
    public bool IsHeld => _held is not null;

    /// <summary>Size as it lies there, in bytes.</summary>
    public long Length { get; }

    /// <summary>How it is compressed.</summary>
    public FileCompression Compression { get; }

    /// <summary>What it holds.</summary>
    public SourceKind Kind { get; }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="InputException">There is none, it can't be read, or it is nothing that Faultline reads.</exception>
    public static SourceFile Of(string path)
    {
        if (Directory.Exists(path))
        {
            throw Complaint.Folder(path);
        }

        if (!File.Exists(path))
        {
            throw Complaint.NoFile(path);
        }

        return Guard(path, () => new SourceFile(path, null));
    }

    /// <summary>Takes in a stream whole, since it may have to be read twice.</summary>
    public static SourceFile Hold(Stream stream) =>
        Guard("standard input", () =>
        {
            using var held = new MemoryStream();
            stream.CopyTo(held);
            return new SourceFile("-", held.ToArray());
        });

    /// <summary>The bytes without compression.</summary>
    public Stream Open() => Compression switch
    {
        FileCompression.Gzip => Gzip.Open(Raw()),
        FileCompression.Zstd when IsHeld => throw new InputException("standard input is compressed with zstd. Decompress it before: zstd -dc FILE | faultline audit -"),
        FileCompression.Zstd => new ZstdStream(Path),
        _ => Raw(),
    };

    /// <summary>Runs something that reads a file, and turns faults of the file into messages about it.</summary>
    public static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"'{name}' is damaged: its compressed data is cut short or can not be unpacked. Fetch or export it again.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Complaint.Unreadable(name, fault);
        }
    }

    Stream Raw() => _held is null
        ? new FileStream(Path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan })
        : new MemoryStream(_held, writable: false);

    static byte[] Start(Stream stream, int length, bool leaveOpen = false)
    {
        try
        {
            var start = new byte[length];
            return start[..stream.ReadAtLeast(start, length, throwOnEndOfStream: false)];
        }
        finally
        {
            if (!leaveOpen)
            {
                stream.Dispose();
            }
        }
    }

    static FileCompression CompressionOf(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? FileCompression.Gzip
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? FileCompression.Zstd
        : FileCompression.None;

    static SourceKind KindOf(string path, ReadOnlySpan<byte> start, bool compressed)
    {
        var name = System.IO.Path.GetFileName(path);
        var extension = System.IO.Path.GetExtension(compressed ? System.IO.Path.GetFileNameWithoutExtension(name) : name).ToLowerInvariant();
        if (start.StartsWith("PAR1"u8))
        {
            return compressed
                ? throw new InputException($"'{path}' is a compressed Parquet file. Parquet is compressed inside: unpack it first (gunzip or zstd -d).")
                : SourceKind.Parquet;
        }

        if (extension is ".parquet" or ".pq" && start.Length > 0)
        {
            throw new InputException($"'{path}' is no Parquet file: it does not begin with PAR1 but with {Bytes(start)}. Give it the extension of what it holds, or export it again.");
        }

        if (Foreign(start, extension) is { } other)
        {
            throw new InputException($"'{path}' {other}");
        }

        var first = start;
        if (first.StartsWith(Encoding.UTF8.Preamble))
        {
            first = first[3..];
        }

        first = first.TrimStart(" \t\r\n"u8);
        return extension is ".json" or ".jsonl" or ".ndjson" or ".geojson" || (first.Length > 0 && first[0] == '{')
            || (first.Length > 1 && first[0] == '[' && first[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            ? SourceKind.Json
            : SourceKind.Text;
    }

    static string? Foreign(ReadOnlySpan<byte> start, string extension) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] when extension is ".xlsx" or ".ods" => "is a spreadsheet. Save it as CSV, or write it as Parquet from pandas, then audit that.",
        [(byte)'P', (byte)'K', 3, 4, ..] when extension is ".npz" => "is a NumPy archive. Give it to --embedding, --images or --predictions; DATA is a table.",
        [(byte)'P', (byte)'K', 3, 4, ..] => "is a zip archive. Unpack it and audit the file inside (gzip and zstd are read as they are).",
        [0x93, (byte)'N', (byte)'U', (byte)'M', ..] => "is a NumPy array. Give it to --embedding, --images or --predictions; DATA is a table.",
        [(byte)'A', (byte)'R', (byte)'R', (byte)'O', (byte)'W', ..] => "is an Arrow file. Write it as Parquet (pyarrow.parquet.write_table), then audit that.",
        [(byte)'O', (byte)'b', (byte)'j', 1, ..] => "is an Avro file. Write it as Parquet, then audit that.",
        [(byte)'O', (byte)'R', (byte)'C', ..] => "is an ORC file. Write it as Parquet, then audit that.",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "is an HDF5 file. Write the table as Parquet (pandas to_parquet), then audit that.",
        [(byte)'S', (byte)'Q', (byte)'L', (byte)'i', (byte)'t', (byte)'e', ..] => "is an SQLite database. Export the table as CSV, then audit that.",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "is a PDF document, no table.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "is an old Excel file. Save it as CSV, then audit that.",
        [0x80, >= 2 and <= 5, ..] when extension is ".pkl" or ".pickle" => "is a Python pickle, which runs code when it is opened and is never read here. Write the table as Parquet (to_parquet).",
        _ => null,
    };

    static string Bytes(ReadOnlySpan<byte> start) => Convert.ToHexString(start[..Math.Min(4, start.Length)]);
}
