using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>
/// How often a repair's proof shows a gain: where 5 % of the labels were flipped; on clean tables for every fix; and on clean tables where something is mended whether
/// or not anything is wrong.
/// </summary>
sealed class RepairStudy : IStudy
{
    const string Flips = "flips";
    const string Forced = "forced";
    const int ForcedRows = 2_000;

    static readonly (string Name, RepairKind Kind)[] s_fixes =
        [("labels", RepairKind.Labels), ("duplicates", RepairKind.Duplicates), ("near-duplicates", RepairKind.NearDuplicates), ("missing", RepairKind.Missing), ("hygiene", RepairKind.Hygiene), ("dependencies", RepairKind.Dependencies), ("values", RepairKind.Values)];

    public string Name => "repairs";

    public IReadOnlyList<string> Columns { get; } = ["rows", "changes", "right", "before", "after", "placebo", "low", "high", "overLow", "overHigh", "gain", "accuracyBefore", "accuracyAfter", "reason"];

    // Case: flips / Bayes error / seed; clean / fix / number of the clean table; or forced / what is done / number of the clean table.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from name in new[] { $"{Flips}/0.02/{seed}", $"{Flips}/0.05/{seed}", $"{Flips}/0.15/{seed}" }
            .Concat(s_fixes.Select(fix => $"clean/{fix.Name}/{seed}"))
            .Concat(ForcedCures.All.Select(cure => $"{Forced}/{cure.Name}/{seed}"))
        select name;

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var what = Case.Part(name, 0);
        var table = what switch
        {
            Flips => CleanTables.Mixed(seed, Case.Number(name, 1)),
            Forced => Uncertain(seed),
            _ => CleanTables.Draw(seed),
        };
        var labels = (int[])table.Labels.Clone();
        var flipped = what == Flips ? Planting.Flip(labels, 0.05, table.Classes, SeededRandom.For(seed, "flip")) : new bool[table.RowCount];
        var evidence = table.Evidence(what == Flips ? table.With(labels) : table.Whole());
        var options = Options(what, Case.Part(name, 1)) with { Audit = new AuditOptions { Seed = seed } };
        if (options.Fixes.Contains(RepairKind.Labels) && evidence.Task != TaskKind.Classification)
        {
            return Nothing(table, "the label is a number");
        }

        var changes = Repair.Find(evidence, options, cancellation).Changes;
        if (changes.Count == 0)
        {
            return Nothing(table, "nothing is changed");
        }

        var proof = RepairProof.Measure(evidence, options, changes, null, cancellation);
        return
        [
            Rates.Text(table.RowCount),
            Rates.Text(changes.Count),
            Rates.Text(changes.Count(change => flipped[change.Row])),
            Short(proof.Before), Short(proof.After), Short(proof.Placebo),
            Short(proof.Difference?.Low), Short(proof.Difference?.High), Short(proof.OverPlacebo?.Low), Short(proof.OverPlacebo?.High),
            Rates.Text(proof.Gain),
            Short(proof.Beside is [var first, ..] ? first.Before : null), Short(proof.Beside is [var same, ..] ? same.After : null),
            proof.Reason ?? "",
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 × 12 mixed tables of two classes with 5 % of the labels flipped (`--fix labels`, relabelled); clean tables of 50 to 50,000 rows, each fix by itself, where nothing is changed unless a check is wrong; ");
        text.Append(CultureInfo.InvariantCulture, $"and clean tables of {ForcedRows:N0} rows and ten kinds on which a repair is forced that suits the model or the majority: that is where a circular proof would show a gain. A gain asks for the 95 % intervals of after − before and after − placebo to lie above 0.\n\n");
        text.Append("| tables | gain is shown | with changes | changed labels that were flipped | after − before, mean | accuracy, mean |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (What: Case.Part(row.Case, 0), Which: Case.Part(row.Case, 1))).OrderBy(group => group.Key.What == Flips ? 0 : group.Key.What == Forced ? 2 : 1).ThenBy(group => group.Key.What == Forced ? string.Empty : group.Key.Which, StringComparer.Ordinal))
        {
            var cases = group.ToList();
            var measured = cases.Where(row => row["before"].Length > 0).ToList();
            var what = group.Key.What switch { Flips => $"5 % flipped, Bayes error {group.Key.Which}", Forced => $"clean, forced: {group.Key.Which}", _ => $"clean, --fix {group.Key.Which}" };
            var right = group.Key.What == Flips ? Rates.Share((long)cases.Sum(row => row.Number("right")), (long)cases.Sum(row => row.Number("changes"))) : "–";
            var accuracy = measured.Where(row => row["accuracyBefore"].Length > 0).ToList();
            var told = accuracy.Count == 0 ? "–" : $"{Rates.Short(accuracy.Average(row => row.Number("accuracyBefore")))} → {Rates.Short(accuracy.Average(row => row.Number("accuracyAfter")))}";
            text.Append($"| {what} | {Rates.Share(cases, row => row.Is("gain"))} | {cases.Count(row => row.Number("changes") > 0)} | {right} | {Rates.Mean([.. measured.Select(row => row.Number("after") - row.Number("before"))], "0.0000")} | {told} |\n");
        }
    }

    // Where the label of a clean table is a number, a table of classes stands for it.
    static SyntheticTable Uncertain(int seed) => CleanTables.Draw(seed, rows: ForcedRows) is { Classes: > 0 } table ? table : CleanTables.Mixed(seed, 0.1, ForcedRows);

    static RepairOptions Options(string what, string which)
    {
        if (what == Forced)
        {
            var (_, kind, labels, cures) = ForcedCures.All.First(cure => cure.Name == which);
            return new RepairOptions { Fixes = [kind], Labels = labels, Cures = cures };
        }

        return new RepairOptions { Fixes = [what == Flips ? RepairKind.Labels : s_fixes.First(fix => fix.Name == which).Kind] };
    }

    static IReadOnlyList<string> Nothing(SyntheticTable table, string why) => [Rates.Text(table.RowCount), "0", "0", "", "", "", "", "", "", "", "0", "", "", why];

    static string Short(double? value) => value is { } number ? Rates.Short(number) : "";
}
