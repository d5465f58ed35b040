using System.Text.Json.Serialization;

namespace Faultline.DuckDb.Tests;

/// <summary>Writes texts as JSON.</summary>
[JsonSerializable(typeof(string))]
sealed partial class Strings : JsonSerializerContext;
