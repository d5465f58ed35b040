using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>An open database.</summary>
sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Close(ref handle);
        return true;
    }
}
