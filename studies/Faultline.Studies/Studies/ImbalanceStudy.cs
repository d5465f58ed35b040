using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>FL109: whether the stated accuracy against the truth holds the true one, where rare classes are labelled wrongly.</summary>
sealed class ImbalanceStudy : IStudy
{
    public string Name => "imbalance";

    public IReadOnlyList<string> Columns { get; } = ["held", "width", "shift", "rareHeld", "loud"];

    // Case: share of the rare class / share of flipped labels / distance of the classes in standard deviations / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 50)
        from rare in new[] { "0.02", "0.1", "0.5" }
        from flips in new[] { "0", "0.01", "0.05" }
        from distance in new[] { "3", "5" }
        select $"{rare}/{flips}/{distance}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        const int Rows = 5000;
        var (rare, flips, distance) = (Case.Number(name, 0), Case.Number(name, 1), Case.Number(name, 2));
        var random = SeededRandom.For(Case.Whole(name, 3), "imbalance/" + name);
        var (truth, labels, probabilities) = (new int[Rows], new int[Rows], new double[2 * Rows]);
        for (var row = 0; row < Rows; row++)
        {
            truth[row] = random.NextDouble() < rare ? 1 : 0;
            labels[row] = random.NextDouble() < flips ? 1 - truth[row] : truth[row];
            var odds = Math.Log(rare / (1 - rare)) + (distance * (((truth[row] - 0.5) * distance) + random.NextGaussian()));
            (probabilities[2 * row], probabilities[(2 * row) + 1]) = (1 / (1 + Math.Exp(odds)), 1 / (1 + Math.Exp(-odds)));
        }

        string[] names = ["usual", "rare"];
        var evidence = new Evidence
        {
            Data = Table.FromColumns(new TextColumn("y", labels, names)),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL109"] }, cancellation);
        var details = (ClassImbalanceDetails)report.Checks.Single(check => check.Id == "FL109").Details!;
        bool Says(int row) => probabilities[(2 * row) + 1] > 0.5;
        var accuracy = Enumerable.Range(0, Rows).Count(row => Says(row) == (truth[row] == 1)) / (double)Rows;
        var recall = Enumerable.Range(0, Rows).Count(row => truth[row] == 1 && Says(row)) / (double)truth.Count(t => t == 1);
        var stated = details.Classes.Single(entry => entry.Name == "rare").RecallAgainstTruth!;
        return
        [
            Rates.Text(accuracy >= details.AgainstTruth.Low && accuracy <= details.AgainstTruth.High),
            Rates.Text(details.AgainstTruth.High!.Value - details.AgainstTruth.Low!.Value),
            Rates.Text(details.Metrics[0].Value!.Value - accuracy),
            Rates.Text(recall >= stated.Low - 1e-9 && recall <= stated.High + 1e-9),
            Rates.Text(report.Findings.Any(finding => finding.Severity > Severity.Info)),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Two normal classes with exact probabilities, 5,000 rows; labels flipped at random. Held: the true accuracy (the rare class's true recall) lies within what is stated.\n\n");
        text.Append("| rare class | flipped | distance | accuracy held | width | observed − true | recall held | above info |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => string.Join('/', row.Case.Split('/')[..3])).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var cases = group.ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {Case.Part(group.Key, 0)} | {Case.Part(group.Key, 1)} | {Case.Part(group.Key, 2)} | {Rates.Share(cases, row => row.Is("held"))} | {Rates.Mean([.. cases.Select(row => row.Number("width"))])} | {Rates.Mean([.. cases.Select(row => row.Number("shift"))])} | {Rates.Share(cases, row => row.Is("rareHeld"))} | {Rates.Share(cases, row => row.Is("loud"))} |\n");
        }
    }
}
