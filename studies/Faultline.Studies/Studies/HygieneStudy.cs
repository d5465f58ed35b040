using System.Text;

namespace Faultline.Studies;

/// <summary>FL107 and FL102 where some cells of one column of 5,000 × 12 mixed tables were overwritten.</summary>
sealed class HygieneStudy : IStudy
{
    public string Name => "hygiene";

    public IReadOnlyList<string> Columns { get; } = ["found", "named", "others", "flagged", "hits"];

    // Case: what is written / into how many cells / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from fault in HygieneFaults.All.Keys
        from cells in new[] { "1", "3", "10", "50", "250" }
        select $"{fault}/{cells}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var table = CleanTables.Mixed(seed, 0.1);
        var random = SeededRandom.For(seed, "hygiene/" + name);
        var rows = random.Sample(table.RowCount, Case.Whole(name, 1));
        var (column, change) = HygieneFaults.All[Case.Part(name, 0)];
        var data = Table.FromColumns("mixed", [.. table.Whole().Columns.Select(old => old.Name == column ? change(old, rows) : old)]);
        var report = Audit.Run(table.Evidence(data), new AuditOptions { Checks = ["FL102", "FL107"], Seed = seed }, cancellation);
        var loud = report.Findings.Where(finding => finding.Severity > Severity.Info).ToArray();
        var cells = report.Scores.SelectMany(scores => scores.Cells).Where(cell => cell.Flagged).ToArray();
        var planted = rows.ToHashSet();
        return
        [
            Rates.Text(loud.Length > 0),
            Rates.Text(loud.Any(finding => finding.Columns.Contains(column))),
            Rates.Text(loud.Any(finding => !finding.Columns.Contains(column))),
            Rates.Text(cells.Length),
            Rates.Text(cells.Where(cell => cell.Column == column).Select(cell => cell.Row).Distinct().Count(planted.Contains)),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("| written into a column | cells | column named above info | another column named | of the planted cells flagged | of the flagged cells planted |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Fault: Case.Part(row.Case, 0), Cells: Case.Whole(row.Case, 1))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            var (hits, flagged) = ((long)cases.Sum(row => row.Number("hits")), (long)cases.Sum(row => row.Number("flagged")));
            text.Append($"| {group.Key.Fault} | {group.Key.Cells} | {Rates.Share(cases, row => row.Is("named"))} | {Rates.Share(cases, row => row.Is("others"))} | {Rates.Share(hits, (long)group.Key.Cells * cases.Count)} | {Rates.Share(hits, flagged)} |\n");
        }
    }
}
