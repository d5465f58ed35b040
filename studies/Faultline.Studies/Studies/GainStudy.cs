using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>What an audit expects a repair to gain, beside what the repair then brings by its proof.</summary>
sealed class GainStudy : IStudy
{
    const int Rows = 3_000;

    static readonly string[] s_faults = ["flips 0.02", "flips 0.05", "flips 0.1", "codes 0.02", "codes 0.1", "codes 0.3", "spellings 0.3", "repeats 0.05", "dependencies 0.04"];

    public string Name => "gains";

    public IReadOnlyList<string> Columns { get; } = ["fix", "severity", "expected", "low", "high", "brought", "broughtLow", "broughtHigh", "gain", "reason"];

    // Case: fault / Bayes error / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from fault in s_faults
        from bayes in new[] { "0.05", "0.15" }
        select $"{fault}/{bayes}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var seed = Case.Whole(name, 2);
        var fault = Case.Part(name, 0).Split(' ');
        var (evidence, kind, check) = Faulty(CleanTables.Mixed(seed, Case.Number(name, 1), Rows), fault[0], double.Parse(fault[1], CultureInfo.InvariantCulture), seed);
        var audit = new AuditOptions { Seed = seed };
        var finding = Audit.Run(evidence, audit with { Checks = [check, "FL302"] }, cancellation).Findings.FirstOrDefault(found => found.ExpectedGain?.Fix == RepairKinds.NameOf(kind));
        if (finding?.ExpectedGain is not { } expected)
        {
            return [RepairKinds.NameOf(kind), "", "", "", "", "", "", "", "", "nothing is found"];
        }

        var options = new RepairOptions { Fixes = [kind], Audit = audit };
        var proof = RepairProof.Measure(evidence, options, Repair.Find(evidence, options, cancellation).Changes, null, cancellation);
        return
        [
            expected.Fix, finding.Severity.ToString().ToLowerInvariant(),
            Short(expected.Value), Short(expected.Low), Short(expected.High),
            Short(proof.Difference?.Value), Short(proof.Difference?.Low), Short(proof.Difference?.High), Rates.Text(proof.Gain),
            expected.Reason ?? proof.Reason ?? "",
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        var both = rows.All.Where(row => row["expected"].Length > 0 && row["brought"].Length > 0).ToList();
        text.Append(CultureInfo.InvariantCulture, $"Mixed tables of {Rows:N0} × 12 with one fault each: flipped labels, −9999 in a share of the two normal columns, categories in another spelling, exact repeats, broken dependencies (of columns that tell nothing of the label). ");
        text.Append("Expected: what the finding's card says. Brought: after − before of the proof of `faultline repair`. Covered: brought lies in the interval of what was expected.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Over {both.Count:N0} findings: rank correlation (Spearman) {Rates.Short(Ranks(both))}; covered {Rates.Share(both, Covered)}; expected less brought {Rates.Mean([.. both.Select(row => row.Number("expected") - row.Number("brought"))], "0.0000")}. ");
        text.Append(CultureInfo.InvariantCulture, $"Of findings whose expected gain lies above 0 the proof shows a gain in {Rates.Share([.. both.Where(row => row.Number("low") > 0)], row => row.Is("gain"))}, of the others in {Rates.Share([.. both.Where(row => row.Number("low") <= 0)], row => row.Is("gain"))}.\n\n");
        text.Append("| fault | found | expected, mean | brought, mean | covered | proof shows a gain |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => $"{Case.Part(row.Case, 0)}, Bayes error {Case.Part(row.Case, 1)}", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var mine = group.Where(both.Contains).ToList();
            text.Append($"| {group.Key} | {mine.Count} of {group.Count()} | {Rates.Mean([.. mine.Select(row => row.Number("expected"))], "0.0000")} | {Rates.Mean([.. mine.Select(row => row.Number("brought"))], "0.0000")} | {mine.Count(Covered)} | {mine.Count(row => row.Is("gain"))} |\n");
        }
    }

    static bool Covered(ResultRows.Row row) => row.Number("low") <= row.Number("brought") && row.Number("brought") <= row.Number("high");

    static double Ranks(List<ResultRows.Row> rows)
    {
        double[] Ranked(string column)
        {
            double[] values = [.. rows.Select(row => row.Number(column))];
            return [.. values.Select(value => values.Count(other => other < value) + (0.5 * values.Count(other => other == value)))];
        }

        var (one, other) = (Ranked("expected"), Ranked("brought"));
        var (meanOne, meanOther) = (one.DefaultIfEmpty(0).Average(), other.DefaultIfEmpty(0).Average());
        double Sum(Func<double, double, double> of) => one.Zip(other, (a, b) => of(a - meanOne, b - meanOther)).Sum();
        return Sum((a, b) => a * b) / Math.Sqrt(Sum((a, _) => a * a) * Sum((_, b) => b * b));
    }

    static (Evidence Evidence, RepairKind Kind, string Check) Faulty(SyntheticTable table, string fault, double share, int seed)
    {
        var random = SeededRandom.For(seed, "gains/" + fault);
        switch (fault)
        {
            case "flips":
                var labels = (int[])table.Labels.Clone();
                Planting.Flip(labels, share, table.Classes, random);
                return (table.Evidence(table.With(labels)), RepairKind.Labels, "FL101");
            case "codes":
                return (table.Evidence(Changed(table, column => column is NumberColumn number && column.Name is "x0" or "x6"
                    ? new NumberColumn(column.Name, [.. number.Values.ToArray().Select(value => random.NextDouble() < share ? -9999 : value)]) : column)), RepairKind.Missing, "FL107");
            case "spellings":
                return (table.Evidence(Changed(table, column => column is TextColumn text && column.Name != "y" && text.Categories.Count > 2
                    ? TextColumn.From(column.Name, Enumerable.Range(0, column.RowCount).Select(row => random.NextDouble() < share ? column.Text(row)?.ToUpperInvariant() : column.Text(row))) : column)), RepairKind.Hygiene, "FL107");
            case "repeats":
                int[] rows = [.. Enumerable.Range(0, table.RowCount), .. random.Sample(table.RowCount, (int)(share * table.RowCount))];
                random.Shuffle(rows.AsSpan());
                return (table.Evidence(table.Whole().Take(rows)), RepairKind.Duplicates, "FL103");
            default:
                return (table.Evidence(BrokenTables.Draw(table, "one to one column", share, seed).Data), RepairKind.Dependencies, "FL106");
        }
    }

    static Table Changed(SyntheticTable table, Func<Column, Column> change) => Table.FromColumns("mixed", [.. table.Whole().Columns.Select(change)]);

    static string Short(double? value) => value is { } number ? number.ToString("0.#####", CultureInfo.InvariantCulture) : "";
}
