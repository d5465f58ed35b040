using System.Globalization;
using System.Text;
using System.Xml;

namespace Faultline.Reporting;

/// <summary>
/// The report as JUnit XML, for build servers: one test case a check, in catalogue order. A skipped check is skipped with its reason, an unmeasured one an error, and
/// a failed gate a failure of the checks that it is about. Findings without a gate fail nothing; they stand in the test case's output.
/// </summary>
public static class JunitReport
{
    /// <summary>Writes UTF-8 XML, equal for equal reports.</summary>
    public static byte[] Write(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var view = new ReportView(report);
        var failures = report.Checks.ToDictionary(check => check.Id, check => report.Gates.Where(gate => !gate.Passed && IsAbout(gate, check, view)).ToArray(), StringComparer.Ordinal);
        var orphans = report.Gates.Where(gate => !gate.Passed && failures.Values.All(gates => !gates.Contains(gate))).ToArray();
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            Counts(xml, report, failures, orphans.Length);
            xml.WriteStartElement("testsuite");
            Attribute(xml, "name", "faultline " + view.Input);
            Counts(xml, report, failures, orphans.Length);
            foreach (var check in report.Checks)
            {
                TestCase(xml, check, view, failures[check.Id]);
            }

            foreach (var gate in orphans)
            {
                xml.WriteStartElement("testcase");
                Attribute(xml, "classname", "faultline.gates");
                Attribute(xml, "name", gate.Condition);
                Failure(xml, gate);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    static void Counts(XmlWriter xml, AuditReport report, Dictionary<string, GateResult[]> failures, int orphans)
    {
        Number(xml, "tests", report.Checks.Count + orphans);
        Number(xml, "failures", report.Checks.Count(check => check.Status != CheckStatus.Unmeasured && failures[check.Id].Length > 0) + orphans);
        Number(xml, "errors", report.Checks.Count(check => check.Status == CheckStatus.Unmeasured));
        Number(xml, "skipped", report.Checks.Count(check => check.Status == CheckStatus.Skipped && failures[check.Id].Length == 0));
        Attribute(xml, "time", Seconds(report.Seconds));
    }

    static void TestCase(XmlWriter xml, CheckReport check, ReportView view, GateResult[] failed)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", "faultline." + check.Stage.ToString().ToLowerInvariant());
        Attribute(xml, "name", $"{check.Id} {check.Name}");
        Attribute(xml, "time", Seconds(check.Seconds));
        if (check.Status == CheckStatus.Unmeasured)
        {
            xml.WriteStartElement("error");
            Attribute(xml, "message", check.Reason ?? "could not be measured");
            Attribute(xml, "type", "unmeasured");
            xml.WriteEndElement();
        }
        else if (failed.Length > 0)
        {
            Failure(xml, failed[0], failed);
        }
        else if (check.Status == CheckStatus.Skipped)
        {
            xml.WriteStartElement("skipped");
            Attribute(xml, "message", check.Reason ?? "skipped");
            xml.WriteEndElement();
        }

        var own = view.Open.Concat(view.Info).Concat(view.Suppressed).Where(finding => finding.Check == check.Id).ToArray();
        if (own.Length > 0)
        {
            var text = new StringBuilder();
            foreach (var finding in own)
            {
                text.Append(VisibleText.Line($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Id}: {finding.Title}{(finding.Suppressed is { } reason ? $" (accepted: {reason})" : string.Empty)}")).Append('\n')
                    .Append("  ").Append(VisibleText.Line(finding.Reproduce)).Append('\n');
            }

            xml.WriteElementString("system-out", text.ToString());
        }

        xml.WriteEndElement();
    }

    static void Failure(XmlWriter xml, GateResult gate, params GateResult[] all)
    {
        xml.WriteStartElement("failure");
        Attribute(xml, "message", $"gate {gate.Condition} failed: {gate.Reason}");
        Attribute(xml, "type", "gate");
        xml.WriteString(string.Join('\n', (all.Length > 0 ? all : [gate]).Select(failed => VisibleText.Line($"{failed.Condition}: {failed.Reason}"))));
        xml.WriteEndElement();
    }

    /// <summary>A gate over a check is about that check; one over severity is about the checks with a finding that bad.</summary>
    static bool IsAbout(GateResult gate, CheckReport check, ReportView view)
    {
        var condition = gate.Condition.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (condition.StartsWith("severity<", StringComparison.OrdinalIgnoreCase))
        {
            return Enum.TryParse<Severity>(condition["severity<".Length..], ignoreCase: true, out var below)
                && view.Open.Any(finding => finding.Check == check.Id && finding.State == FindingState.New && finding.Severity >= below);
        }

        var end = condition.IndexOfAny(['<', '.', '?']);
        var name = end < 0 ? condition : condition[..end];
        return string.Equals(name, check.Id, StringComparison.OrdinalIgnoreCase) || string.Equals(name, check.Name, StringComparison.OrdinalIgnoreCase);
    }

    static void Attribute(XmlWriter xml, string name, string text) => xml.WriteAttributeString(name, VisibleText.Line(text));

    static void Number(XmlWriter xml, string name, int value) => Attribute(xml, name, value.ToString(CultureInfo.InvariantCulture));

    static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
