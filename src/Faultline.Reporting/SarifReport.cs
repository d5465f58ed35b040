using System.Text;
using System.Text.Json;

namespace Faultline.Reporting;

/// <summary>
/// The report as SARIF 2.1.0 (OASIS): rules are checks, results are findings. High is an error, medium a warning, low a note, info informational. A finding's
/// id is its partial fingerprint, so that code-scanning services follow it from run to run.
/// </summary>
public static class SarifReport
{
    const string FingerprintName = "faultlineFinding/v1";
    const int SampleLimit = 10;

    /// <summary>Writes UTF-8 JSON, equal for equal reports.</summary>
    public static byte[] Write(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, report);
            Artifacts(json, report);
            Invocation(json, report);
            json.WriteStartArray("results");
            var view = new ReportView(report);
            foreach (var finding in report.Findings)
            {
                Result(json, finding, view);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    static void Tool(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Faultline");
        json.WriteString("version", report.Tool.Version);
        json.WriteStartArray("rules");
        foreach (var check in report.Checks)
        {
            var info = Catalogue.All.FirstOrDefault(entry => entry.Info.Id == check.Id)?.Info;
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("name", check.Name);
            Text(json, "shortDescription", info?.Question ?? check.Name);
            var help = new StringBuilder(info?.Question ?? check.Name).Append($" Run 'faultline explain {check.Id}' for the method.");
            foreach (var source in info?.Sources ?? [])
            {
                help.Append($" Source: {source.Title} ({source.Year}), {source.Reference}.");
            }

            Text(json, "help", help.ToString());
            json.WriteStartObject("properties");
            json.WriteString("stage", Word(check.Stage));
            json.WriteString("status", Word(check.Status));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Artifacts(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartArray("artifacts");
        foreach (var input in report.Input)
        {
            json.WriteStartObject();
            json.WriteStartObject("location");
            json.WriteString("uri", Address(input.Path));
            json.WriteEndObject();
            if (input.Bytes is { } bytes)
            {
                json.WriteNumber("length", bytes);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Invocation(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteNumber("exitCode", report.ExitCode);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var check in report.Checks.Where(check => check.Status == CheckStatus.Unmeasured))
        {
            json.WriteStartObject();
            json.WriteString("level", "warning");
            Text(json, "message", $"{check.Id} {check.Name} could not be measured: {check.Reason}");
            json.WriteStartObject("associatedRule");
            json.WriteString("id", check.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var warning in report.Warnings)
        {
            json.WriteStartObject();
            json.WriteString("level", "note");
            Text(json, "message", warning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Result(Utf8JsonWriter json, ReportFinding finding, ReportView view)
    {
        var report = view.Report;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Check);
        var rule = report.Checks.TakeWhile(check => check.Id != finding.Check).Count();
        if (rule < report.Checks.Count)
        {
            json.WriteNumber("ruleIndex", rule);
        }

        json.WriteString("kind", finding.Severity == Severity.Info ? "informational" : "fail");
        json.WriteString("level", finding.Severity switch { Severity.High => "error", Severity.Medium => "warning", Severity.Low => "note", _ => "none" });
        Text(json, "message", $"{finding.Title}. {finding.Cause} {finding.Repair} Reproduce: {finding.Reproduce}");
        Locations(json, finding, report);
        json.WriteStartObject("partialFingerprints");
        json.WriteString(FingerprintName, finding.Id);
        json.WriteEndObject();
        if (view.HasBaseline)
        {
            json.WriteString("baselineState", finding.State switch { FindingState.New => "new", FindingState.Known => "unchanged", _ => "absent" });
        }

        if (finding.Suppressed is { } reason)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        Properties(json, finding);
        json.WriteEndObject();
    }

    static void Locations(Utf8JsonWriter json, ReportFinding finding, AuditReport report)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (FileOf(finding, report) is { } index)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Address(report.Input[index].Path));
            json.WriteNumber("index", index);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartArray("logicalLocations");
        foreach (var column in finding.Columns.Take(SampleLimit))
        {
            Logical(json, column, "column");
        }

        foreach (var row in finding.Rows.Sample.Take(SampleLimit))
        {
            Logical(json, row.ToString(System.Globalization.CultureInfo.InvariantCulture), "row");
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Logical(Utf8JsonWriter json, string name, string kind)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("kind", kind);
        json.WriteEndObject();
    }

    static void Properties(Utf8JsonWriter json, ReportFinding finding)
    {
        json.WriteStartObject("properties");
        json.WriteString("severity", Word(finding.Severity));
        json.WriteString("stage", Word(finding.Stage));
        json.WriteString("measure", $"{finding.Measure.Name}: {NumberText.Measure(finding.Measure)}");
        json.WriteNumber("rows", finding.Rows.Count);
        json.WriteEndObject();
    }

    /// <summary>The input that the first sample row lies in: rows are numbered through the inputs in order.</summary>
    static int? FileOf(ReportFinding finding, AuditReport report)
    {
        // A query's rows lie in none of several files in particular.
        if (report.Input.Count == 0 || (report.Input.Count > 1 && report.RowCount is { } rows && report.Input.Sum(input => input.Rows) != rows))
        {
            return null;
        }

        var row = finding.Rows.Sample.Count > 0 ? finding.Rows.Sample[0] : 0L;
        for (var i = 0; i < report.Input.Count; i++)
        {
            if (row < report.Input[i].Rows)
            {
                return i;
            }

            row -= report.Input[i].Rows;
        }

        return 0;
    }

    /// <summary>A path as a URI reference: every segment escaped, an absolute path as <c>file://</c>.</summary>
    static string Address(string path)
    {
        var segments = string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
        return path.StartsWith('/') ? "file://" + segments : segments;
    }

    static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", VisibleText.Line(text));
        json.WriteEndObject();
    }

    static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
