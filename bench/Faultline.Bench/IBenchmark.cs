using System.Text.Json;

namespace Faultline.Bench;

/// <summary>A peer: a command that serves the protocol of <c>bench/peers/peer.py</c>.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Script">Script under <c>bench/peers</c>.</param>
/// <param name="Arguments">Arguments after folder and case.</param>
sealed record Peer(string Name, string Script, IReadOnlyList<string> Arguments);

/// <summary>A benchmark: cases with the same input for both sides.</summary>
interface IBenchmark
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Cases; <paramref name="quick"/> gives small ones.</summary>
    IReadOnlyList<string> Cases(bool quick);

    /// <summary>Writes the input of a case into a folder; returns null, or why it can't be had.</summary>
    string? Prepare(string name, string folder);

    /// <summary>Peers that can serve here; <paramref name="sources"/> are those of <c>--peer NAME=DIR</c>.</summary>
    IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources);

    /// <summary>Loads the input of a case and returns our work: each call does it once and returns figures to compare.</summary>
    Func<Func<JsonElement>> Load(string name, string folder);

    /// <summary>Whether both sides found the same, and a note (figures of both).</summary>
    (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers);
}
