using System.Text;

namespace Faultline.Studies;

/// <summary>How often a repair's proof shows a gain: where 5 % of the labels were flipped, and on clean tables for every fix.</summary>
sealed class RepairStudy : IStudy
{
    const string Flips = "flips";

    static readonly (string Name, RepairKind Kind)[] s_fixes =
        [("labels", RepairKind.Labels), ("duplicates", RepairKind.Duplicates), ("near-duplicates", RepairKind.NearDuplicates), ("missing", RepairKind.Missing), ("hygiene", RepairKind.Hygiene)];

    public string Name => "repairs";

    public IReadOnlyList<string> Columns { get; } = ["rows", "changes", "right", "metric", "before", "after", "placebo", "low", "high", "overLow", "overHigh", "gain", "reason"];

    // Case: flips / Bayes error / seed, or clean / fix / number of the clean table.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from name in new[] { $"{Flips}/0.02/{seed}", $"{Flips}/0.05/{seed}", $"{Flips}/0.15/{seed}" }.Concat(s_fixes.Select(fix => $"clean/{fix.Name}/{seed}"))
        select name;

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var isFlipped = Case.Part(name, 0) == Flips;
        var table = isFlipped ? CleanTables.Mixed(seed, Case.Number(name, 1)) : CleanTables.Draw(seed);
        var labels = (int[])table.Labels.Clone();
        var flipped = isFlipped ? Planting.Flip(labels, 0.05, table.Classes, SeededRandom.For(seed, "flip")) : new bool[table.RowCount];
        var evidence = table.Evidence(isFlipped ? table.With(labels) : table.Whole());
        var kind = isFlipped ? RepairKind.Labels : s_fixes.First(fix => fix.Name == Case.Part(name, 1)).Kind;
        if (kind == RepairKind.Labels && evidence.Task != TaskKind.Classification)
        {
            return [Rates.Text(table.RowCount), "0", "0", "", "", "", "", "", "", "", "", "0", "the label is a number"];
        }

        var options = new RepairOptions { Fixes = [kind], Audit = new AuditOptions { Seed = seed } };
        var changes = Repair.Find(evidence, options, cancellation).Changes;
        var proof = RepairProof.Measure(evidence, options, changes, null, cancellation);
        return
        [
            Rates.Text(table.RowCount),
            Rates.Text(changes.Count),
            Rates.Text(changes.Count(change => flipped[change.Row])),
            proof.Metric ?? "",
            Short(proof.Before), Short(proof.After), Short(proof.Placebo),
            Short(proof.Difference?.Low), Short(proof.Difference?.High), Short(proof.OverPlacebo?.Low), Short(proof.OverPlacebo?.High),
            Rates.Text(proof.Gain),
            proof.Reason ?? "",
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 × 12 mixed tables of two classes with 5 % of the labels flipped (`--fix labels`), and clean tables of 50 to 50,000 rows, each fix by itself. Labels are relabelled.\n\n");
        text.Append("| tables | gain is shown | with changes | changed labels that were flipped |\n|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (What: Case.Part(row.Case, 0), Which: Case.Part(row.Case, 1))).OrderByDescending(group => group.Key.What, StringComparer.Ordinal).ThenBy(group => group.Key.Which, StringComparer.Ordinal))
        {
            var cases = group.ToList();
            var what = group.Key.What == Flips ? $"5 % flipped, Bayes error {group.Key.Which}" : $"clean, --fix {group.Key.Which}";
            var right = group.Key.What == Flips ? Rates.Share((long)cases.Sum(row => row.Number("right")), (long)cases.Sum(row => row.Number("changes"))) : "–";
            text.Append($"| {what} | {Rates.Share(cases, row => row.Is("gain"))} | {cases.Count(row => row.Number("changes") > 0)} | {right} |\n");
        }
    }

    static string Short(double? value) => value is { } number ? Rates.Short(number) : "";
}
