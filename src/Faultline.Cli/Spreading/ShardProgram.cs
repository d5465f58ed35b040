using System.Globalization;

namespace Faultline.Cli;

/// <summary>How this program is started for a shard.</summary>
static class ShardProgram
{
    /// <summary>The program: the host and the assembly, or the executable alone.</summary>
    public static IReadOnlyList<string> Words { get; } = Find();

    // What --memory accepts.
    const long LeastMemory = 64_000_000;

    /// <summary>Everything after the program.</summary>
    /// <param name="folder">Where the states lie.</param>
    /// <param name="pass">The pass to read.</param>
    /// <param name="shard">The shard, or what stands for it.</param>
    /// <param name="threads">Threads; 0 leaves it to the process.</param>
    /// <param name="memory">Bytes, or null.</param>
    public static IReadOnlyList<string> Shard(StateFolder folder, int pass, string shard, int threads, long? memory)
    {
        List<string> words = ["shard", "--shard", $"{shard}/{folder.Shards.ToString(CultureInfo.InvariantCulture)}", "--to", folder.Path, "--pass", pass.ToString(CultureInfo.InvariantCulture), "--quiet"];
        if (threads > 0)
        {
            words.AddRange(["--threads", threads.ToString(CultureInfo.InvariantCulture)]);
        }

        if (memory is { } bytes)
        {
            words.AddRange(["--memory", Math.Max(LeastMemory, bytes).ToString(CultureInfo.InvariantCulture)]);
        }

        return words;
    }

    static string[] Find()
    {
        var assembly = Path.Join(AppContext.BaseDirectory, "faultline.dll");
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" && File.Exists(assembly) ? [process, assembly] : [process];
    }
}
