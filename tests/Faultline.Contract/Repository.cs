namespace Faultline.Contract;

/// <summary>The folder that holds the sources these tests were built from.</summary>
static class Repository
{
    static readonly Lazy<string> s_root = new(() =>
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Faultline.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Faultline.slnx.");
    });

    public static string Read(string path)
    {
        var file = Path.Combine(s_root.Value, path);
        Assert.True(File.Exists(file), $"'{path}' is missing.");
        return File.ReadAllText(file).ReplaceLineEndings("\n");
    }
}
