using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>One column of a chunk, looked at where DuckDB keeps it: nothing is copied.</summary>
readonly unsafe ref struct ChunkVector
{
    readonly nint _vector;
    readonly int _count;
    readonly void* _data;
    readonly ulong* _validity;

    internal ChunkVector(nint vector, int count)
    {
        _vector = vector;
        _count = count;
        _data = NativeMethods.VectorGetData(vector);
        _validity = NativeMethods.VectorGetValidity(vector);
    }

    /// <summary>True when no cell is NULL.</summary>
    public bool AllValid => _validity == null;

    /// <summary>Number of cells.</summary>
    public int Count => _count;

    /// <summary>The cells; what stands under a NULL is not defined.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => new(_data, _count);

    /// <summary>False when the cell is NULL.</summary>
    public bool IsValid(int row) => _validity == null || ((_validity[row >> 6] >> (row & 63)) & 1) != 0;

    /// <summary>The UTF-8 bytes of a text cell: up to 12 stand in the cell itself, longer ones behind a pointer.</summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        var cell = (byte*)_data + (16L * row);
        var length = *(uint*)cell;
        return length <= 12 ? new ReadOnlySpan<byte>(cell + 4, (int)length) : new ReadOnlySpan<byte>(*(byte**)(cell + 8), (int)length);
    }

    /// <summary>Where the elements of a LIST cell stand in <see cref="ListElements"/>.</summary>
    public (long Offset, long Length) ListEntry(int row)
    {
        var entry = (ulong*)_data + (2L * row);
        return ((long)entry[0], (long)entry[1]);
    }

    /// <summary>The elements of all LIST cells.</summary>
    public ChunkVector ListElements() => new(NativeMethods.ListVectorGetChild(_vector), (int)NativeMethods.ListVectorGetSize(_vector));

    /// <summary>The elements of all ARRAY cells, <paramref name="length"/> a cell.</summary>
    public ChunkVector ArrayElements(int length) => new(NativeMethods.ArrayVectorGetChild(_vector), _count * length);
}
