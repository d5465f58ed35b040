using System.Text;

namespace Faultline.Studies;

/// <summary>FL101 with predictions that are not exact: what it makes up where every label is right, and what it finds where 5 % are flipped.</summary>
sealed class PredictorStudy : IStudy
{
    const int Seeds = 10;

    public string Name => "predictors";

    public IReadOnlyList<string> Columns { get; } = ["found", "flipped", "estimate", "low", "high", "covered", "rows"];

    // Case: kind / Bayes error / share flipped / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, Seeds)
        from kind in NoisyPredictions.Kinds
        from bayes in new[] { "0.05", "0.15" }
        from share in new[] { "0", "0.05" }
        select $"{kind}/{bayes}/{share}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        // Every second table is small.
        var seed = Case.Whole(name, 3);
        var table = CleanTables.Mixed(seed + 1000, Case.Number(name, 1), rows: seed % 2 == 0 ? 5000 : 1000);
        var labels = (int[])table.Labels.Clone();
        var truth = Planting.Flip(labels, Case.Number(name, 2), table.Classes, SeededRandom.For(seed, "predictors/flip")).Count(flip => flip);
        var evidence = table.Evidence(table.With(labels), labels, NoisyPredictions.Of(Case.Part(name, 0), table, labels, seed));
        var check = Audit.Run(evidence, new AuditOptions { Checks = ["FL101"], Seed = seed }, cancellation).Checks.First(c => c.Id == "FL101");
        var errors = (check.Details as LabelErrorsDetails)?.EstimatedErrors;
        return
        [
            Rates.Text(check.Status == CheckStatus.Found),
            Rates.Text(truth),
            Rates.Short(errors?.Value ?? double.NaN),
            Rates.Short(errors?.Low ?? double.NaN),
            Rates.Short(errors?.High ?? double.NaN),
            Rates.Text(truth >= errors?.Low && truth <= errors?.High),
            Rates.Text(table.RowCount),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Tables of 5,000 and of 1,000 rows × 12 mixed columns, two classes. Predictions as users bring them: the exact probabilities sharpened, rounded to tenths, replaced by shares of votes or ");
        text.Append("disturbed in their log odds; trees of random parts of the rows and columns, bagged; one tree; boosting that went on too long, all out of fold and learned from the labels as given.\n\n");
        text.Append("| predictions | Bayes error | found, no label wrong | interval holds 0 | found, 5 % flipped | interval holds the number of flips |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Kind: NoisyPredictions.Kinds.ToList().IndexOf(Case.Part(row.Case, 0)), Bayes: Case.Part(row.Case, 1))).OrderBy(group => group.Key))
        {
            var clean = group.Where(row => Case.Number(row.Case, 2) == 0).ToList();
            var flipped = group.Where(row => Case.Number(row.Case, 2) > 0).ToList();
            text.Append($"| {NoisyPredictions.Kinds[group.Key.Kind]} | {group.Key.Bayes} | {Rates.Share(clean, row => row.Is("found"))} | {Rates.Share(clean, row => row.Is("covered"))} | {Rates.Share(flipped, row => row.Is("found"))} | {Rates.Share(flipped, row => row.Is("covered"))} |\n");
        }
    }
}
