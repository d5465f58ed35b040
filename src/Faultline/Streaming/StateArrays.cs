using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>Arrays of plain numbers in the files of states, as they lie in the memory of a little-endian processor.</summary>
static class StateArrays
{
    /// <summary>Writes the length and the numbers.</summary>
    public static void WriteAll<T>(this BinaryWriter to, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        to.Write(values.Length);
        to.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    /// <exception cref="InvalidDataException">Another number of them was written.</exception>
    public static void ReadAll<T>(this BinaryReader from, Span<T> values)
        where T : unmanaged
    {
        var count = from.ReadInt32();
        if (count != values.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{count:N0} numbers where {values.Length:N0} belong"));
        }

        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads as many numbers as were written.</summary>
    public static T[] ReadArray<T>(this BinaryReader from)
        where T : unmanaged
    {
        var values = new T[from.ReadInt32()];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
