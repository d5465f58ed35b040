using System.Diagnostics;
using System.Text;

namespace Faultline.Studies;

/// <summary>FL103 where half a per cent of copies were put into mixed tables of up to a million rows: are they found, in what time and memory?</summary>
sealed class LargeCopyStudy : IStudy
{
    public string Name => "copies-large";

    public IReadOnlyList<string> Columns { get; } = ["found", "planted", "flagged", "hits", "cpu", "megabytes"];

    // Case: rows / cells edited in each copy / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 2)
        from rows in new[] { 100_000, 1_000_000 }
        from edited in new[] { 0, 1 }
        select $"{rows}/{edited}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var (evidence, copies) = Planting.EditedCopies(CleanTables.Mixed(seed, 0.1, Case.Whole(name, 0)), 0.005, Case.Whole(name, 1), SeededRandom.For(seed, "copies"));
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var held = GC.GetTotalMemory(forceFullCollection: true);
        var before = process.TotalProcessorTime;
        long most = 0;
        AuditReport report;
        using (new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 20))
        {
            report = Audit.Run(evidence, new AuditOptions { Checks = ["FL103"], Seed = seed }, cancellation);
        }

        process.Refresh();
        var flags = report.Scores.FirstOrDefault(scores => scores.Check == "FL103")?.Rows?.Flagged ?? new bool[evidence.Data.RowCount];
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL103").Status == CheckStatus.Found),
            Rates.Text(copies.Count),
            Rates.Text(flags.Count(flag => flag)),
            Rates.Text(copies.Count(row => flags[row])),
            Rates.Text((process.TotalProcessorTime - before).TotalSeconds),
            Rates.Text((most - held) / 1e6),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Seconds of processor time of the audit, and the managed memory it takes beside the table at its highest (looked at every 20 ms, uncollected garbage included).\n\n");
        text.Append("| rows | cells edited | found | recall | precision | seconds | MB |\n|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Rows: Case.Whole(row.Case, 0), Edited: Case.Part(row.Case, 1))).OrderBy(group => (group.Key.Rows, group.Key.Edited)))
        {
            var cases = group.ToList();
            long Sum(string column) => (long)cases.Sum(row => row.Number(column));
            text.Append($"| {group.Key.Rows:N0} | {group.Key.Edited} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(Sum("hits"), Sum("planted"))} | {Rates.Share(Sum("hits"), Sum("flagged"))} | {cases.Average(row => row.Number("cpu")):0.0} | {cases.Average(row => row.Number("megabytes")):0} |\n");
        }
    }
}
