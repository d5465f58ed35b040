using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

/// <summary>The C API of DuckDB as far as Faultline calls it; one partial a chapter of the header.</summary>
static unsafe partial class NativeMethods
{
    const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_free")]
    internal static partial void Free(nint pointer);

    [LibraryImport(Library, EntryPoint = "duckdb_library_version")]
    internal static partial nint LibraryVersion();
}
