namespace Faultline;

/// <summary>What the system says of a file that could not be read or written, in our words.</summary>
public static class FileFault
{
    // The system's own numbers: errno on Unix, the low half of an HRESULT on Windows.
    const int NoSpace = 28;
    const int ReadOnly = 30;
    const int InUse = 26;
    const int WindowsDiskFull = 112;
    const int WindowsWriteProtected = 19;
    const int WindowsInUse = 32;

    /// <summary>A clause without a full stop, as <c>there is no such file</c>.</summary>
    /// <param name="fault">What was thrown.</param>
    public static string Words(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault switch
        {
            FileNotFoundException => "there is no such file",
            DirectoryNotFoundException => "there is no such folder",
            PathTooLongException => "its name is too long",
            UnauthorizedAccessException => "it is a folder, or not yours to open",
            EndOfStreamException => "it ends too early",
            _ => (fault.HResult & 0xFFFF) switch
            {
                NoSpace or WindowsDiskFull => "no space is left on the disk",
                ReadOnly or WindowsWriteProtected => "the disk is read-only",
                InUse or WindowsInUse => "another program is using it",
                var number => FormattableString.Invariant($"the system refused it (error {number})"),
            },
        };
    }
}
