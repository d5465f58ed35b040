using System.Text.Json;

namespace Faultline.Bench;

/// <summary>A benchmark whose peers are scripts that do the same work on the same files, one pair of processes at a time.</summary>
interface IPairedBenchmark : IBenchmark
{
    IEnumerable<Measurement> IBenchmark.Run(string name, IReadOnlyDictionary<string, string> sources, int runs) => Comparison.Run(this, name, sources, runs);

    /// <summary>Writes the input of a case into a folder; returns null, or why it can't be had.</summary>
    string? Prepare(string name, string folder);

    /// <summary>Peers that can serve here; <paramref name="sources"/> are those of <c>--peer NAME=DIR</c>.</summary>
    IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources);

    /// <summary>Loads the input of a case and returns our work: each call does it once and returns figures to compare.</summary>
    Func<Func<JsonElement>> Load(string name, string folder);

    /// <summary>Whether both sides found the same, and a note (figures of both).</summary>
    (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers);
}
