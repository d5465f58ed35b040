using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>An appender to a table.</summary>
sealed class AppenderHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.AppenderDestroy(ref handle);
        return true;
    }
}
