using System.Text;

namespace Faultline.Studies;

/// <summary>FL108 where one column of 5,000 × 12 mixed tables gives the label away.</summary>
sealed class LeakStudy : IStudy
{
    // The innocent dates of half of the tables were drawn without regard to the moments that are added with the leak: many lie after them.
    const string AfterTheMoment = "share of cells after the row's moment";

    public string Name => "leaks";

    public IReadOnlyList<string> Columns { get; } = ["found", "named", "others", "severity", "title"];

    // Case: how it leaks / Bayes error of the table without it / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from kind in PlantedLeaks.All.Keys
        from bayes in new[] { "0.05", "0.15" }
        select $"{kind}/{bayes}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var table = CleanTables.Mixed(seed, Case.Number(name, 1));
        var evidence = PlantedLeaks.Plant(table, Case.Part(name, 0), SeededRandom.For(seed, "leaks/" + name));
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL108"], Seed = seed }, cancellation);
        var loud = report.Findings.Where(finding => finding.Severity > Severity.Info).ToArray();
        var hit = loud.FirstOrDefault(finding => finding.Columns.Contains("leak"));
        return
        [
            Rates.Text(loud.Length > 0),
            Rates.Text(hit is not null),
            Rates.Text(loud.Any(finding => !finding.Columns.Contains("leak") && finding.Measure.Name != AfterTheMoment)),
            hit?.Severity.ToString() ?? "",
            (hit ?? (report.Findings.Count > 0 ? report.Findings[0] : null))?.Title ?? "",
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("A column `leak` is added in one of the ways in which leaks come about; ids are no features. Named: a finding above info on that column. Each row also gets a moment, and the dates that half of the tables hold were drawn without regard to it, so that many lie after it, which FL108 says; these findings are not counted as another column named.\n\n");
        text.Append("| how it leaks | Bayes error without it | named above info | another column named |\n|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Kind: Case.Part(row.Case, 0), Bayes: Case.Part(row.Case, 1))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            text.Append($"| {group.Key.Kind} | {group.Key.Bayes} | {Rates.Share(cases, row => row.Is("named"))} | {Rates.Share(cases, row => row.Is("others"))} |\n");
        }
    }
}
