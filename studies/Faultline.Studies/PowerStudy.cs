using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>How often planted faults are found, at the default settings that the clean study uses.</summary>
static class PowerStudy
{
    /// <summary>Runs every planted fault and writes one table each.</summary>
    public static string Run(int seeds, TextWriter progress, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Power on planted faults, {seeds} seeds each, default settings\n");
        LabelFlips(text, seeds, progress, cancellation);
        EditedCopies(text, seeds, progress, cancellation);
        Shift(text, seeds, progress, cancellation);
        Temperature(text, seeds, progress, cancellation);
        PermutedLabels(text, seeds, progress, cancellation);
        return text.ToString();
    }

    /// <summary>5 % flipped labels in 5,000 × 12 mixed tables, at several Bayes errors.</summary>
    static void LabelFlips(StringBuilder text, int seeds, TextWriter progress, CancellationToken cancellation)
    {
        text.Append("\n## FL101: 5 % flipped labels, 5,000 × 12 mixed\n\n| strength | Bayes error | predictions | found | estimate covers the truth | average precision | by self-confidence |\n|---|---|---|---|---|---|---|\n");
        foreach (var strength in new[] { 12.0, 6, 2.2, 1.2 })
        {
            foreach (var exact in new[] { true, false })
            {
                int found = 0, covered = 0, measured = 0;
                double precision = 0, plain = 0, bayes = 0;
                var runs = exact ? seeds : Math.Max(1, seeds / 4);
                for (var seed = 0; seed < runs; seed++)
                {
                    var table = CleanTables.Mixed(seed, strength);
                    var labels = (int[])table.Labels.Clone();
                    var flipped = new bool[labels.Length];
                    Flip(labels, flipped, 0.05, table.Classes, SeededRandom.For(seed, "flip"));
                    var data = table.With(labels);
                    var evidence = exact ? table.Evidence(data, labels, table.Posterior) : table.Evidence(data);
                    var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL101"], Seed = seed }, cancellation);
                    var check = report.Checks.First(c => c.Id == "FL101");
                    found += check.Status == CheckStatus.Found ? 1 : 0;
                    if (check.Details is LabelErrorsDetails details)
                    {
                        measured++;
                        var truth = flipped.Count(f => f);
                        covered += truth >= details.EstimatedErrors.Low && truth <= details.EstimatedErrors.High ? 1 : 0;
                    }

                    var scores = report.Scores.First(s => s.Check == "FL101").Rows!.Scores;
                    precision += Ranking.AveragePrecision(scores, flipped) / runs;
                    bayes += table.BayesError() / runs;
                    if (exact)
                    {
                        var self = Enumerable.Range(0, labels.Length).Select(row => table.Posterior[(row * table.Classes) + labels[row]]).ToArray();
                        plain += Ranking.AveragePrecision(self, flipped) / runs;
                    }
                }

                text.Append(CultureInfo.InvariantCulture, $"| {strength} | {bayes:0.000} | {(exact ? "exact" : "out of fold")} | {found}/{runs} | {covered}/{measured} | {precision:0.000} | {(exact ? plain.ToString("0.000", CultureInfo.InvariantCulture) : "–")} |\n");
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"flips, strength {strength}, {(exact ? "exact" : "out of fold")}: found {found}/{runs}, covered {covered}/{measured}, AP {precision:0.000}"));
            }
        }
    }

    /// <summary>1 % copies with one cell edited.</summary>
    static void EditedCopies(StringBuilder text, int seeds, TextWriter progress, CancellationToken cancellation)
    {
        int found = 0, hits = 0, flagged = 0, planted = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var (data, copies) = Planting.EditedCopies(CleanTables.Mixed(seed, 2.2), 0.01, SeededRandom.For(seed, "copies"));
            var report = Audit.Run(data, new AuditOptions { Checks = ["FL103"], Seed = seed }, cancellation);
            found += report.Checks.First(c => c.Id == "FL103").Status == CheckStatus.Found ? 1 : 0;
            var flags = report.Scores.FirstOrDefault(s => s.Check == "FL103")?.Rows?.Flagged ?? new bool[data.Data.RowCount];
            planted += copies.Count;
            flagged += flags.Count(flag => flag);
            hits += copies.Count(row => flags[row]);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## FL103: 1 % copies with one cell edited, 5,000 × 12 mixed\n\nFound in {found}/{seeds}; of the copies {hits}/{planted} flagged (recall {hits / (double)planted:0.000}), of the flagged rows {hits}/{flagged} copies (precision {hits / Math.Max(1.0, flagged):0.000}).\n");
        progress.WriteLine($"copies: found {found}/{seeds}, {hits}/{planted} of {flagged} flagged");
    }

    /// <summary>A shift of 0.3 standard deviations in 2 of 12 columns.</summary>
    static void Shift(StringBuilder text, int seeds, TextWriter progress, CancellationToken cancellation)
    {
        int both = 0, others = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var table = CleanTables.Mixed(seed, 2.2);
            var reference = CleanTables.Mixed(seed, 2.2, part: "reference").Whole();
            var (data, moved) = Planting.Shift(table, 0.3);
            var report = Audit.Run(table.Evidence(data, reference), new AuditOptions { Checks = ["FL401"], Seed = seed }, cancellation);
            var named = report.Checks.First(c => c.Id == "FL401").Details is DriftDetails details
                ? details.Columns.Where(column => column.Drifted).Select(column => column.Column).ToHashSet(StringComparer.Ordinal)
                : [];
            both += moved.All(named.Contains) ? 1 : 0;
            others += named.Except(moved).Any() ? 1 : 0;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## FL401: 0.3 sd in 2 of 12 columns, 5,000 rows against 5,000\n\nBoth named in {both}/{seeds}; another column named in {others}/{seeds}.\n");
        progress.WriteLine($"drift: both {both}/{seeds}, others {others}/{seeds}");
    }

    /// <summary>Probabilities sharpened with temperature 1/2 on 2,000 rows.</summary>
    static void Temperature(StringBuilder text, int seeds, TextWriter progress, CancellationToken cancellation)
    {
        int found = 0, clean = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var table = CleanTables.Mixed(seed, 1.2, 2000);
            var data = table.Whole();
            var sharp = Planting.Sharpen(table.Posterior, table.Classes, 2);
            found += Status(table.Evidence(data, table.Labels, sharp), "FL302", seed, cancellation) == CheckStatus.Found ? 1 : 0;
            clean += Status(table.Evidence(data, table.Labels, table.Posterior), "FL302", seed, cancellation) == CheckStatus.Clean ? 1 : 0;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## FL302: temperature 2 on 2,000 rows\n\nFound in {found}/{seeds}; with exact probabilities clean in {clean}/{seeds}.\n");
        progress.WriteLine($"temperature: found {found}/{seeds}, clean {clean}/{seeds}");
    }

    /// <summary>Labels permuted: the out-of-fold accuracy's interval must hold the trivial rate, also with a 2,000-level category.</summary>
    static void PermutedLabels(StringBuilder text, int seeds, TextWriter progress, CancellationToken cancellation)
    {
        foreach (var wide in new[] { false, true })
        {
            var held = 0;
            for (var seed = 0; seed < seeds; seed++)
            {
                var table = CleanTables.Mixed(seed, 2.2, 2000);
                var random = SeededRandom.For(seed, "permute");
                var labels = (int[])table.Labels.Clone();
                random.Shuffle(labels.AsSpan());
                var data = table.With(labels);
                if (wide)
                {
                    data = Table.FromColumns("wide", [.. data.Columns, TextColumn.From("code", Enumerable.Range(0, data.RowCount).Select(_ => $"c{random.NextInt(2000)}"))]);
                }

                var model = Audit.Run(table.Evidence(data), new AuditOptions { Checks = ["FL101"], Seed = seed }, cancellation).Model!;
                held += model.Low <= model.Baseline && model.Baseline <= model.High ? 1 : 0;
            }

            text.Append(CultureInfo.InvariantCulture, $"\n## Learner: permuted labels{(wide ? " with a 2,000-level category" : "")}\n\nThe accuracy's interval holds the trivial rate in {held}/{seeds}.\n");
            progress.WriteLine($"permuted{(wide ? ", 2,000 levels" : "")}: {held}/{seeds}");
        }
    }

    static CheckStatus Status(Evidence evidence, string id, long seed, CancellationToken cancellation) =>
        Audit.Run(evidence, new AuditOptions { Checks = [id], Seed = seed }, cancellation).Checks.First(check => check.Id == id).Status;

    static void Flip(int[] labels, bool[] flipped, double share, int classes, SeededRandom random)
    {
        for (var row = 0; row < labels.Length; row++)
        {
            if (random.NextDouble() < share)
            {
                flipped[row] = true;
                labels[row] = (labels[row] + 1 + random.NextInt(classes - 1)) % classes;
            }
        }
    }
}
