using System.Diagnostics;
using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Where the engine spills: a folder named after the process, under the system's temporary one.</summary>
public static class SpillFolders
{
    const string Prefix = "faultline-";
    const string Inside = "spill";

    /// <summary>The folder of this process; made when something is spilled.</summary>
    public static string Own => Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Inside);

    /// <summary>Removes what processes left behind that were ended before they could.</summary>
    public static void RemoveOrphans()
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            {
                if (int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsRunning(process))
                {
                    Remove(folder);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What can not be looked at is left; it does no harm.
        }
    }

    // Another user's folder can not be removed, and a folder that holds other things is not one of ours.
    static void Remove(string folder)
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) == Inside))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }

    static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is there, and not ours to ask.
            return true;
        }
    }
}
