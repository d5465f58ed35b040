using System.Runtime.InteropServices;
using System.Text;

namespace Faultline.Bench;

/// <summary>Writes and reads the plain little-endian .npy arrays that both sides share.</summary>
static class Npy
{
    /// <summary>Writes an array of a primitive type; <paramref name="columns"/> 0 means one dimension.</summary>
    public static void Write<T>(string path, ReadOnlySpan<T> values, int columns = 0)
        where T : unmanaged
    {
        var kind = default(T) switch { float => "<f4", double => "<f8", int => "<i4", _ => throw new ArgumentException($"{typeof(T)} is not written here.", nameof(values)) };
        var shape = columns == 0 ? $"({values.Length},)" : $"({values.Length / columns}, {columns})";
        var header = $"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight((64 * ((header.Length + 11 + 63) / 64)) - 11) + "\n";
        using var file = File.Create(path);
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)(header.Length & 255), (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        for (var start = 0; start < values.Length; start += 1 << 24)
        {
            file.Write(MemoryMarshal.AsBytes(values[start..Math.Min(values.Length, start + (1 << 24))]));
        }
    }

    /// <summary>Reads the values of a version 1 array that has the type <typeparamref name="T"/>.</summary>
    public static T[] Read<T>(string path)
        where T : unmanaged
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[10];
        file.ReadExactly(head);
        file.Seek(head[8] + (head[9] << 8), SeekOrigin.Current);
        var values = new T[(file.Length - file.Position) / Marshal.SizeOf<T>()];
        for (var start = 0; start < values.Length; start += 1 << 24)
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(start..Math.Min(values.Length, start + (1 << 24)))));
        }

        return values;
    }
}
