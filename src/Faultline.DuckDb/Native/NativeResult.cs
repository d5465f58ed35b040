using System.Runtime.InteropServices;

namespace Faultline.DuckDb.Native;

/// <summary><c>duckdb_result</c>: 48 bytes, passed by value to <c>duckdb_fetch_chunk</c> and by reference elsewhere.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeResult
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint ErrorMessage;
    public nint InternalData;
}
