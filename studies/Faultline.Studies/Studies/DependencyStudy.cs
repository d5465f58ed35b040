using System.Text;

namespace Faultline.Studies;

/// <summary>FL106 where columns of 5,000 × 12 mixed tables were made to depend on others, and some cells then overwritten.</summary>
sealed class DependencyStudy : IStudy
{
    public string Name => "dependencies";

    public IReadOnlyList<string> Columns { get; } = ["found", "named", "others", "planted", "flagged", "hits", "right", "false"];

    // Case: what depends on what / share of cells overwritten / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from kind in BrokenTables.Kinds
        from share in new[] { "0.01", "0", "0.002", "0.03" }
        select $"{kind}/{share}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var table = CleanTables.Mixed(seed, 0.1);
        var broken = BrokenTables.Draw(table, Case.Part(name, 0), Case.Number(name, 1), seed);
        var report = Audit.Run(table.Evidence(broken.Data), new AuditOptions { Checks = ["FL106"], Seed = seed }, cancellation);
        var check = report.Checks.First(entry => entry.Id == "FL106");
        var cells = report.Scores.FirstOrDefault(scores => scores.Check == "FL106")?.Cells.Where(cell => cell.Flagged).ToArray() ?? [];
        var dependencies = ((BrokenDependenciesDetails)check.Details!).Dependencies;
        var hits = cells.Where(cell => cell.Column == broken.Column && broken.Right.ContainsKey(cell.Row)).ToArray();
        return
        [
            Rates.Text(check.Status == CheckStatus.Found),
            Rates.Text(dependencies.Any(dependency => broken.True(dependency))),
            Rates.Text(dependencies.Count(dependency => !broken.True(dependency))),
            Rates.Text(broken.Right.Count),
            Rates.Text(cells.Length),
            Rates.Text(hits.Length),
            Rates.Text(hits.Count(cell => cell.Suggestion == broken.Right[cell.Row])),
            Rates.Text(cells.Length - hits.Length),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("A cell counts as hit when its row and column are those overwritten. `left` overwrites a cell on which two columns depend.\n\n");
        text.Append("| dependency | cells overwritten | named | a false one named | recall of cells | precision of cells | right value among the hits |\n|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Kind: Case.Part(row.Case, 0), Share: Case.Number(row.Case, 1))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            long Sum(string column) => (long)cases.Sum(row => row.Number(column));
            text.Append($"| {group.Key.Kind} | {100 * group.Key.Share:0.#} % | {Rates.Share(cases, row => row.Is("named"))} | {Rates.Share(cases, row => row.Number("others") > 0)} | {Rates.Share(Sum("hits"), Sum("planted"))} | {Rates.Share(Sum("hits"), Sum("flagged"))} | {Rates.Share(Sum("right"), Sum("hits"))} |\n");
        }
    }
}
