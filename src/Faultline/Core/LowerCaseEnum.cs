using System.Text.Json;
using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>Writes an enumeration as lower-case words (<c>high</c>, <c>unmeasured</c>).</summary>
sealed class LowerCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
