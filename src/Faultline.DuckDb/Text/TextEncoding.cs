using System.Text;
using System.Text.Unicode;

namespace Faultline.DuckDb;

/// <summary>The encoding of a text file, seen from its first bytes.</summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Encoding">Null for UTF-8, which needs no translation.</param>
/// <param name="MarkLength">Bytes of the byte order mark.</param>
sealed record TextEncoding(string Name, Encoding? Encoding, int MarkLength)
{
    /// <summary>UTF-8 without a mark.</summary>
    public static TextEncoding Utf8Plain { get; } = new("UTF-8", null, 0);

    /// <summary>What a file that is no UTF-8 is taken for: Latin-1 with the letters that Windows adds.</summary>
    public static TextEncoding Western { get; } = new("Windows-1252 (Latin-1)", CodePagesEncodingProvider.Instance.GetEncoding(1252)!, 0);

    /// <summary>Tells the encoding from the first bytes.</summary>
    public static TextEncoding Of(ReadOnlySpan<byte> start, bool isWhole)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return new TextEncoding("UTF-8", null, 3);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
        {
            return new TextEncoding("UTF-32", Encoding.UTF32, 4);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new TextEncoding("UTF-16", Encoding.Unicode, 2);
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return new TextEncoding("UTF-16 (big endian)", Encoding.BigEndianUnicode, 2);
        }

        if (ZeroSide(start) is { } bigEndian)
        {
            return bigEndian ? new TextEncoding("UTF-16 (big endian)", Encoding.BigEndianUnicode, 0) : new TextEncoding("UTF-16", Encoding.Unicode, 0);
        }

        // The last letter of a part may be cut.
        for (var cut = 0; cut <= (isWhole ? 0 : 3) && cut <= start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
            {
                return Utf8Plain;
            }
        }

        return Western;
    }

    /// <summary>The stream as UTF-8 without a mark.</summary>
    public Stream ToUtf8(Stream stream)
    {
        Span<byte> mark = stackalloc byte[4];
        _ = stream.ReadAtLeast(mark[..MarkLength], MarkLength, throwOnEndOfStream: false);
        return Encoding is null ? stream : Encoding.CreateTranscodingStream(stream, Encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    // English letters in UTF-16 have a zero in every other byte: true when it comes first, null when the text is not UTF-16.
    static bool? ZeroSide(ReadOnlySpan<byte> start)
    {
        var length = Math.Min(start.Length, 4096) & ~1;
        var even = 0;
        var odd = 0;
        for (var i = 0; i < length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }

        return length < 4 ? null
            : odd * 3 > length && even * 16 < length ? false
            : even * 3 > length && odd * 16 < length ? true
            : null;
    }
}
