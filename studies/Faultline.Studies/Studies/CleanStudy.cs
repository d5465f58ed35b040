using System.Text;

namespace Faultline.Studies;

/// <summary>How often each check says <c>found</c> above info on tables with nothing wrong.</summary>
sealed class CleanStudy : IStudy
{
    static readonly IReadOnlyList<string> s_checks = [.. Catalogue.All.Select(entry => entry.Info.Id)];

    public string Name => "clean";

    public IReadOnlyList<string> Columns { get; } = ["kind", "rows", "predictions", .. s_checks, "alarms"];

    public IEnumerable<string> Cases => Enumerable.Range(0, 200).Select(index => index.ToString("000", System.Globalization.CultureInfo.InvariantCulture));

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation) => Audited(Case.Whole(name, 0), null, cancellation);

    /// <summary>Audits one clean table with its reference; every second round of the kinds brings the exact class probabilities as the user's predictions, and every fourth table images.</summary>
    public static IReadOnlyList<string> Audited(int index, int? rows, CancellationToken cancellation)
    {
        var table = CleanTables.Draw(index, rows: rows);
        var reference = CleanTables.Draw(index, part: "reference", rows: table.RowCount).Whole();
        return Audited(table, reference, index / CleanTables.Kinds.Count % 2 == 0, index, cancellation, index % 4 == 3 ? CleanImages.Of(table.RowCount, index) : null);
    }

    public static IReadOnlyList<string> Audited(SyntheticTable table, Table? reference, bool exact, long seed, CancellationToken cancellation, ImageSet? images = null)
    {
        var data = table.Whole();
        exact &= table.Classes > 0;
        var evidence = (exact ? table.Evidence(data, table.Labels, table.Posterior) : table.Evidence(data)) with { Reference = reference, Expected = ExpectationProposal.Of(data), Images = images };

        // Groups that have nothing to do with anything: their error rates are equal.
        var random = SeededRandom.For(seed, "clean/groups");
        var groups = TextColumn.From("group", Enumerable.Range(0, data.RowCount).Select(_ => "group " + random.NextInt(3)));
        evidence = evidence with { Data = Table.FromColumns(data.Name, [.. data.Columns, groups]), Roles = evidence.Roles with { Groups = ["group"] } };
        var report = Audit.Run(evidence, new AuditOptions { Seed = seed }, cancellation);
        var alarms = report.Findings.Where(finding => finding.Severity > Severity.Info).Select(finding => $"{finding.Check} {finding.Severity}: {finding.Title}");
        return
        [
            table.Kind,
            table.RowCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            exact ? "exact" : "own",
            .. s_checks.Select(id => report.Checks.First(check => check.Id == id).Status.ToString()),
            string.Join(" | ", alarms),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Tables with nothing wrong by construction: labels are drawn from known probabilities, rows are independent, cells are missing at random, and the reference is drawn from the same law. What is expected of a table (FL110) is what `faultline profile` proposes from it. ");
        text.Append("50 to 50,000 rows (log-uniform), 4 to 12 columns. Every second ten bring the exact class probabilities as the user's predictions; for the others the audit makes its own. Every fourth table has images of 16 × 16 pixels.\n\n");
        WriteRates(rows, text);
    }

    public static void WriteRates(ResultRows rows, StringBuilder text)
    {
        text.Append("| check | measured | found above info (95 % interval) |\n|---|---|---|\n");
        var all = rows.All.ToList();
        foreach (var id in s_checks)
        {
            var measured = all.Where(row => row[id] is "Found" or "Clean").ToList();
            text.Append($"| {id} | {measured.Count} | {Rates.Share(measured, row => row[id] == "Found")} |\n");
        }

        text.Append($"| whole audit | {all.Count} | {Rates.Share(all, row => row["alarms"].Length > 0)} |\n\n");
        text.Append($"By kind: {string.Join(", ", all.GroupBy(row => row["kind"], StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Count(row => row["alarms"].Length > 0)}/{kind.Count()}"))}.\n");
        var loud = all.Where(row => row["alarms"].Length > 0).ToList();
        text.Append(loud.Count == 0 ? "\nNo alarm at all.\n" : "\nEvery alarm:\n\n");
        foreach (var row in loud)
        {
            text.Append($"- {row.Case}, {row["kind"]}, {row["rows"]} rows, {row["predictions"]} predictions: {row["alarms"].Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", ";", StringComparison.Ordinal)}\n");
        }
    }
}
