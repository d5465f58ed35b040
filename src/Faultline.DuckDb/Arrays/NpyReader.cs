using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Faultline.DuckDb;

/// <summary>Opens NumPy arrays: .npy versions 1 to 3, and .npz archives that hold one. Objects are never unpickled.</summary>
static partial class NpyReader
{
    const int LongestHeader = 1 << 20;

    public static bool IsNpy(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']);

    /// <summary>Opens a .npy stream; takes the stream over.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="stream">Its bytes.</param>
    /// <param name="length">How many there are, where known.</param>
    public static NumberArray Open(string name, Stream stream, long? length)
    {
        Span<byte> start = stackalloc byte[12];
        var read = stream.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        if (read < 10 || !IsNpy(start))
        {
            throw new InputException($"'{name}' is no NumPy array: it does not begin with \\x93NUMPY. Write it with numpy.save.");
        }

        var version = start[6];
        if (version is < 1 or > 3)
        {
            throw new InputException($"'{name}' is a NumPy array of version {version}; versions 1 to 3 are read. Write it with numpy.save.");
        }

        var prefix = 10;
        var headerLength = (long)BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (version > 1)
        {
            prefix = 12;
            _ = stream.ReadAtLeast(start[10..], 2, throwOnEndOfStream: false);
            headerLength = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        }

        if (headerLength > LongestHeader || (length is { } whole && prefix + headerLength > whole))
        {
            throw new InputException($"'{name}' is cut off or damaged: its header claims {Complaint.Count(headerLength)} bytes. Fetch or write it again.");
        }

        var bytes = new byte[headerLength];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InputException($"'{name}' is cut off inside its header. Fetch or write it again.");
        }

        return new NumberArray(name, Parse(name, (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes)), stream, length - prefix - headerLength);
    }

    /// <summary>Opens the array of a .npz archive.</summary>
    public static NumberArray OpenArchive(string name, Stream stream)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"'{name}' is damaged: it can not be opened as an .npz archive. Fetch or write it again.", fault);
        }

        var arrays = archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)).ToArray();
        return arrays switch
        {
            [var only] => Open($"{name}/{only.Name}", only.Open(), null),
            [] => throw new InputException($"'{name}' holds no array (.npy). Write it with numpy.savez or numpy.save."),
            _ => throw new InputException($"'{name}' holds {arrays.Length} arrays: {string.Join(", ", arrays.Select(entry => entry.Name).Take(10))}. Expected one; save it by itself with numpy.save."),
        };
    }

    static ArrayHeader Parse(string name, string header)
    {
        var shape = Shape().Match(header);
        var order = Order().Match(header);
        var type = Type().Match(header);
        if (!shape.Success || !order.Success || !header.Contains("'descr'", StringComparison.Ordinal))
        {
            throw new InputException($"'{name}' is damaged: its header is no NumPy header ({Complaint.Quote(header.Trim())}). Write it with numpy.save.");
        }

        if (!type.Success)
        {
            throw new InputException($"'{name}' holds records, not numbers. Save the columns as one array of numbers, or write a Parquet file.");
        }

        var code = type.Groups["type"].Value;
        ElementType? element = code switch
        {
            "b1" => ElementType.Boolean,
            "i1" => ElementType.Int8,
            "i2" => ElementType.Int16,
            "i4" => ElementType.Int32,
            "i8" => ElementType.Int64,
            "u1" => ElementType.UInt8,
            "u2" => ElementType.UInt16,
            "u4" => ElementType.UInt32,
            "u8" => ElementType.UInt64,
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            _ => null,
        };
        if (element is not { } known)
        {
            throw new InputException(code.StartsWith('O')
                ? $"'{name}' holds Python objects (pickles), which run code when they are opened and are never read here. Save an array of numbers: array.astype('float32')."
                : $"'{name}' holds elements of type {code}; read are whole numbers, floats of 2, 4 or 8 bytes, and booleans. Save array.astype('float32').");
        }

        var lengths = new List<long>();
        foreach (Match number in Digits().Matches(shape.Groups["shape"].Value))
        {
            if (!long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var length) || length < 0)
            {
                throw new InputException($"'{name}' is damaged: its header claims a shape of ({shape.Groups["shape"].Value}). Write it with numpy.save.");
            }

            lengths.Add(length);
        }

        return new ArrayHeader(known, type.Groups["order"].Value == ">", order.Groups["fortran"].Value == "True", lengths);
    }

    [GeneratedRegex(@"'descr':\s*'(?<order>[<>|=]?)(?<type>[A-Za-z]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("'fortran_order':\\s*(?<fortran>True|False)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape':\s*\((?<shape>[-0-9L,\s]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    [GeneratedRegex("-?[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
