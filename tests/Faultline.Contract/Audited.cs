using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Faultline.Contract;

/// <summary>Runs one check as an audit does, and puts reports into a form that can be compared.</summary>
static class Audited
{
    /// <summary>A moment that never changes.</summary>
    public static TimeProvider Clock { get; } = new FixedClock();

    /// <summary>What every rule audits with: the default, but for a search for a learner that is over at once; the rules are about the checks.</summary>
    public static AuditOptions Options { get; } = new() { WorkBudget = 5_000_000, Clock = Clock };

    static readonly ConcurrentDictionary<(CatalogueEntry Entry, string Evidence), Lazy<AuditReport>> s_reports = new();

    /// <summary>The report of an audit with this check alone at default options, made once and read by many rules.</summary>
    public static AuditReport Once(CatalogueEntry entry, string name, Func<Faultline.Evidence> make) =>
        s_reports.GetOrAdd((entry, name), _ => new Lazy<AuditReport>(() => Run(entry, make()))).Value;

    /// <summary>The report of an audit with this check alone, which must not have failed.</summary>
    public static AuditReport Run(CatalogueEntry entry, Faultline.Evidence evidence, AuditOptions? options = null, CancellationToken cancellation = default)
    {
        var report = Audit.Run(evidence, (options ?? Options) with { Entries = [entry] }, cancellation);
        Assert.DoesNotContain(report.Checks, check => check.Reason?.Contains("failed (", StringComparison.Ordinal) == true);
        return report;
    }

    /// <summary>The report and the scores as text, without what may differ between equal audits.</summary>
    public static string Canonical(AuditReport report)
    {
        var json = JsonNode.Parse(ReportJson.Write(report))!.AsObject();
        json.Remove("environment");
        json.Remove("seconds");
        foreach (var check in json["checks"]!.AsArray())
        {
            check!.AsObject().Remove("seconds");
        }

        return json.ToJsonString() + string.Join('\n', report.Scores.Select(Scores));
    }

    /// <summary>What was found, without what names a column or a value: check, severity and number of rows of each finding.</summary>
    public static string[] Outline(AuditReport report) =>
        [.. report.Findings.Select(finding => $"{finding.Check} {finding.Severity} {finding.Rows.Count}").Order(StringComparer.Ordinal)];

    /// <summary>What was found: id, severity and number of rows of each finding.</summary>
    public static string[] Ids(AuditReport report) =>
        [.. report.Findings.Select(finding => $"{finding.Id} {finding.Severity} {finding.Rows.Count}").Order(StringComparer.Ordinal)];

    public static JsonNode Json(AuditReport report) => JsonNode.Parse(ReportJson.Write(report))!;

    public static IEnumerable<JsonNode> Walk(JsonNode? node)
    {
        if (node is null)
        {
            yield break;
        }

        yield return node;
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var found in inner.SelectMany(Walk))
        {
            yield return found;
        }
    }

    static string Scores(CheckScores scores)
    {
        var rows = scores.Rows is not { } all ? []
            : all.Scores.Select((score, row) => $"{row} {BitConverter.DoubleToInt64Bits(score):x} {all.Flagged[row]} {(all.Flagged[row] ? all.Suggestion?.Invoke(row) : null)}");
        return scores.Check + string.Join('\n', rows.Concat(scores.Cells.Select(cell => JsonSerializer.Serialize($"{cell}", ContractJson.Default.String))));
    }

    sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
sealed partial class ContractJson : System.Text.Json.Serialization.JsonSerializerContext;
