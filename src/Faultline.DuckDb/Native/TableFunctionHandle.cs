using Microsoft.Win32.SafeHandles;

namespace Faultline.DuckDb.Native;

/// <summary>A table function that is being described.</summary>
sealed class TableFunctionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyTableFunction(ref handle);
        return true;
    }
}
