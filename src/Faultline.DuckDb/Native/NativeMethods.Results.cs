using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeState Query(ConnectionHandle connection, string query, out NativeResult result);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_result")]
    internal static partial void DestroyResult(ref NativeResult result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_count")]
    internal static partial ulong ColumnCount(ref NativeResult result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_name")]
    internal static partial nint ColumnName(ref NativeResult result, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_column_logical_type")]
    internal static partial LogicalTypeHandle ColumnLogicalType(ref NativeResult result, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_result_error")]
    internal static partial nint ResultError(ref NativeResult result);

    [LibraryImport(Library, EntryPoint = "duckdb_result_error_type")]
    internal static partial DuckDbErrorKind ResultErrorType(ref NativeResult result);

    [LibraryImport(Library, EntryPoint = "duckdb_fetch_chunk")]
    internal static partial nint FetchChunk(NativeResult result);
}
