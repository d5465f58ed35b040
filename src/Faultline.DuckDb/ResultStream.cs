using System.Runtime.InteropServices;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>The chunks of a result, one at a time; the spans of a chunk are valid until <see cref="Next"/> is called again.</summary>
sealed class ResultStream : IDisposable
{
    readonly CancellationTokenRegistration _registration;
    readonly CancellationToken _cancellationToken;
    NativeResult _result;
    nint _chunk;
    bool _ended;
    bool _disposed;

    internal ResultStream(NativeResult result, CancellationTokenRegistration registration, CancellationToken cancellationToken)
    {
        _result = result;
        _registration = registration;
        _cancellationToken = cancellationToken;
        var columns = new ResultColumn[(int)NativeMethods.ColumnCount(ref _result)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = NativeMethods.ColumnLogicalType(ref _result, (ulong)i);
            columns[i] = ResultColumn.Of(Marshal.PtrToStringUTF8(NativeMethods.ColumnName(ref _result, (ulong)i)) ?? string.Empty, type);
        }

        Columns = columns;
    }

    /// <summary>The columns of the result.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Rows of the current chunk, at most 2,048.</summary>
    public int Count { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    /// <exception cref="EngineException">The statement failed in mid-stream.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public bool Next()
    {
        DropChunk();
        Count = 0;
        if (_ended)
        {
            // Asked once more, a finished result answers with an error.
            return false;
        }

        _chunk = NativeMethods.FetchChunk(_result);
        Count = _chunk == 0 ? 0 : (int)NativeMethods.DataChunkGetSize(_chunk);
        if (Count > 0)
        {
            return true;
        }

        _ended = true;

        // A failure in mid-stream looks like the end of the data.
        var error = NativeMethods.ResultError(ref _result);
        if (error != 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            throw EngineException.From(error, NativeMethods.ResultErrorType(ref _result));
        }

        return false;
    }

    /// <summary>The cells of one column of the current chunk.</summary>
    public ChunkVector this[int column] => new(NativeMethods.DataChunkGetVector(_chunk, (ulong)column), Count);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _registration.Dispose();
            DropChunk();
            NativeMethods.DestroyResult(ref _result);
        }
    }

    void DropChunk()
    {
        if (_chunk != 0)
        {
            NativeMethods.DestroyDataChunk(ref _chunk);
            _chunk = 0;
        }
    }
}
