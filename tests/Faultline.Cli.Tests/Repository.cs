namespace Faultline.Cli.Tests;

/// <summary>The repository that the tests were built from.</summary>
static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    /// <summary>The configuration that the tests were built in, as <c>Debug</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The text of one of its files.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Join(Root, file)).ReplaceLineEndings("\n");

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Faultline.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not lie in the repository");
    }
}
