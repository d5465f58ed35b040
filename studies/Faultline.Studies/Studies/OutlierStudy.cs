using System.Text;

namespace Faultline.Studies;

/// <summary>FL104 where a few rows of 5,000 × 12 mixed tables lie far off in their number columns.</summary>
sealed class OutlierStudy : IStudy
{
    public string Name => "outliers";

    public IReadOnlyList<string> Columns { get; } = ["found", "planted", "flagged", "hits", "averagePrecision"];

    // Case: standard deviations that the two normal columns are moved by / rows planted / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from setting in new[] { "0/0", "3/10", "5/10", "8/10", "12/10", "20/10", "8/1", "8/50" }
        select $"{setting}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var table = CleanTables.Mixed(seed, 0.1);
        var (data, far) = Planting.FarRows(table, Case.Number(name, 0), Case.Whole(name, 1), SeededRandom.For(seed, "far"));
        var report = Audit.Run(table.Evidence(data), new AuditOptions { Checks = ["FL104"], Seed = seed }, cancellation);
        var rows = report.Scores.FirstOrDefault(scores => scores.Check == "FL104")?.Rows;
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL104").Status == CheckStatus.Found),
            Rates.Text(far.Count(isFar => isFar)),
            Rates.Text(rows?.Flagged.Count(flag => flag) ?? 0),
            Rates.Text(rows is null ? 0 : Enumerable.Range(0, far.Length).Count(row => rows.Flagged[row] && far[row])),
            Rates.Short(rows is null || !far.Contains(true) ? double.NaN : Ranking.AveragePrecision(rows.Scores, far)),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Both normal columns of the planted rows are moved, each up or down, by as many standard deviations.\n\n| moved by, sd | rows | found | recall | precision | average precision |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Rows: Case.Whole(row.Case, 1), By: Case.Number(row.Case, 0))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            long Sum(string column) => (long)cases.Sum(row => row.Number(column));
            text.Append($"| {Rates.Short(group.Key.By)} | {group.Key.Rows} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(Sum("hits"), Sum("planted"))} | {Rates.Share(Sum("hits"), Sum("flagged"))} | {Rates.Mean([.. cases.Select(row => row.Number("averagePrecision"))])} |\n");
        }
    }
}
