using System.Text;

namespace Faultline.Studies;

/// <summary>FL303 on groups whose error rates are equal, and on groups of which one errs more.</summary>
sealed class GroupStudy : IStudy
{
    const int Rows = 5000;

    public string Name => "groups";

    public IReadOnlyList<string> Columns { get; } = ["found", "named", "alarms", "covers", "held", "gaps"];

    // Case: what differs / seed. The model misses 20 % of the positive labels and selects 15 % of the negative ones, whatever the group. "equal": nothing differs. "base rates":
    // half of the labels of one group are positive, a fifth of the others'. "missed": positive labels of the group are missed in 35 %. "both": 40 % of the rows of one pair of
    // groups err, of every other pair so many that neither group alone has another rate.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 1000)
        from kind in new[] { "equal", "base rates", "missed", "both" }
        select $"{kind}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var (kind, seed) = (Case.Part(name, 0), Case.Whole(name, 1));
        var random = SeededRandom.For(seed, "groups/" + kind);
        string[] sexes = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt(3) == 0 ? "f" : "m")];
        string[] towns = [.. Enumerable.Range(0, Rows).Select(_ => "t" + random.NextInt(4))];
        var labels = new int[Rows];
        var probabilities = new double[2 * Rows];
        for (var row = 0; row < Rows; row++)
        {
            var inside = sexes[row] == "f";
            var pair = inside && towns[row] == "t1";
            labels[row] = random.NextDouble() < (kind == "base rates" ? inside ? 0.5 : 0.2 : 0.4) ? 1 : 0;
            var wrong = kind switch
            {
                // 1/12 of the rows at 0.4; the other rows of f and of t1 make up for it.
                "both" => pair ? 0.4 : inside ? 0.4 / 3 : towns[row] == "t1" ? 0.1 : 0.2 + (0.1 / 3),
                "missed" => labels[row] == 0 ? 0.15 : inside ? 0.35 : 0.2,
                _ => labels[row] == 0 ? 0.15 : 0.2,
            };
            var predicted = random.NextDouble() < wrong ? 1 - labels[row] : labels[row];
            (probabilities[(2 * row) + predicted], probabilities[(2 * row) + 1 - predicted]) = (0.8, 0.2);
        }

        var evidence = new Evidence
        {
            Data = Table.FromColumns("t", [TextColumn.From("sex", sexes), TextColumn.From("town", towns), new TextColumn("y", labels, ["no", "yes"])]),
            Roles = new Roles { Label = "y", Features = ["sex", "town"], Groups = ["sex", "town"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
        };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL303"], Seed = seed }, cancellation);
        var details = (UnequalErrorRatesDetails)report.Checks.First(check => check.Id == "FL303").Details!;
        var alarms = report.Findings.Where(finding => finding.Severity > Severity.Info).ToList();
        string[] truth = kind == "both" ? ["sex", "town"] : ["sex"];
        var gap = details.Gaps.First(gap => gap.Measure == (kind == "both" ? "accuracy" : "true positive rate") && gap.Group == (kind == "both" ? "sex = 'f' and town = 't1'" : "sex = 'f'"));

        // Outside the pair f has 1/4 of all rows, t1 1/6 and neither 1/2; within it lie 1/12.
        var others = ((3 / 12.0 * (0.4 / 3)) + (2 / 12.0 * 0.1) + (6 / 12.0 * (0.7 / 3))) / (11 / 12.0);
        var real = kind switch { "both" => others - 0.4, "missed" => -0.15, _ => 0 };
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL303").Status == CheckStatus.Found),
            Rates.Text(alarms.Exists(finding => finding.Columns.SequenceEqual(truth))),
            Rates.Text(alarms.Count),
            Rates.Text(gap.Low <= real && real <= gap.High),

            // Where all groups are treated alike, every gap of every group is 0.
            Rates.Text(kind == "equal" ? details.Gaps.Count(any => any.Low <= 0 && any.High >= 0) : 0),
            Rates.Text(kind == "equal" ? details.Gaps.Count : 0),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 rows, groups `sex` (a third `f`) and `town` (four), two classes. The model misses 20 % of the positive labels and selects 15 % of the negative ones. `equal`: in every group. `base rates`: likewise, but half of the labels of `f` are positive and a fifth of the others'. `missed`: positive labels of `f` are missed in 35 %. `both`: 40 % of the rows of `f` in `t1` are wrong, the other rows so that `f` and `t1` err as often as all others do.\n\n");
        text.Append("| what differs | found above info | the right columns named | interval of that gap holds the truth | intervals of all gaps that do |\n|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal))
        {
            var cases = group.ToList();
            var planted = group.Key is "missed" or "both";
            text.Append($"| {group.Key} | {Rates.Share(cases, row => row.Is("found"))} | {(planted ? Rates.Share(cases, row => row.Is("named")) : "–")} | {Rates.Share(cases, row => row.Is("covers"))} | {(group.Key == "equal" ? PlainNumber.Percent(cases.Sum(row => row.Number("held")) / cases.Sum(row => row.Number("gaps"))) : "–")} |\n");
        }
    }
}
