namespace Faultline.Reporting;

/// <summary>The report as report.json (schema: docs/report.schema.json).</summary>
public static class JsonReport
{
    /// <summary>Writes UTF-8 JSON, equal for equal reports.</summary>
    public static byte[] Write(AuditReport report) => ReportJson.Write(report);

    /// <summary>The JSON schema of what <see cref="Write"/> writes, indented, ending with a line break.</summary>
    public static string Schema() => ReportJson.Schema();
}
