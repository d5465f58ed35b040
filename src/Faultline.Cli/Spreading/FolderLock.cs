namespace Faultline.Cli;

/// <summary>A file that one process at a time has open; the system lets go of it when the process ends, however it ends.</summary>
static class FolderLock
{
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock, or gives up when what it stands for has been done.</summary>
    /// <param name="file">The file.</param>
    /// <param name="done">True when there is nothing left to wait for.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The lock, or null where it is done.</returns>
    /// <exception cref="InputException">The file can not be made.</exception>
    public static FileStream? Wait(string file, Func<bool> done, CancellationToken cancellation)
    {
        while (!done())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Try(file) is { } taken)
            {
                return taken;
            }

            cancellation.WaitHandle.WaitOne(s_between);
        }

        return null;
    }

    /// <summary>The lock, or null where another process has it.</summary>
    /// <exception cref="InputException">The file can not be made.</exception>
    public static FileStream? Try(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{file}' can not be made: {FileFault.Words(fault)}. Name a folder that can be written.", fault);
        }
    }
}
