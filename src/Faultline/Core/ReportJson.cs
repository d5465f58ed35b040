using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>Reads and writes report.json.</summary>
public static class ReportJson
{
    /// <summary>Writes a report as UTF-8 JSON, equal for equal reports.</summary>
    public static byte[] Write(AuditReport report) => JsonSerializer.SerializeToUtf8Bytes(report, ReportJsonContext.Default.AuditReport);

    /// <summary>The JSON schema of what <see cref="Write"/> writes, indented, ending with a line break.</summary>
    public static string Schema()
    {
        var schema = ReportJsonContext.Default.AuditReport.Options.GetJsonSchemaAsNode(typeof(AuditReport), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => context.TypeInfo.Type is { IsEnum: true } type
                ? new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]) }
                : node,
        });
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            schema.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>Finds numbers that JSON has no word for while there is still a check to blame.</summary>
    /// <exception cref="ArgumentException">A figure, a measure or the details hold NaN or ∞.</exception>
    internal static void ThrowIfUnwritable(Verdict verdict)
    {
        JsonSerializer.Serialize(Stream.Null, verdict.Details, ReportJsonContext.Default.CheckDetails);
        foreach (var finding in verdict.Findings)
        {
            JsonSerializer.Serialize(Stream.Null, finding.Measure, ReportJsonContext.Default.Measure);
            JsonSerializer.Serialize(Stream.Null, finding.Figures, ReportJsonContext.Default.IReadOnlyListFigure);
            if (finding.P is { } p && !(p is >= 0 and <= 1))
            {
                throw new ArgumentException($"A finding has p = {p}.", nameof(verdict));
            }
        }

        if (verdict.P is { } own && !(own is >= 0 and <= 1))
        {
            throw new ArgumentException($"The check has p = {own}.", nameof(verdict));
        }
    }

    /// <summary>Reads a report; the details of checks are not read back.</summary>
    /// <exception cref="InputException">The bytes are no report of this schema.</exception>
    public static AuditReport Read(ReadOnlySpan<byte> json, string name)
    {
        JsonNode? root;
        try
        {
            root = WithoutDetails(json);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw NoReport(name, json.IsEmpty ? "it is empty" : exception is JsonException { LineNumber: { } line } ? FormattableString.Invariant($"it is no JSON from line {line + 1} on") : "it is no JSON", exception);
        }

        var schema = root is JsonObject given && given["schema"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        if (schema != AuditReport.SchemaName)
        {
            throw NoReport(name, schema is null ? "it is JSON that names no schema" : $"its schema is '{CellText.Cut(schema)}'", inner: null);
        }

        try
        {
            return root!.Deserialize(ReportJsonContext.Default.AuditReport)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw NoReport(name, exception is JsonException { Path: { Length: > 2 } path } ? $"its '{path[2..]}' is not what an audit writes there" : "parts of it are missing", exception);
        }
    }

    static InputException NoReport(string name, string why, Exception? inner)
    {
        var message = $"'{name}' is no Faultline report: {why}. Expected a report.json with the schema '{AuditReport.SchemaName}'; give that of an earlier audit.";
        return inner is null ? new InputException(message) : new InputException(message, inner);
    }

    // Details carry no word for which check's they are, and nothing that reads a report needs them.
    static JsonNode? WithoutDetails(ReadOnlySpan<byte> json)
    {
        var root = JsonNode.Parse(json);
        if (root is JsonObject report && report["checks"] is JsonArray checks)
        {
            foreach (var check in checks.OfType<JsonObject>())
            {
                check.Remove("details");
            }
        }

        return root;
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(LowerCaseEnum<CheckStatus>),
        typeof(LowerCaseEnum<ColumnKind>),
        typeof(LowerCaseEnum<FindingState>),
        typeof(LowerCaseEnum<Severity>),
        typeof(LowerCaseEnum<Stage>),
        typeof(LowerCaseEnum<TaskKind>),
    ])]
[JsonSerializable(typeof(AuditReport))]
sealed partial class ReportJsonContext : JsonSerializerContext;
