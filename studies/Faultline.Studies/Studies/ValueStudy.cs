using System.Text;

namespace Faultline.Studies;

/// <summary>FL102 on 5,000 × 12 mixed tables with a number as label: values replaced by those of other rows; columns exchanged; units and decimal points that slipped.</summary>
sealed class ValueStudy : IStudy
{
    static readonly string[] s_noises = ["normal", "student", "laplace", "skewed", "uneven", "count"];

    public string Name => "values";

    public IReadOnlyList<string> Columns { get; } = ["found", "planted", "flagged", "hits", "right", "estimate", "low", "high", "averagePrecision", "byResidual"];

    // Case: what is planted / noise of the label / share of the rows, or cells / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from setting in (from noise in s_noises from share in new[] { "0", "0.02" } select $"replaced/{noise}/{share}")
            .Append("replaced/normal/0.005")
            .Append("replaced/normal/0.05")
            .Concat(from slip in PlantedValues.Slips from cells in new[] { "0", "3", "25" } select $"{slip}/-/{cells}")
        select $"{setting}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation) =>
        Case.Part(name, 0) == "replaced" ? Replaced(name, cancellation) : Slipped(name, cancellation);

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Three times a standardised signal plus noise of variance about 1 (R² = 0.9 where the noise is normal). A share of the labels is replaced by the label of another row drawn at random. ");
        text.Append("`by residual` ranks by the absolute out-of-fold residual of the same predictions that the audit made.\n\n");
        text.Append("| noise | replaced | found | interval of wrong values holds 0 | flagged | of them replaced | average precision | by residual |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.Where(row => Case.Part(row.Case, 0) == "replaced").GroupBy(row => (Noise: Case.Part(row.Case, 1), Share: Case.Number(row.Case, 2))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            text.Append($"| {group.Key.Noise} | {100 * group.Key.Share:0.#} % | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(cases, row => row.Number("low") <= 0)} | {Rates.Mean([.. cases.Select(row => row.Number("flagged"))], "0.0")} | {Rates.Share((long)cases.Sum(row => row.Number("hits")), (long)cases.Sum(row => row.Number("flagged")))} | {Rates.Mean([.. cases.Select(row => row.Number("averagePrecision"))])} | {Rates.Mean([.. cases.Select(row => row.Number("byResidual"))])} |\n");
        }

        text.Append("\nCells of columns that go together, changed in rows drawn at random: 5,000 rows of a person's height (cm), weight (kg), the day's lowest and highest temperature (°C), and a sex.\n\n");
        text.Append("| changed | cells or rows | found | of the planted flagged | of the flagged planted | of those suggested right |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.Where(row => Case.Part(row.Case, 0) != "replaced").GroupBy(row => (Slip: Case.Part(row.Case, 0), Cells: Case.Whole(row.Case, 2))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            var (hits, flagged) = ((long)cases.Sum(row => row.Number("hits")), (long)cases.Sum(row => row.Number("flagged")));
            text.Append($"| {group.Key.Slip} | {group.Key.Cells} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(hits, (long)cases.Sum(row => row.Number("planted")))} | {Rates.Share(hits, flagged)} | {Rates.Share((long)cases.Sum(row => row.Number("right")), hits)} |\n");
        }
    }

    static IReadOnlyList<string> Replaced(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 3);
        var table = CleanTables.MixedNumber(seed, Case.Part(name, 1));
        var values = table.Values.ToArray();
        var wrong = PlantedValues.Replace(values, Case.Number(name, 2), SeededRandom.For(seed, "replaced"));
        var planted = table with { Values = values };
        var data = planted.Whole();
        var report = Audit.Run(planted.Evidence(data), new AuditOptions { Checks = ["FL102"], Seed = seed }, cancellation);
        var cells = report.Scores.FirstOrDefault(scores => scores.Check == "FL102")?.Cells.Where(cell => cell.Column == "y").ToArray() ?? [];
        var scores = new double[values.Length];
        Array.Fill(scores, double.NaN);
        foreach (var cell in cells)
        {
            scores[cell.Row] = cell.Score ?? double.NaN;
        }

        var fit = report.Checks.First(check => check.Id == "FL102").Details is ValueErrorsDetails details && details.Fits.Count > 0 ? details.Fits[0] : null;
        return
        [
            Rates.Text(report.Findings.Any(finding => finding.Severity > Severity.Info)),
            Rates.Text(wrong.Count(isWrong => isWrong)),
            Rates.Text(cells.Count(cell => cell.Flagged)),
            Rates.Text(cells.Count(cell => cell.Flagged && wrong[cell.Row])),
            Rates.Text(0),
            Rates.Short(fit?.EstimatedErrors.Value ?? double.NaN),
            Rates.Short(fit?.EstimatedErrors.Low ?? double.NaN),
            Rates.Short(fit?.EstimatedErrors.High ?? double.NaN),
            Rates.Short(Ranking.AveragePrecision(scores, wrong)),
            Rates.Short(Ranking.AveragePrecision(ByResidual(data, values, seed, cancellation), wrong)),
        ];
    }

    // Larger residuals come first, as lower scores do.
    static double[] ByResidual(Table data, double[] values, long seed, CancellationToken cancellation)
    {
        var matrix = TableFeatures.Of(data, data.Columns.Where(column => column.Name != "y").Select(column => column.Name), []).Matrix;
        var target = LearningTarget.OfValues(values);
        var predicted = OutOfFold.Predict(matrix, target, FoldPlan.Stratified(matrix, target, 5, seed), new OutOfFoldOptions { Seed = seed }, null, cancellation).Predictions;
        return [.. values.Zip(predicted, (value, prediction) => -Math.Abs(value - prediction))];
    }

    static IReadOnlyList<string> Slipped(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 3);
        var (data, right) = PlantedValues.Slip(Case.Part(name, 0), Case.Whole(name, 2), seed);
        var evidence = new Evidence { Data = data, Roles = new Roles { Features = [.. data.Columns.Select(column => column.Name)] } };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL102"], Seed = seed }, cancellation);
        var cells = report.Scores.FirstOrDefault(scores => scores.Check == "FL102")?.Cells.Where(cell => cell.Flagged).ToArray() ?? [];
        var hits = cells.Where(cell => right.ContainsKey((cell.Row, cell.Column))).ToArray();
        return
        [
            Rates.Text(report.Findings.Any(finding => finding.Severity > Severity.Info)),
            Rates.Text(right.Count),
            Rates.Text(cells.Length),
            Rates.Text(hits.Length),
            Rates.Text(hits.Count(cell => double.TryParse(cell.Suggestion, System.Globalization.CultureInfo.InvariantCulture, out var value) && Math.Abs(value - right[(cell.Row, cell.Column)]) <= 0.06 + (0.01 * Math.Abs(right[(cell.Row, cell.Column)])))),
            .. Enumerable.Repeat("NaN", 5),
        ];
    }
}
