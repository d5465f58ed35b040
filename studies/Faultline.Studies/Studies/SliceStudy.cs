using System.Text;

namespace Faultline.Studies;

/// <summary>FL301 where 3 % of the rows, a slice of two columns, err twice as often as the others; and where all rows err equally often.</summary>
sealed class SliceStudy : IStudy
{
    const int Rows = 5000;
    const double Base = 0.15;

    public string Name => "slices";

    public IReadOnlyList<string> Columns { get; } = ["found", "rank", "detectable", "named", "alarms", "covers", "low", "high", "truth"];

    // Case: what errs / seed. "equal": the model errs in 15 % of all rows, with 0.85 each. "uniform": likewise, and in 30 % of the slice, a category and a range; "ends": a category
    // and what lies below a number; "ranges": of two ranges. "overlap": exact probabilities of classes that overlap by 15 %, labels of the slice flipped. "own": the same, and the audit makes the predictions.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 25)
        from kind in new[] { "equal", "uniform", "ends", "ranges", "overlap", "own", "uniform-3x", "ranges-3x" }
        select $"{kind}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var kind = Case.Part(name, 0);
        var seed = Case.Whole(name, 1);
        var random = SeededRandom.For(seed, "slices/" + kind);
        var table = CleanTables.Mixed(seed, Base, Rows);
        var (columns, within) = kind.StartsWith("ranges", StringComparison.Ordinal) ? Ranges(table, random) : Slice(table, random, isEnd: kind == "ends");
        var labels = (int[])table.Labels.Clone();
        var given = (double[])table.Posterior.Clone();
        var planted = kind == "equal" ? 1 : kind.EndsWith("3x", StringComparison.Ordinal) ? 3 : 2;
        var truth = 0.0;
        var wrongWithin = 0;
        for (var row = 0; row < Rows; row++)
        {
            if (kind is "overlap" or "own")
            {
                var error = Math.Min(given[2 * row], given[(2 * row) + 1]);
                var flip = (planted * Base) - Base;
                labels[row] = within[row] && random.NextDouble() < flip / (1 - (2 * Base)) ? 1 - labels[row] : labels[row];
                truth += within[row] ? error : 0;
            }
            else
            {
                var wrong = random.NextDouble() < Base * (within[row] ? planted : 1);
                wrongWithin += wrong && within[row] ? 1 : 0;
                var predicted = wrong ? 1 - labels[row] : labels[row];
                (given[2 * row], given[(2 * row) + 1]) = predicted == 0 ? (0.85, 0.15) : (0.15, 0.85);
            }
        }

        var data = table.With(labels);
        var evidence = kind == "own" ? table.Evidence(data) : table.Evidence(data, labels, given);
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL301"], Seed = seed }, cancellation);
        var details = (WeakSlicesDetails)report.Checks.First(check => check.Id == "FL301").Details!;
        var rank = details.Slices.TakeWhile(slice => !columns.All(slice.Columns.Contains)).Count() + 1;
        var alarms = report.Findings.Where(finding => finding.Severity > Severity.Info).ToList();

        // What the planted slice has by itself, for whoever knows it.
        var own = BinomialTail(wrongWithin, within.Count(inside => inside), details.Overall);

        // Rows err equally often: every interval must hold the one rate.
        var covers = kind != "equal" || details.Slices.All(slice => slice.Low <= Base && Base <= slice.High);
        return
        [
            Rates.Text(report.Checks.First(check => check.Id == "FL301").Status == CheckStatus.Found),
            Rates.Text(rank > details.Slices.Count ? 99 : rank),
            Rates.Text(kind is "own" or "overlap" || details.Slices.Count(slice => slice.P < own && !columns.All(slice.Columns.Contains)) < 3),
            Rates.Text(alarms.Exists(finding => columns.All(finding.Columns.Contains))),
            Rates.Text(alarms.Count),
            Rates.Text(covers),
            Rates.Short(details.Slices.Select(slice => slice.Low).FirstOrDefault()),
            Rates.Short(details.Slices.Select(slice => slice.High).FirstOrDefault()),
            string.Join(" / ", columns) + " ~ " + string.Join(" / ", details.Slices.Take(3).Select(slice => $"{slice.Where} n{slice.Rows} {slice.Value:0.###} vs {slice.Expected:0.###} q{slice.Q:G2} {(slice.Beyond ? "b" : "r")}")),
        ];
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("5,000 rows, 12 mixed columns, 3 % of the rows in the slice: a level of a category or boolean and a range of a number or date, or two ranges (`ends`: the lowest numbers of a level); rows in it err twice as often as the others (three times where it says so), who err in 15 %. Among the first three: a slice of both columns. Detectable: fewer than three slices of other columns are clearer by chance alone than the planted slice is to whoever knows it.\n\n");
        text.Append("| what errs | found above info | slice among the first three | detectable | slice found above info | every interval holds the rate |\n|---|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal))
        {
            var cases = group.ToList();
            var planted = group.Key != "equal";
            text.Append($"| {group.Key} | {Rates.Share(cases, row => row.Is("found"))} | {(planted ? Rates.Share(cases, row => row.Number("rank") <= 3) : "–")} | {(planted && group.Key is not ("own" or "overlap") ? Rates.Share(cases, row => row.Is("detectable")) : "–")} | {(planted ? Rates.Share(cases, row => row.Is("named")) : "–")} | {(planted ? "–" : Rates.Share(cases, row => row.Is("covers")))} |\n");
        }
    }

