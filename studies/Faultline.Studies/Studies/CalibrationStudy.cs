using System.Text;

namespace Faultline.Studies;

/// <summary>FL302 on 2,000 rows whose exact probabilities were sharpened by a temperature: how often found, and how often the interval holds the true error.</summary>
sealed class CalibrationStudy : IStudy
{
    const int Draws = 50;

    public string Name => "calibration";

    public IReadOnlyList<string> Columns { get; } = ["draws", "found", "covered", "below", "above", "truth", "estimate"];

    // Case: temperature / Bayes error / batch of 50 draws.
    public IEnumerable<string> Cases =>
        from batch in Enumerable.Range(0, 20)
        from temperature in new[] { "2", "1", "1.1", "1.25", "1.5", "0.7" }
        from bayes in new[] { "0.15", "0.3" }
        select $"{temperature}/{bayes}/{batch:00}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        int found = 0, covered = 0, above = 0, below = 0;
        double truths = 0, estimates = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            var table = CleanTables.Mixed((Draws * Case.Whole(name, 2)) + draw, Case.Number(name, 1), 2000);
            var given = Planting.Sharpen(table.Posterior, table.Classes, Case.Number(name, 0));
            var report = Audit.Run(table.Evidence(table.Whole(), table.Labels, given), new AuditOptions { Checks = ["FL302"] }, cancellation);
            var check = report.Checks.First(c => c.Id == "FL302");
            var error = ((MiscalibrationDetails)check.Details!).Ece;
            var truth = TrueError(table.Posterior, given, table.Classes);
            found += check.Status == CheckStatus.Found ? 1 : 0;
            covered += error.Low <= truth + 1e-9 && truth <= error.High ? 1 : 0;
            below += error.High < truth ? 1 : 0;
            above += error.Low > truth + 1e-9 ? 1 : 0;
            truths += truth / Draws;
            estimates += error.Value / Draws;
        }

        return [Rates.Text(Draws), Rates.Text(found), Rates.Text(covered), Rates.Text(below), Rates.Text(above), Rates.Short(truths), Rates.Short(estimates)];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("The true error is that of the same 15 bins of equal mass with the known probabilities in place of the labels. Temperature 1: the probabilities are exact.\n\n");
        text.Append("| temperature | Bayes error | true error | mean estimate | found | interval holds the truth | lies above it | lies below it |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Temperature: Case.Number(row.Case, 0), Bayes: Case.Part(row.Case, 1))).OrderBy(group => group.Key))
        {
            var cases = group.ToList();
            long Sum(string column) => (long)cases.Sum(row => row.Number(column));
            text.Append($"| {Rates.Short(group.Key.Temperature)} | {group.Key.Bayes} | {Rates.Mean([.. cases.Select(row => row.Number("truth"))], "0.0000")} | {Rates.Mean([.. cases.Select(row => row.Number("estimate"))], "0.0000")} | ");
            text.Append($"{Rates.Share(Sum("found"), Sum("draws"))} | {Rates.Share(Sum("covered"), Sum("draws"))} | {Rates.Share(Sum("above"), Sum("draws"))} | {Rates.Share(Sum("below"), Sum("draws"))} |\n");
        }
    }

    // Two classes: the event is the second.
    static double TrueError(double[] posterior, double[] given, int classes)
    {
        const int Bins = 15;
        var rows = posterior.Length / classes;
        var order = Enumerable.Range(0, rows).OrderBy(row => given[(row * classes) + 1]).ToArray();
        var squared = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            var members = order.AsSpan((int)((long)rows * bin / Bins)..(int)((long)rows * (bin + 1) / Bins));
            var gap = 0.0;
            foreach (var row in members)
            {
                gap += given[(row * classes) + 1] - posterior[(row * classes) + 1];
            }

            squared += gap * gap / members.Length / rows;
        }

        return Math.Sqrt(squared);
    }
}
