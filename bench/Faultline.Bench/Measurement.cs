using System.Text.Json.Serialization;

namespace Faultline.Bench;

/// <summary>One row of results: one case beside one peer. Seconds are medians of interleaved runs; a ratio above 1 means that we are faster.</summary>
sealed record Measurement(
    string Bench,
    string Case,
    double OursSeconds,
    double OursCpuSeconds,
    string? Peer,
    string? PeerVersion,
    double? PeerSeconds,
    double? PeerCpuSeconds,
    double? Ratio,
    long OursPeakBytes,
    long? PeerPeakBytes,
    bool? Agree,
    string? Note);

/// <summary>What one run of one side answers.</summary>
sealed record RunAnswer(double Seconds, double CpuSeconds, long PeakBytes, long LoadedBytes, string Version, System.Text.Json.JsonElement? Result);

/// <summary>A whole results file.</summary>
sealed record ResultFile(string Machine, int Processors, string Runtime, string Version, string Date, IReadOnlyList<Measurement> Rows);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResultFile))]
[JsonSerializable(typeof(List<Measurement>))]
sealed partial class ResultJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(Dictionary<string, int[]>))]
[JsonSerializable(typeof(Dictionary<string, double[]>))]
[JsonSerializable(typeof(List<int>))]
sealed partial class AnswerJson : JsonSerializerContext;
