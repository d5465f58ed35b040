namespace Faultline.Cli;

/// <summary>Where a path leads, so that two names of one file are seen to be one.</summary>
static class RealPath
{
    const int MostLinks = 40;

    /// <summary>The full path with every link followed, those of folders too; what is not there keeps its name.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (Follow(full) is not { } target)
            {
                break;
            }

            full = target;
        }

        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? full.ToUpperInvariant() : full;
    }

    /// <summary>The path with its first link replaced by what it points to; null without a link.</summary>
    static string? Follow(string full)
    {
        var root = Path.GetPathRoot(full) ?? string.Empty;
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var walked = root;
        for (var i = 0; i < parts.Length; i++)
        {
            var parent = walked;
            walked = Path.Join(walked, parts[i]);
            if (new FileInfo(walked).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Join([Path.Combine(parent, target), .. parts[(i + 1)..]]));
            }
        }

        return null;
    }
}
