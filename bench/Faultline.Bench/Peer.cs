namespace Faultline.Bench;

/// <summary>A peer: a program that serves the protocol of <c>bench/peers/peer.py</c>.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Script">Script under <c>bench/peers</c>; empty where this program is its own peer, doing the work in another way.</param>
/// <param name="Arguments">Arguments after folder and case; for this program's own part only the first counts, the name of the other way.</param>
sealed record Peer(string Name, string Script, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables of its process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder of the peer scripts: beside the program, where the build puts them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "peers");

    /// <summary>Starts its process; null when the program is not there.</summary>
    public Side? Start(string bench, string name, string folder) => Script.Length == 0
        ? Side.Start(System.Environment.ProcessPath!, [typeof(Peer).Assembly.Location, "--serve", bench, name + "/" + Arguments[0], folder], Environment)
        : Side.Start("/usr/bin/python3", [Path.Combine(Folder, Script), folder, name, .. Arguments], Environment);
}
