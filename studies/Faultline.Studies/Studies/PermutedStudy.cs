using System.Text;

namespace Faultline.Studies;

/// <summary>The learner where there is nothing to learn: labels permuted, with and without a category of 2,000 levels.</summary>
sealed class PermutedStudy : IStudy
{
    public string Name => "permuted";

    public IReadOnlyList<string> Columns { get; } = ["learner", "accuracy", "low", "high", "trivial", "held", "alarms"];

    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from wide in new[] { "plain", "2000-levels", "2000-levels-gbdt", "2000-levels-logistic" }
        select $"{wide}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 1);
        var table = CleanTables.Mixed(seed, 0.1);
        var random = SeededRandom.For(seed, "permute");
        var labels = (int[])table.Labels.Clone();
        random.Shuffle(labels.AsSpan());
        var data = table.With(labels);
        if (Case.Part(name, 0) != "plain")
        {
            data = Table.FromColumns("wide", [.. data.Columns, TextColumn.From("code", Enumerable.Range(0, data.RowCount).Select(_ => $"c{random.NextInt(2000)}"))]);
        }

        var learner = Case.Part(name, 0) switch { "2000-levels-gbdt" => LearnerChoice.Gbdt, "2000-levels-logistic" => LearnerChoice.Logistic, _ => LearnerChoice.Auto };
        var report = Audit.Run(table.Evidence(data), new AuditOptions { Checks = ["FL101", "FL302"], Seed = seed, Learner = learner }, cancellation);
        var model = report.Model!;
        return
        [
            model.Learner,
            Rates.Short(model.Value),
            Rates.Short(model.Low ?? double.NaN),
            Rates.Short(model.High ?? double.NaN),
            Rates.Short(model.Baseline ?? double.NaN),
            Rates.Text(model.Low <= model.Baseline && model.Baseline <= model.High),
            Rates.Text(report.Findings.Count(finding => finding.Severity > Severity.Info)),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 rows; the 2,000-level category is drawn at random too. Where no learner beats the trivial rate in cross-validation the audit predicts nothing better, and its accuracy is that rate; the last two rows name one learner only (`--learner`), which gives way just so. \"Alarms\": FL101 or FL302 found above info.\n\n| table | predicted by no learner | interval of the accuracy holds the trivial rate | accuracy less trivial rate | alarms |\n|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal))
        {
            var cases = group.ToList();
            text.Append($"| {group.Key} | {Rates.Share(cases, row => row["learner"] == "none")} | {Rates.Share(cases, row => row.Is("held"))} | {Rates.Mean([.. cases.Select(row => row.Number("accuracy") - row.Number("trivial"))], "0.0000")} | {Rates.Share(cases, row => row.Number("alarms") > 0)} |\n");
        }
    }
}
