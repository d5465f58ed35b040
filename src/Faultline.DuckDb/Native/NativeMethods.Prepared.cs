using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeState Prepare(ConnectionHandle connection, string query, out StatementHandle statement);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    internal static partial void DestroyPrepare(ref nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare_error")]
    internal static partial nint PrepareError(StatementHandle statement);

    [LibraryImport(Library, EntryPoint = "duckdb_nparams")]
    internal static partial ulong ParameterCount(StatementHandle statement);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_value")]
    internal static partial NativeState BindValue(StatementHandle statement, ulong index, ValueHandle value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_int64")]
    internal static partial NativeState BindInt64(StatementHandle statement, ulong index, long value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_varchar_length")]
    internal static partial NativeState BindVarchar(StatementHandle statement, ulong index, byte* text, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    internal static partial NativeState ExecutePreparedStreaming(StatementHandle statement, out NativeResult result);
}
