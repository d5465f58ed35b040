using System.IO.Compression;

namespace Faultline.Tests;

/// <summary>The folder of real data that lies beside a checkout; tests that need it skip where it is absent.</summary>
static class SharedData
{
    static readonly string? s_root = Find();

    /// <summary>The path of a file in the folder; skips the test where the folder is absent.</summary>
    public static string Path(params string[] parts)
    {
        Assert.SkipWhen(s_root is null, "The folder shared/data is not beside this checkout.");
        string path = System.IO.Path.Combine([s_root!, .. parts]);
        Assert.SkipUnless(File.Exists(path), $"shared/data has no {string.Join('/', parts)}.");
        return path;
    }

    /// <summary>The lines of a text file, unpacked where it ends in .gz.</summary>
    public static string[] Lines(params string[] parts)
    {
        string path = Path(parts);
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static string? Find()
    {
        for (DirectoryInfo? folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
