using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>A connection: runs statements and streams their results. One query at a time.</summary>
sealed unsafe class Connection(ConnectionHandle handle) : IDisposable
{
    internal ConnectionHandle Handle { get; } = handle;

    /// <summary>Runs a statement without looking at its result.</summary>
    public void Execute(string sql, CancellationToken cancellationToken = default, params ReadOnlySpan<object> parameters)
    {
        using var rows = Query(sql, cancellationToken, parameters);
        while (rows.Next())
        {
        }
    }

    /// <summary>Starts a statement; its chunks stream as they are asked for.</summary>
    /// <param name="sql">One statement; <c>$1</c>, <c>$2</c>… are bound.</param>
    /// <param name="cancellationToken">Interrupts the statement, also between two chunks.</param>
    /// <param name="parameters">Values: <see cref="string"/>, <see cref="long"/>, or a list of texts.</param>
    /// <exception cref="EngineException">DuckDB refuses it.</exception>
    public ResultStream Query(string sql, CancellationToken cancellationToken = default, params ReadOnlySpan<object> parameters)
    {
        var prepared = NativeMethods.Prepare(Handle, sql, out var statement);
        using (statement)
        {
            if (prepared != NativeState.Success)
            {
                // The C API gives no error type for a statement that could not be prepared.
                throw EngineException.From(NativeMethods.PrepareError(statement), DuckDbErrorKind.Binder);
            }

            for (var i = 0; i < parameters.Length; i++)
            {
                Bind(statement, (ulong)i + 1, parameters[i]);
            }

            var registration = cancellationToken.Register(() => NativeMethods.Interrupt(Handle));
            var state = NativeMethods.ExecutePreparedStreaming(statement, out var result);
            if (state == NativeState.Success)
            {
                return new ResultStream(result, registration, cancellationToken);
            }

            registration.Dispose();
            var error = EngineException.From(NativeMethods.ResultError(ref result), NativeMethods.ResultErrorType(ref result));
            NativeMethods.DestroyResult(ref result);
            cancellationToken.ThrowIfCancellationRequested();
            throw error;
        }
    }

    public void Dispose() => Handle.Dispose();

    static void Bind(StatementHandle statement, ulong index, object parameter)
    {
        var state = NativeState.Error;
        switch (parameter)
        {
            case long number:
                state = NativeMethods.BindInt64(statement, index, number);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                fixed (byte* start = bytes)
                {
                    state = NativeMethods.BindVarchar(statement, index, start, (ulong)bytes.Length);
                }

                break;
            case IReadOnlyList<string> texts:
                using (var list = TextList(texts))
                {
                    state = NativeMethods.BindValue(statement, index, list);
                }

                break;
        }

        if (state != NativeState.Success)
        {
            throw new EngineException($"DuckDB did not take parameter {index}", DuckDbErrorKind.Binder);
        }
    }

    static ValueHandle TextList(IReadOnlyList<string> texts)
    {
        using var type = NativeMethods.CreateLogicalType(DuckDbType.Varchar);
        var values = new ValueHandle[texts.Count];
        var pointers = new nint[texts.Count];
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(texts[i]);
                fixed (byte* start = bytes)
                {
                    values[i] = NativeMethods.CreateVarchar(start, (ulong)bytes.Length);
                }

                pointers[i] = values[i].DangerousGetHandle();
            }

            fixed (nint* first = pointers)
            {
                return NativeMethods.CreateListValue(type, first, (ulong)pointers.Length);
            }
        }
        finally
        {
            foreach (var value in values)
            {
                value?.Dispose();
            }
        }
    }
}
