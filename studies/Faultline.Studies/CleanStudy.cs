using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>How often each check says <c>found</c> above info on tables with nothing wrong.</summary>
static class CleanStudy
{
    /// <summary>What one clean table's audit said.</summary>
    public sealed record Outcome(int Index, string Kind, int Rows, bool Posterior, IReadOnlyDictionary<string, CheckStatus> Status, IReadOnlyList<string> Alarms);

    /// <summary>Audits one clean table with its reference; even family rounds bring the exact posteriors as the user's predictions.</summary>
    public static Outcome One(int index, long seed, CancellationToken cancellation)
    {
        var table = CleanTables.Draw(index, seed);
        var reference = CleanTables.Draw(index, seed, "reference", table.RowCount).Whole();
        var posterior = table.Classes > 0 && index / CleanTables.Kinds.Count % 2 == 0;
        var data = table.Whole();
        var evidence = posterior ? table.Evidence(data, table.Labels, table.Posterior) with { Reference = reference } : table.Evidence(data, reference);
        var report = Audit.Run(evidence, new AuditOptions { Seed = seed }, cancellation);
        return new Outcome(
            index,
            table.Kind,
            table.RowCount,
            posterior,
            report.Checks.ToDictionary(check => check.Id, check => check.Status),
            [.. report.Findings.Where(finding => finding.Severity > Severity.Info).Select(finding => $"{finding.Check} {finding.Severity}: {finding.Title}")]);
    }

    /// <summary>Audits the tables and writes a table of false-alarm rates with Wilson intervals.</summary>
    public static string Run(int tables, long seed, TextWriter progress, CancellationToken cancellation)
    {
        var outcomes = new List<Outcome>();
        for (var index = 0; index < tables; index++)
        {
            outcomes.Add(One(index, seed, cancellation));
            var last = outcomes[^1];
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{index + 1}/{tables} {last.Kind} {last.Rows} rows{(last.Posterior ? " posterior" : "")}: {(last.Alarms.Count == 0 ? "clean" : string.Join(" | ", last.Alarms))}"));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# False alarms on {tables} clean tables\n\nSeed {seed}. Kinds: {string.Join(", ", CleanTables.Kinds)}; 50 to 50,000 rows, each with a reference table of the same kind; half of the class tables bring exact posteriors.\n\n");
        text.Append("| check | measured | found above info | rate | 95 % interval |\n|---|---|---|---|---|\n");
        foreach (var id in Catalogue.All.Select(entry => entry.Info.Id))
        {
            var measured = outcomes.Count(outcome => outcome.Status[id] is CheckStatus.Found or CheckStatus.Clean);
            Line(text, id, measured, outcomes.Count(outcome => outcome.Status[id] == CheckStatus.Found));
        }

        Line(text, "whole audit", tables, outcomes.Count(outcome => outcome.Alarms.Count > 0));
        text.Append("\nEvery alarm:\n\n");
        foreach (var outcome in outcomes.Where(outcome => outcome.Alarms.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"- table {outcome.Index}, {outcome.Kind}, {outcome.Rows} rows{(outcome.Posterior ? ", exact posteriors" : "")}: {string.Join("; ", outcome.Alarms)}\n");
        }

        return text.ToString();
    }

    static void Line(StringBuilder text, string what, int measured, int found)
    {
        var interval = measured == 0 ? (Interval?)null : WilsonInterval.Of(found, measured);
        text.Append(CultureInfo.InvariantCulture, $"| {what} | {measured} | {found} | {(measured == 0 ? "–" : (found / (double)measured).ToString("0.0 %", CultureInfo.InvariantCulture))} | {(interval is { } i ? string.Create(CultureInfo.InvariantCulture, $"{i.Low:0.0 %} to {i.High:0.0 %}") : "–")} |\n");
    }
}
