using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>Writes the cells of a chunk where DuckDB keeps them.</summary>
sealed unsafe class ChunkWriter
{
    /// <summary>Rows of a full chunk.</summary>
    public const int Capacity = 2048;

    byte[] _scratch = new byte[256];

    /// <summary>The chunk that is written to.</summary>
    public nint Chunk { get; set; }

    /// <summary>Where the cells of a column are written.</summary>
    public Span<T> Values<T>(int column)
        where T : unmanaged => new(NativeMethods.VectorGetData(Vector(column)), Capacity);

    /// <summary>Writes a text.</summary>
    public void SetText(int column, int row, ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_scratch.Length < size)
        {
            _scratch = new byte[size];
        }

        SetUtf8(column, row, _scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, _scratch)));
    }

    /// <summary>Writes a text given as UTF-8.</summary>
    public void SetUtf8(int column, int row, ReadOnlySpan<byte> text)
    {
        byte none = 0;
        fixed (byte* start = text)
        {
            NativeMethods.VectorAssignString(Vector(column), (ulong)row, start == null ? &none : start, (ulong)text.Length);
        }
    }

    /// <summary>Makes a cell NULL.</summary>
    public void SetNull(int column, int row)
    {
        var vector = Vector(column);
        NativeMethods.VectorEnsureValidityWritable(vector);
        NativeMethods.VectorGetValidity(vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    nint Vector(int column) => NativeMethods.DataChunkGetVector(Chunk, (ulong)column);
}
