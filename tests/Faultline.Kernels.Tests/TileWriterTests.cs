namespace Faultline.Kernels.Tests;

public sealed class TileWriterTests
{
    [Fact]
    public void The_tiles_are_what_the_writer_writes()
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The sources are not beside the tests.");
        var files = TileWriter.Files().ToArray();
        if (Environment.GetEnvironmentVariable("FAULTLINE_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (var (file, text) in files)
            {
                File.WriteAllText(Path.Combine(folder, file), text);
            }
        }

        Assert.Equal(files.Select(file => file.File).Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (file, text) in files)
        {
            Assert.True(File.ReadAllText(Path.Combine(folder, file)) == text, $"{file} is stale; run these tests once with FAULTLINE_WRITE_DOCS=1 and commit what they write.");
        }
    }

    static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Faultline.slnx")))
            {
                return Path.Combine(folder.FullName, "src", "Faultline.Kernels", "Tiles");
            }
        }

        return null;
    }
}