    // P(at least so many).
    static double BinomialTail(int least, int rows, double chance)
    {
        var term = rows * Math.Log(1 - chance);
        var tail = 0.0;
        for (var k = 0; k <= rows; k++)
        {
            tail += k >= least ? Math.Exp(term) : 0;
            term += Math.Log((rows - k) / (k + 1.0)) + Math.Log(chance / (1 - chance));
        }

        return tail;
    }

    // Runs of two numbers or dates that leave 3 %: the one 8 to 40 % of the rows, at an end of its values in one of two draws.
    static (string[] Columns, bool[] Within) Ranges(SyntheticTable table, SeededRandom random)
    {
        const double Share = 0.03;
        Column[] numbers = [.. table.Features.Where(column => column is NumberColumn or TimeColumn)];
        bool[] Run(Column column, double share)
        {
            double Value(int row) => column is NumberColumn values ? values.Values[row] : ((TimeColumn)column).Values[row];
            double[] sorted = [.. Enumerable.Range(0, Rows).Select(Value).Order()];
            var count = (int)(share * Rows);
            var from = random.NextInt(2) == 0 ? random.NextInt(2) * (Rows - count) : random.NextInt(Rows - count);
            return [.. Enumerable.Range(0, Rows).Select(row => Value(row) >= sorted[from] && Value(row) <= sorted[from + count - 1])];
        }

        while (true)
        {
            var (left, right) = (random.NextInt(numbers.Length), random.NextInt(numbers.Length));
            if (left != right)
            {
                var share = 0.08 + (0.32 * random.NextDouble());
                var (one, two) = (Run(numbers[left], share), Run(numbers[right], Share / share));
                bool[] within = [.. one.Zip(two, (a, b) => a && b)];
                if (within.Count(inside => inside) is var count && count >= 0.85 * Share * Rows && count <= 1.2 * Share * Rows)
                {
                    return ([numbers[left].Name, numbers[right].Name], within);
                }
            }
        }
    }

    // A level of 8 to 60 % of the rows, and the window of a number that leaves 3 %.
    static (string[] Columns, bool[] Within) Slice(SyntheticTable table, SeededRandom random, bool isEnd)
    {
        const double Share = 0.03;
        TextColumn[] texts = [.. table.Features.OfType<TextColumn>()];
        Column[] numbers = [.. table.Features.Where(column => column is NumberColumn or TimeColumn)];
        while (true)
        {
            var text = texts[random.NextInt(texts.Length)];
            var number = numbers[random.NextInt(numbers.Length)];
            var counts = text.Counts();
            var level = random.NextInt(counts.Length);
            if (counts[level] < 0.08 * Rows || counts[level] > 0.6 * Rows)
            {
                continue;
            }

            double Value(int row) => number is NumberColumn values ? values.Values[row] : ((TimeColumn)number).Values[row];
            var members = Enumerable.Range(0, Rows).Where(row => text.Codes[row] == level).OrderBy(Value).ToArray();
            var count = (int)(Share * Rows);
            var from = isEnd ? 0 : random.NextInt(members.Length - count + 1);
            var (low, high) = (Value(members[from]), Value(members[from + count - 1]));
            bool[] within = [.. Enumerable.Range(0, Rows).Select(row => text.Codes[row] == level && Value(row) >= low && Value(row) <= high)];
            if (within.Count(inside => inside) <= 1.2 * count)
            {
                return ([text.Name, number.Name], within);
            }
        }
    }
}
