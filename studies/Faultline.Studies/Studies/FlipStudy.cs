using System.Text;

namespace Faultline.Studies;

/// <summary>FL101 where a known share of the labels was flipped in 5,000 × 12 mixed tables, from none to 10 %.</summary>
sealed class FlipStudy(bool exact) : IStudy
{
    // Own predictions cost a search for a learner each.
    readonly int _curve = exact ? 20 : 4;

    public string Name => exact ? "flips-exact" : "flips-own";

    public IReadOnlyList<string> Columns { get; } = ["found", "severity", "flipped", "estimate", "low", "high", "covered", "overlapShare", "flagged", "flaggedFlips", "averagePrecision", "bySelfConfidence", "reason"];

    // Case: Bayes error / share flipped / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from bayes in new[] { "0.02", "0.05", "0.15" }
        from share in new[] { "0.05", "0", "0.01", "0.02", "0.1" }
        where seed < _curve || (share == "0.05" && bayes != "0.02")
        select $"{bayes}/{share}/{seed}";

    public static (SyntheticTable Table, int[] Labels, bool[] Flipped) Draw(string name)
    {
        var seed = Case.Whole(name, 2);
        var table = CleanTables.Mixed(seed, Case.Number(name, 0));
        var labels = (int[])table.Labels.Clone();
        return (table, labels, Planting.Flip(labels, Case.Number(name, 1), table.Classes, SeededRandom.For(seed, "flip")));
    }

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var (table, labels, flipped) = Draw(name);
        var data = table.With(labels);
        var evidence = exact ? table.Evidence(data, labels, table.Posterior) : table.Evidence(data);
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL101"], Seed = Case.Whole(name, 2) }, cancellation);
        var check = report.Checks.First(c => c.Id == "FL101");
        var details = check.Details as LabelErrorsDetails;
        var rows = report.Scores.FirstOrDefault(scores => scores.Check == "FL101")?.Rows;
        var truth = flipped.Count(flip => flip);
        var self = exact ? Ranking.AveragePrecision(Enumerable.Range(0, labels.Length).Select(row => table.Posterior[(row * table.Classes) + labels[row]]).ToArray(), flipped) : double.NaN;
        return
        [
            Rates.Text(check.Status == CheckStatus.Found),
            report.Findings.Select(finding => finding.Severity.ToString()).FirstOrDefault("none"),
            Rates.Text(truth),
            Rates.Short(details?.EstimatedErrors.Value ?? double.NaN),
            Rates.Short(details?.EstimatedErrors.Low ?? double.NaN),
            Rates.Short(details?.EstimatedErrors.High ?? double.NaN),
            Rates.Text(details is not null && truth >= details.EstimatedErrors.Low && truth <= details.EstimatedErrors.High),
            Rates.Short(details?.OverlapShare ?? double.NaN),
            Rates.Text(rows?.Flagged.Count(flag => flag) ?? 0),
            Rates.Text(rows is null ? 0 : Enumerable.Range(0, labels.Length).Count(row => rows.Flagged[row] && flipped[row])),
            Rates.Short(rows is null ? double.NaN : Ranking.AveragePrecision(rows.Scores, flipped)),
            Rates.Short(self),
            check.Reason ?? "",
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append(exact ? "Predictions: the exact class probabilities.\n\n" : "Predictions: the audit's own, out of fold, learner searched at the default work budget.\n\n");
        text.Append("| Bayes error | flipped | found | interval holds the number of flips | estimate less flips, rows | flagged rows that are flips | average precision |\n|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Bayes: Case.Part(row.Case, 0), Share: Case.Number(row.Case, 1))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            text.Append($"| {group.Key.Bayes} | {100 * group.Key.Share:0.#} % | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(cases, row => row.Is("covered"))} | {Rates.Mean([.. cases.Select(row => row.Number("estimate") - row.Number("flipped"))], "0.0")} | ");
            text.Append($"{Rates.Share((long)cases.Sum(row => row.Number("flaggedFlips")), (long)cases.Sum(row => row.Number("flagged")))} | {Rates.Mean([.. cases.Select(row => row.Number("averagePrecision"))])} |\n");
        }
    }
}
