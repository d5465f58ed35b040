using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Faultline.DuckDb;

/// <summary>What a Parquet file says about its own end, looked at before the engine sees it, so that the message can be plain.</summary>
static class ParquetFooter
{
    const int Smallest = 12;

    /// <summary>What tells files from any others without reading their pages: paths, sizes, and the footers, which say where each row group lies and what is in it.</summary>
    public static string Digest(IEnumerable<SourceFile> files)
    {
        Span<byte> tail = stackalloc byte[8];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = file.Open();
            stream.Seek(-8, SeekOrigin.End);
            stream.ReadExactly(tail);
            var footer = new byte[BinaryPrimitives.ReadUInt32LittleEndian(tail)];
            stream.Seek(-8 - footer.Length, SeekOrigin.End);
            stream.ReadExactly(footer);
            digest.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Path}\n{file.Length}\n")));
            digest.AppendData(footer);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <exception cref="InputException">The file is cut off, encrypted, or its end lies.</exception>
    public static void Check(SourceFile file)
    {
        using var stream = file.Open();
        if (file.Length < Smallest)
        {
            throw new InputException($"'{file.Name}' is cut off: {file.Length} bytes, fewer than the {Smallest} that any Parquet file has. Fetch or export it again.");
        }

        Span<byte> tail = stackalloc byte[8];
        stream.Seek(-8, SeekOrigin.End);
        stream.ReadExactly(tail);
        if (tail[4..].SequenceEqual("PARE"u8))
        {
            throw new InputException($"'{file.Name}' is encrypted. Export it without encryption, then audit that.");
        }

        if (!tail[4..].SequenceEqual("PAR1"u8))
        {
            throw new InputException($"'{file.Name}' is cut off or damaged: a Parquet file ends with PAR1, this one with {Convert.ToHexString(tail[4..])}. Fetch or export it again.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > file.Length - Smallest)
        {
            throw new InputException($"'{file.Name}' is damaged: its footer claims {Complaint.Count(length)} bytes, the whole file has {Complaint.Count(file.Length)}. Fetch or export it again.");
        }
    }
}
