using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    [SuppressGCTransition]
    internal static partial void* VectorGetData(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    [SuppressGCTransition]
    internal static partial ulong* VectorGetValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    internal static partial void VectorEnsureValidityWritable(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    internal static partial void VectorAssignString(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_child")]
    [SuppressGCTransition]
    internal static partial nint ListVectorGetChild(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_size")]
    [SuppressGCTransition]
    internal static partial ulong ListVectorGetSize(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_array_vector_get_child")]
    [SuppressGCTransition]
    internal static partial nint ArrayVectorGetChild(nint vector);
}
