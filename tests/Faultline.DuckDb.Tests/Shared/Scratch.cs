using System.IO.Compression;
using System.Text;

namespace Faultline.DuckDb.Tests;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
sealed class Scratch : IDisposable
{
    public Scratch() => Folder = Directory.CreateTempSubdirectory("faultline-test-").FullName;

    public string Folder { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public string File(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Gzip(string name, string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return File(name, packed.ToArray());
    }

    /// <summary>Runs SQL that writes a file, whose path is the placeholder FILE.</summary>
    public string Write(string name, string sql)
    {
        var path = Path.Combine(Folder, name);
        using var database = new Database(threads: 2);
        using var connection = database.Connect();
        connection.Execute(sql.Replace("FILE", Sql.Literal(path), StringComparison.Ordinal), Cancellation);
        return path;
    }

    public string Parquet(string name, string select, string options = "") => Write(name, $"COPY ({select}) TO FILE (FORMAT parquet{options})");

    public static TableRead Read(string path, ReadOptions? options = null) => TableReader.Read([path], options ?? new ReadOptions(), Cancellation);

    public static string Refusal(string path, ReadOptions? options = null) => Assert.Throws<InputException>(() => Read(path, options)).Message;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
