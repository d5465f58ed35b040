using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>A logical type.</summary>
sealed class LogicalTypeHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyLogicalType(ref handle);
        return true;
    }
}
