using System.Buffers.Binary;
using System.Text;

namespace Faultline.Cli.Tests;

/// <summary>Writes NumPy and IDX arrays byte by byte, right ones and wrong ones.</summary>
static class Npy
{
    /// <summary>A .npy file of float64 in rows and columns.</summary>
    public static byte[] Of(double[,] values) => File($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({values.GetLength(0)}, {values.GetLength(1)}), }}", Bytes(values));

    /// <summary>A .npy file with any header and any content.</summary>
    public static byte[] File(string header, byte[] content)
    {
        var padded = header.PadRight((((header.Length + 11) / 64) + 1) * 64 - 11) + "\n";
        byte[] magic = [0x93, .. "NUMPY"u8, 1, 0, (byte)(padded.Length & 0xff), (byte)(padded.Length >> 8)];
        return [.. magic, .. Encoding.ASCII.GetBytes(padded), .. content];
    }

    /// <summary>The numbers as little-endian bytes.</summary>
    public static byte[] Bytes(double[,] values)
    {
        var bytes = new byte[values.Length * sizeof(double)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>An IDX file of bytes with the dimensions that it claims.</summary>
    public static byte[] Idx(byte type, int[] dimensions, byte[] content)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        header[2] = type;
        header[3] = (byte)dimensions.Length;
        for (var i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        return [.. header, .. content];
    }
}
