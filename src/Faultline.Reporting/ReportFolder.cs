using System.Text;

namespace Faultline.Reporting;

/// <summary>
/// The folder that an audit leaves behind. Files are written into a hidden folder beside it and swapped in by one step, so that a run that is killed leaves the
/// earlier report whole. Only files of the names below are ever replaced or deleted; anything else in the folder stays.
/// </summary>
public static class ReportFolder
{
    /// <summary>Every file name that a report may have.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["report.html", "report.json", "report.sarif", "junit.xml", "scores.parquet", "scores.csv"];

    /// <summary>Finds out before an audit begins whether its report could be written.</summary>
    /// <param name="folder">The folder (<c>--out</c>).</param>
    /// <param name="overwrite">True allows a folder with other things in it (<c>--overwrite</c>).</param>
    /// <exception cref="InputException">It is a file, it has other things in it, or it can not be written.</exception>
    public static void Check(string folder, bool overwrite)
    {
        var path = FullPath(folder);
        Refuse(folder, path, overwrite);
        var parent = Path.GetDirectoryName(path)!;
        while (!Directory.Exists(parent))
        {
            if (File.Exists(parent))
            {
                throw new InputException($"The report can not be written to '{folder}': '{parent}' is a file. Give another folder with --out.");
            }

            parent = Path.GetDirectoryName(parent) ?? throw new InputException($"The report can not be written to '{folder}': there is no such place. Give another folder with --out.");
        }

        // Only trying tells: permissions, read-only mounts and quotas differ between systems.
        Try(folder, () =>
        {
            var probe = Path.Combine(parent, $".faultline-probe-{Environment.ProcessId}");
            try
            {
                Directory.CreateDirectory(probe);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // The folder is there, as was just seen: one that the system makes up, as /proc is.
                throw new InputException($"The report can not be written to '{folder}': '{parent}' takes no new folders. Give another folder with --out.", exception);
            }

            Directory.Delete(probe);
        });
    }

