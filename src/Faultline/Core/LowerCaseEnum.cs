using System.Text.Json;
using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>Reads and writes an enumeration as lower-case words (<c>high</c>, <c>unmeasured</c>).</summary>
/// <remarks>As the library's own converter does, which takes a twentieth of a second of every audit to make ready.</remarks>
sealed class LowerCaseEnum<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    readonly TEnum[] _values = Enum.GetValues<TEnum>();
    readonly string[] _words = Array.ConvertAll(Enum.GetNames<TEnum>(), JsonNamingPolicy.CamelCase.ConvertName);

    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var index = reader.TokenType == JsonTokenType.String ? Array.IndexOf(_words, reader.GetString()) : -1;
        return index >= 0 ? _values[index] : throw new JsonException($"Expected one of {string.Join(", ", _words)}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(_words[Array.IndexOf(_values, value)]);
}
