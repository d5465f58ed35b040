using System.Text;

namespace Faultline.Studies;

/// <summary>FL401 where 2 of 12 columns moved by a number of standard deviations, 5,000 rows against 5,000.</summary>
sealed class DriftStudy : IStudy
{
    public string Name => "drift";

    public IReadOnlyList<string> Columns { get; } = ["found", "moved", "named", "others"];

    // Case: shift in standard deviations / seed. Two normal columns move.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from shift in new[] { "0.3", "0", "0.05", "0.1", "0.15", "0.2", "0.5" }
        where seed < 30 || shift == "0.3"
        select $"{shift}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 1);
        var table = CleanTables.Mixed(seed, 0.1);
        var reference = CleanTables.Mixed(seed, 0.1, part: "reference").Whole();
        var (data, moved) = Planting.Shift(table, Case.Number(name, 0), ["x0", "x6"]);
        var report = Audit.Run(table.Evidence(data, reference), new AuditOptions { Checks = ["FL401"], Seed = seed }, cancellation);
        var check = report.Checks.First(c => c.Id == "FL401");
        var named = check.Details is DriftDetails details
            ? details.Columns.Where(column => column.Drifted).Select(column => column.Column).ToHashSet(StringComparer.Ordinal)
            : [];
        return
        [
            Rates.Text(check.Status == CheckStatus.Found),
            Rates.Text(moved.Count),
            Rates.Text(moved.Count(named.Contains)),
            Rates.Text(named.Except(moved).Count()),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("The two normal columns move. At 0 nothing does.\n\n| shift, sd | found | both named | another column named |\n|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Number(row.Case, 0)).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            text.Append($"| {Rates.Short(group.Key)} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(cases, row => row.Number("named") == 2)} | {Rates.Share(cases, row => row.Number("others") > 0)} |\n");
        }
    }
}
