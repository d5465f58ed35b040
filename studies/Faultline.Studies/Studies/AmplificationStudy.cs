using System.Text;

namespace Faultline.Studies;

/// <summary>FL304 on predictions that widen the differences between groups, even them out, or leave them as they are.</summary>
sealed class AmplificationStudy : IStudy
{
    const int Rows = 5000;

    static readonly double[] s_sizes = [0.2, 0.3, 0.5];
    static readonly double[] s_shares = [0.6, 0.35, 0.15];

    public string Name => "amplification";

    public IReadOnlyList<string> Columns { get; } = ["found", "alarms", "sign", "covers", "value"];

    // Case: what predictions do / seed. "widened": 15 % of the rows are predicted as most of what their group stands for, whatever their label. "evened": as the contrary. "symmetric": 15 % of
    // the rows of the class are missed and as many others taken for it, in each group. "honest": probabilities that are right, from a feature and the group; the more probable class is chosen.
    // "own": the same table, and the audit makes the predictions. "noise": nothing is linked to the groups, 15 % of all rows are wrong.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from kind in new[] { "widened", "evened", "symmetric", "honest", "noise", "own" }
        where kind != "own" || seed < 25
        select $"{kind}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var (kind, seed) = (Case.Part(name, 0), Case.Whole(name, 1));
        var random = SeededRandom.For(seed, "amplification/" + kind);
        var groups = new int[Rows];
        var labels = new int[Rows];
        var feature = new double[Rows];
        var probabilities = new double[2 * Rows];
        var overall = s_sizes.Zip(s_shares, (size, share) => size * share).Sum();
        for (var row = 0; row < Rows; row++)
        {
            groups[row] = random.NextDouble() switch { var draw when draw < s_sizes[0] => 0, var draw when draw < s_sizes[0] + s_sizes[1] => 1, _ => 2 };
            var share = kind == "noise" ? 0.3 : s_shares[groups[row]];
            feature[row] = random.NextGaussian();
            if (kind is "honest" or "own")
            {
                var right = 1 / (1 + Math.Exp(-((2 * feature[row]) + Math.Log(share / (1 - share)))));
                labels[row] = random.NextDouble() < right ? 1 : 0;
                (probabilities[2 * row], probabilities[(2 * row) + 1]) = (1 - right, right);
                continue;
            }

            labels[row] = random.NextDouble() < share ? 1 : 0;
            var linked = share > overall ? 1 : 0;
            var chance = kind == "symmetric" && labels[row] == 0 ? 0.15 * share / (1 - share) : 0.15;
            var strays = random.NextDouble() < chance;
            var told = !strays ? labels[row] : kind switch { "widened" => linked, "evened" => 1 - linked, _ => 1 - labels[row] };
            (probabilities[(2 * row) + told], probabilities[(2 * row) + 1 - told]) = (0.85, 0.15);
        }

        string[] names = ["no", "yes"];
        var evidence = new Evidence
        {
            Data = Table.FromColumns("t", [TextColumn.From("group", groups.Select(group => "abc"[group].ToString())), new NumberColumn("x", feature), new TextColumn("y", labels, names)]),
            Roles = new Roles { Label = "y", Features = ["group", "x"], Groups = ["group"] },
            Task = TaskKind.Classification,
            Classes = kind == "own" ? null : new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL304"], Seed = seed }, cancellation);
        var link = ((BiasAmplificationDetails)report.Checks.First(check => check.Id == "FL304").Details!).Links[0];
        var truth = kind switch
        {
            "widened" => s_shares.Average(share => 0.15 * (share > overall ? 1 - share : share)),
            "evened" => -s_shares.Average(share => 0.15 * (share > overall ? share : 1 - share)),
            "symmetric" => 0.0,
            _ => double.NaN,
        };
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL304").Status == CheckStatus.Found),
            Rates.Text(report.Findings.Count(finding => finding.Severity > Severity.Info)),
            Rates.Text(link.Amplification * truth > 0),
            Rates.Text(link.Low <= truth && truth <= link.High),
            Rates.Short(link.Amplification),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 rows, two classes, three groups of 20, 30 and 50 % of the rows in which the class has shares of 60, 35 and 15 %. `widened`: 15 % of the rows are predicted as what is linked to their group, whatever their label. `evened`: as the contrary. `symmetric`: 15 % of the rows of the class are missed and as many others taken for it in each group. `honest`: right probabilities from a feature and the group. `own`: that table, and the audit makes the predictions. `noise`: the class has 30 % in every group and 15 % of all rows are wrong.\n\n");
        text.Append("| what predictions do | found above info | right sign | interval holds the truth | mean amplification |\n|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal))
        {
            var cases = group.ToList();
            var known = group.Key is "widened" or "evened";
            text.Append($"| {group.Key} | {Rates.Share(cases, row => row.Is("found"))} | {(known ? Rates.Share(cases, row => row.Is("sign")) : "–")} | {(known || group.Key == "symmetric" ? Rates.Share(cases, row => row.Is("covers")) : "–")} | {cases.Average(row => row.Number("value")):0.000} |\n");
        }
    }
}
