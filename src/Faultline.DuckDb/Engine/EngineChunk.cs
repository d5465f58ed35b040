using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>A chunk of up to 2,048 rows that is filled here and appended to a table.</summary>
sealed unsafe class EngineChunk : IDisposable
{
    /// <summary>Rows of a full chunk.</summary>
    public const int Capacity = 2048;

    nint _chunk;
    byte[] _scratch = new byte[256];

    public EngineChunk(params ReadOnlySpan<DuckDbType> types)
    {
        var handles = new LogicalTypeHandle[types.Length];
        var pointers = new nint[types.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = NativeMethods.CreateLogicalType(types[i]);
            pointers[i] = handles[i].DangerousGetHandle();
        }

        fixed (nint* first = pointers)
        {
            _chunk = NativeMethods.CreateDataChunk(first, (ulong)pointers.Length);
        }

        foreach (var handle in handles)
        {
            handle.Dispose();
        }
    }

    /// <summary>Where the cells of a column are written.</summary>
    public Span<T> Values<T>(int column)
        where T : unmanaged => new(NativeMethods.VectorGetData(NativeMethods.DataChunkGetVector(_chunk, (ulong)column)), Capacity);

    /// <summary>Writes a text, or NULL.</summary>
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
        fixed (byte* start = text)
        {
            byte none = 0;
            NativeMethods.VectorAssignString(NativeMethods.DataChunkGetVector(_chunk, (ulong)column), (ulong)row, start == null ? &none : start, (ulong)text.Length);
        }
    }

    /// <summary>Makes a cell NULL.</summary>
    public void SetNull(int column, int row)
    {
        var vector = NativeMethods.DataChunkGetVector(_chunk, (ulong)column);
        NativeMethods.VectorEnsureValidityWritable(vector);
        NativeMethods.VectorGetValidity(vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Appends the first rows and empties the chunk.</summary>
    public void Flush(AppenderHandle appender, int rows)
    {
        NativeMethods.DataChunkSetSize(_chunk, (ulong)rows);
        if (NativeMethods.AppendDataChunk(appender, _chunk) != NativeState.Success)
        {
            throw EngineException.From(NativeMethods.AppenderError(appender), DuckDbErrorKind.Other);
        }

        NativeMethods.DataChunkReset(_chunk);
    }

    public void Dispose()
    {
        if (_chunk != 0)
        {
            NativeMethods.DestroyDataChunk(ref _chunk);
            _chunk = 0;
        }
    }
}
