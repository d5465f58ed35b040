using System.Buffers.Binary;

namespace Faultline.DuckDb;

/// <summary>Opens IDX arrays (MNIST's format): two zero bytes, a type, the number of dimensions, their lengths, the numbers; big endian.</summary>
static class IdxReader
{
    public static bool IsIdx(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && start[0] == 0 && start[1] == 0 && TypeOf(start[2]) is not null && start[3] is >= 1 and <= 8;

    /// <summary>Opens an IDX stream; takes the stream over.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="stream">Its bytes, without compression.</param>
    /// <param name="length">How many there are, where known.</param>
    public static NumberArray Open(string name, Stream stream, long? length)
    {
        Span<byte> start = stackalloc byte[4];
        if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4 || !IsIdx(start))
        {
            throw new InputException($"'{name}' is no IDX array: it does not begin with two zero bytes, a type and a number of dimensions. Expected an IDX or .npy file.");
        }

        var shape = new long[start[3]];
        Span<byte> lengths = stackalloc byte[4 * 8];
        lengths = lengths[..(4 * shape.Length)];
        if (stream.ReadAtLeast(lengths, lengths.Length, throwOnEndOfStream: false) < lengths.Length)
        {
            throw new InputException($"'{name}' is cut off inside its header. Fetch it again.");
        }

        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = BinaryPrimitives.ReadUInt32BigEndian(lengths[(4 * i)..]);
        }

        return new NumberArray(name, new ArrayHeader(TypeOf(start[2])!.Value, BigEndian: true, Fortran: false, shape), stream, length - 4 - lengths.Length);
    }

    static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.UInt8,
        0x09 => ElementType.Int8,
        0x0B => ElementType.Int16,
        0x0C => ElementType.Int32,
        0x0D => ElementType.Float32,
        0x0E => ElementType.Float64,
        _ => null,
    };
}
