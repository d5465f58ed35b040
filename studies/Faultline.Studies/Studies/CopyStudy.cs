using System.Text;

namespace Faultline.Studies;

/// <summary>FL103 where copies of random rows, one cell of each edited, were put into 5,000 × 12 mixed tables.</summary>
sealed class CopyStudy : IStudy
{
    public string Name => "copies";

    public IReadOnlyList<string> Columns { get; } = ["found", "planted", "flagged", "hits"];

    // Case: share of copies / cells edited in each / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from setting in new[] { "0.01/1", "0/1", "0.001/1", "0.003/1", "0.03/1", "0.01/0", "0.01/2" }
        where seed < 20 || setting == "0.01/1"
        select $"{setting}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var (evidence, copies) = Planting.EditedCopies(CleanTables.Mixed(seed, 0.1), Case.Number(name, 0), Case.Whole(name, 1), SeededRandom.For(seed, "copies"));
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL103"], Seed = seed }, cancellation);
        var flags = report.Scores.FirstOrDefault(scores => scores.Check == "FL103")?.Rows?.Flagged ?? new bool[evidence.Data.RowCount];
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL103").Status == CheckStatus.Found),
            Rates.Text(copies.Count),
            Rates.Text(flags.Count(flag => flag)),
            Rates.Text(copies.Count(row => flags[row])),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("| copies | cells edited | found | recall | precision |\n|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Share: Case.Number(row.Case, 0), Edited: Case.Part(row.Case, 1))).OrderBy(group => (group.Key.Edited, group.Key.Share)))
        {
            var cases = group.ToList();
            long Sum(string column) => (long)cases.Sum(row => row.Number(column));
            text.Append($"| {100 * group.Key.Share:0.#} % | {group.Key.Edited} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(Sum("hits"), Sum("planted"))} | {Rates.Share(Sum("hits"), Sum("flagged"))} |\n");
        }
    }
}
