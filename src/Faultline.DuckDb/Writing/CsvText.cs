using System.Buffers;
using System.Text;

namespace Faultline.DuckDb;

/// <summary>Cells of CSV as RFC 4180 has them: commas, CRLF, and quotes round what holds a comma, a quote or a line break.</summary>
static class CsvText
{
    const int BufferSize = 1 << 16;

    static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    /// <summary>A writer of lines, UTF-8 without a byte order mark.</summary>
    public static StreamWriter Over(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { NewLine = "\r\n" };

    /// <summary>Writes one cell; null is the empty cell.</summary>
    public static void Write(TextWriter writer, string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny(s_quoted) < 0)
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }

    /// <summary>Writes one line.</summary>
    public static void Line(TextWriter writer, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            Write(writer, cells[i]);
        }

        // A line of one empty cell would be an empty line, which many readers skip.
        writer.WriteLine(cells is [null or ""] ? "\"\"" : string.Empty);
    }
}
