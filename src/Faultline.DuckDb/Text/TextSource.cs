namespace Faultline.DuckDb;

/// <summary>A text file opened as UTF-8, with its encoding and its first part for a look.</summary>
sealed class TextSource
{
    const int SampleSize = 1 << 19;
    const int LargestSample = 1 << 28;

    readonly SourceFile _file;
    TextEncoding _encoding;

    public TextSource(SourceFile file)
    {
        _file = file;
        var (start, isWhole) = Start(file.Open(), SampleSize);
        _encoding = TextEncoding.Of(start, isWhole);
    }

    public SourceFile File => _file;

    /// <summary>The encoding's name where it is not UTF-8, else null.</summary>
    public string? ForeignEncoding => _encoding.Encoding is null ? null : _encoding.Name;

    /// <summary>Takes the bytes for Latin-1 from now on; false when they already were taken for something else than UTF-8.</summary>
    public bool FallBack()
    {
        if (_encoding.Encoding is not null || _encoding.MarkLength > 0)
        {
            return false;
        }

        _encoding = TextEncoding.Western;
        return true;
    }

    /// <summary>The text from its beginning.</summary>
    public Stream Open() => _encoding.ToUtf8(_file.Open());

    /// <summary>The first part of the text, and whether it is all; more of it where two lines do not fit, as in a table of a hundred thousand columns.</summary>
    public (byte[] Bytes, bool IsWhole) Sample()
    {
        for (var size = SampleSize; ; size *= 8)
        {
            var (bytes, isWhole) = Start(Open(), size);
            if (isWhole || size >= LargestSample || LineEnds(bytes) >= 2)
            {
                return (bytes, isWhole);
            }
        }
    }

    static int LineEnds(ReadOnlySpan<byte> bytes) => Math.Max(bytes.Count((byte)'\n'), bytes.Count((byte)'\r'));

    static (byte[] Bytes, bool IsWhole) Start(Stream stream, int size)
    {
        using (stream)
        {
            var bytes = new byte[size];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return (bytes[..read], read < bytes.Length);
        }
    }
}