    /// <summary>Writes report.html, report.json, report.sarif, junit.xml and whatever <paramref name="more"/> adds, and swaps them in.</summary>
    /// <param name="report">The audit's result.</param>
    /// <param name="folder">The folder (<c>--out</c>); made when it does not exist.</param>
    /// <param name="overwrite">True allows a folder with other things in it (<c>--overwrite</c>); they stay.</param>
    /// <param name="options">Evidence for the worst rows, and what may be shown; null means the defaults.</param>
    /// <param name="more">Writes further files, as scores.parquet, into the folder it is given; null writes none.</param>
    /// <param name="cancellation">Stops before the swap; the earlier report is then untouched.</param>
    /// <exception cref="InputException">The folder is refused or can not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Write(AuditReport report, string folder, bool overwrite, HtmlOptions? options = null, Action<string>? more = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var path = FullPath(folder);
        Refuse(folder, path, overwrite);
        var parent = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        var fresh = Path.Combine(parent, $".{name}.faultline-new");
        var old = Path.Combine(parent, $".{name}.faultline-old");
        Try(folder, () =>
        {
            Directory.CreateDirectory(parent);
            using var alone = Lock(folder, Path.Combine(parent, $".{name}.faultline-lock"), cancellation);
            Recover(path, fresh, old);
            Directory.CreateDirectory(fresh);
            var swapped = false;
            try
            {
                more?.Invoke(fresh);
                File.WriteAllText(Path.Combine(fresh, "report.html"), HtmlReport.Render(report, options), new UTF8Encoding(false));
                File.WriteAllBytes(Path.Combine(fresh, "report.json"), JsonReport.Write(report));
                File.WriteAllBytes(Path.Combine(fresh, "report.sarif"), SarifReport.Write(report));
                File.WriteAllBytes(Path.Combine(fresh, "junit.xml"), JunitReport.Write(report));
                cancellation.ThrowIfCancellationRequested();
                Swap(fresh, path, old, ref swapped);
            }
            finally
            {
                if (swapped && Directory.Exists(fresh))
                {
                    Retire(fresh, path);
                }
                else if (Directory.Exists(fresh))
                {
                    Directory.Delete(fresh, recursive: true);
                }
            }
        });
    }

    /// <summary>True when the folder holds a report.json of this program.</summary>
    public static bool HoldsReport(string folder)
    {
        var json = Path.Combine(folder, "report.json");
        if (!File.Exists(json))
        {
            return false;
        }

        using var stream = File.OpenRead(json);
        var begin = new byte[256];
        var read = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(begin, 0, read).Contains("\"faultline/report/", StringComparison.Ordinal);
    }

    static string FullPath(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(path) && Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
        {
            path = Path.TrimEndingDirectorySeparator(target.FullName);
        }

        return Path.GetDirectoryName(path) is null
            ? throw new InputException($"The report can not be written to '{folder}', the root of the file system. Give another folder with --out.")
            : path;
    }

    static void Refuse(string folder, string path, bool overwrite)
    {
        if (File.Exists(path))
        {
            throw new InputException($"The report can not be written to '{folder}': that is a file. Give a folder with --out.");
        }

        Try(folder, () =>
        {
            if (!overwrite && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is { } entry && !HoldsReport(path))
            {
                throw new InputException($"'{folder}' holds '{Path.GetFileName(entry)}' and no Faultline report. Give an empty or new folder with --out, or add --overwrite.");
            }
        });
    }

    static FileStream Lock(string folder, string file, CancellationToken cancellation)
    {
        const int Tries = 300;
        for (var i = 1; ; i++)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (i < Tries && File.Exists(file))
            {
                cancellation.WaitHandle.WaitOne(100);
                cancellation.ThrowIfCancellationRequested();
            }
            catch (IOException exception) when (File.Exists(file))
            {
                throw new InputException($"Another run is writing its report to '{folder}'. Wait for it, or give another folder with --out.", exception);
            }
        }
    }

    /// <summary>Ends what a killed run left half done: its unfinished files go, what it had put aside comes back.</summary>
    static void Recover(string path, string fresh, string old)
    {
        if (Directory.Exists(old))
        {
            if (!Directory.Exists(path))
            {
                Directory.Move(old, path);
            }
            else
            {
                Retire(old, path);
            }
        }

        if (Directory.Exists(fresh))
        {
            Retire(fresh, path);
        }
    }

    static void Swap(string fresh, string path, string old, ref bool swapped)
    {
        if (!Directory.Exists(path))
        {
            Directory.Move(fresh, path);
        }
        else if (IsUnderFoot(path))
        {
            Into(fresh, path);
        }
        else if (AtomicExchange.Try(fresh, path))
        {
            // From here on the hidden folder is the earlier report.
            swapped = true;
            Retire(fresh, path);
        }
        else
        {
            ByTwoRenames(fresh, path, old);
        }
    }

    static void ByTwoRenames(string fresh, string path, string old)
    {
        try
        {
            Directory.Move(path, old);
        }
        catch (IOException)
        {
            // A mounted folder can't be renamed; its files can be.
            Into(fresh, path);
            return;
        }

        Directory.Move(fresh, path);
        Retire(old, path);
    }

    /// <summary>Replaces file by file: for the current folder (a shell standing in it must not lose the ground) and for mounted ones.</summary>
    static void Into(string fresh, string path)
    {
        var written = Directory.GetFiles(fresh);
        foreach (var file in written)
        {
            File.Move(file, Path.Combine(path, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var name in FileNames.Except(written.Select(file => Path.GetFileName(file)), StringComparer.Ordinal))
        {
            File.Delete(Path.Combine(path, name));
        }
    }

    /// <summary>Deletes a folder's report files and hands everything else over to the folder that stays.</summary>
    static void Retire(string leaving, string staying)
    {
        foreach (var name in FileNames)
        {
            File.Delete(Path.Combine(leaving, name));
        }

        foreach (var entry in Directory.GetFileSystemEntries(leaving))
        {
            var target = Path.Combine(staying, Path.GetFileName(entry));
            if (!Directory.Exists(staying) || Path.Exists(target))
            {
                continue;
            }

            if (Directory.Exists(entry))
            {
                Directory.Move(entry, target);
            }
            else
            {
                File.Move(entry, target);
            }
        }

        if (!Directory.EnumerateFileSystemEntries(leaving).Any())
        {
            Directory.Delete(leaving);
        }
    }

    static bool IsUnderFoot(string path) =>
        (Environment.CurrentDirectory + Path.DirectorySeparatorChar).StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static void Try(string folder, Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"The report can not be written to '{folder}': {FileFault.Words(exception)}. Give another folder with --out.", exception);
        }
    }
}
