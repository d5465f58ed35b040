using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>A value to bind.</summary>
sealed class ValueHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyValue(ref handle);
        return true;
    }
}
