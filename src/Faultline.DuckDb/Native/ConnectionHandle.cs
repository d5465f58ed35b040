using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>A connection to a database.</summary>
sealed class ConnectionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Disconnect(ref handle);
        return true;
    }
}
