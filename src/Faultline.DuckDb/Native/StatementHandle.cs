using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>A prepared statement.</summary>
sealed class StatementHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyPrepare(ref handle);
        return true;
    }
}
