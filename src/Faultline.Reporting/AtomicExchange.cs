using System.Runtime.InteropServices;

namespace Faultline.Reporting;

/// <summary>Swaps two folders in one step where the operating system can.</summary>
static partial class AtomicExchange
{
    const int CurrentFolder = -100;
    const uint Exchange = 2;

    /// <summary>Swaps two folders of one file system; false where the system or the file system can't, and then nothing has changed.</summary>
    public static bool Try(string one, string other)
    {
        try
        {
            return OperatingSystem.IsLinux() ? RenameLinux(CurrentFolder, one, CurrentFolder, other, Exchange) == 0
                : OperatingSystem.IsMacOS() && RenameMac(one, other, Exchange) == 0;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameLinux(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameMac(string oldPath, string newPath, uint flags);
}
