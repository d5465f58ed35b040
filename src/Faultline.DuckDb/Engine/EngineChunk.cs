using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>A chunk of our own, filled through its writer and appended to a table.</summary>
sealed unsafe class EngineChunk : IDisposable
{
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
            Writer = new ChunkWriter { Chunk = NativeMethods.CreateDataChunk(first, (ulong)pointers.Length) };
        }

        foreach (var handle in handles)
        {
            handle.Dispose();
        }
    }

    /// <summary>Writes its cells.</summary>
    public ChunkWriter Writer { get; }

    /// <summary>Appends the first rows and empties the chunk.</summary>
    public void Flush(AppenderHandle appender, int rows)
    {
        NativeMethods.DataChunkSetSize(Writer.Chunk, (ulong)rows);
        if (NativeMethods.AppendDataChunk(appender, Writer.Chunk) != NativeState.Success)
        {
            throw EngineException.From(NativeMethods.AppenderError(appender), DuckDbErrorKind.Other);
        }

        NativeMethods.DataChunkReset(Writer.Chunk);
    }

    public void Dispose()
    {
        var chunk = Writer.Chunk;
        if (chunk != 0)
        {
            NativeMethods.DestroyDataChunk(ref chunk);
            Writer.Chunk = 0;
        }
    }
}
