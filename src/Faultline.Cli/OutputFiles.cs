namespace Faultline.Cli;

/// <summary>Files that a command writes: checked before the work, written under temporary names, and put in place together at its end.</summary>
static class OutputFiles
{
    /// <summary>Refuses to write over what is read, over a folder, or where there is no folder.</summary>
    /// <param name="files">The files to write, each with the option that names it.</param>
    /// <param name="read">Files and patterns that are read; <c>-</c> is none.</param>
    /// <exception cref="InputException">A file can not be written.</exception>
    public static void Refuse(IEnumerable<(string Path, string Option)> files, IEnumerable<string> read)
    {
        HashSet<string> inputs = [.. read.Where(path => path != "-").Select(RealPath.Of)];
        foreach (var (path, option) in files)
        {
            if (inputs.Contains(RealPath.Of(path)))
            {
                throw new InputException($"'{path}' is an input, and an input is never written over. Name another file with {option}.");
            }

            if (Directory.Exists(path))
            {
                throw new InputException($"'{path}' is a folder; expected the name of a file to write.");
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new InputException(Ancestor(folder) is { } file
                    ? $"'{path}' can not be written: '{file}' is a file and no folder. Name another file with {option}."
                    : $"'{path}' can not be written: there is no folder '{folder}'. Make it first.");
            }
        }
    }

    /// <summary>Writes the files, none of which is there before all of them are whole; what is left of a run that fails is taken away.</summary>
    /// <param name="paths">Where they go.</param>
    /// <param name="write">What writes each, given its temporary name.</param>
    /// <param name="cancellation">Stops before they are put in place.</param>
    /// <exception cref="InputException">One can not be written.</exception>
    public static void Together(string[] paths, Action<string>[] write, CancellationToken cancellation = default)
    {
        string[] parts = [.. paths.Select(path => $"{path}.{Guid.NewGuid():N}.part")];
        try
        {
            for (var i = 0; i < parts.Length; i++)
            {
                write[i](parts[i]);
            }

            // From here on all of them are put in place.
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < parts.Length; i++)
            {
                File.Move(parts[i], paths[i], overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{paths[0]}' can not be written: {FileFault.Words(exception)}. Name another file.", exception);
        }
        finally
        {
            foreach (var part in parts.Where(File.Exists))
            {
                File.Delete(part);
            }
        }
    }

    // The part of a path that is a file where a folder should be.
    static string? Ancestor(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
