using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_appender_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeState AppenderCreate(ConnectionHandle connection, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    internal static partial NativeState AppendDataChunk(AppenderHandle appender, nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_flush")]
    internal static partial NativeState AppenderFlush(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_error")]
    internal static partial nint AppenderError(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_destroy")]
    internal static partial NativeState AppenderDestroy(ref nint appender);
}
