using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    internal static partial LogicalTypeHandle CreateLogicalType(DuckDbType type);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    internal static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_get_type_id")]
    internal static partial DuckDbType GetTypeId(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_scale")]
    internal static partial byte DecimalScale(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_internal_type")]
    internal static partial DuckDbType DecimalInternalType(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_list_type_child_type")]
    internal static partial LogicalTypeHandle ListTypeChildType(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_child_type")]
    internal static partial LogicalTypeHandle ArrayTypeChildType(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_array_size")]
    internal static partial ulong ArrayTypeArraySize(LogicalTypeHandle type);
}
