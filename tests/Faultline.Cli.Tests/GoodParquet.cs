namespace Faultline.Cli.Tests;

/// <summary>A sound Parquet file, made once by the program itself: the scores of a small audit.</summary>
static class GoodParquet
{
    static readonly Lazy<byte[]> s_bytes = new(Make);

    public static byte[] Bytes => s_bytes.Value;

    static byte[] Make()
    {
        using var folder = new TemporaryFolder();
        folder.Write("d.csv", Tables.TwoClasses(500));
        folder.Write("p.csv", Tables.Probabilities(500));
        var result = Task.Run(() => FaultlineProcess.RunAsync(folder.Path, "audit", "d.csv", "--label", "y", "--id", "key", "--predictions", "p.csv", "--checks", "FL101", "--out", "r", "--quiet")).GetAwaiter().GetResult();
        result.Ran();
        return File.ReadAllBytes(folder["r/scores.parquet"]);
    }
}
