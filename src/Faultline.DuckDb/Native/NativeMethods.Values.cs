using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_create_varchar_length")]
    internal static partial ValueHandle CreateVarchar(byte* text, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_create_list_value")]
    internal static partial ValueHandle CreateListValue(LogicalTypeHandle type, nint* values, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_value")]
    internal static partial void DestroyValue(ref nint value);
}
