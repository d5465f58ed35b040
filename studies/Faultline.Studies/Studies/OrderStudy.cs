using System.Text;

namespace Faultline.Studies;

/// <summary>FL105 where the order of the rows matters: drift, a stretch that differs, rows that follow one another alike; and where it does not.</summary>
sealed class OrderStudy : IStudy
{
    public string Name => "order";

    public IReadOnlyList<string> Columns { get; } = ["found", "kind", "statistic", "p"];

    // Case: kind / strength / rows / seed. Drift: standard deviations from first to last row; interval: those by which a fifth of the rows lies off, or the factor on
    // their spread; neighbours: autoregression of order 1. In three of eight normal columns beside two categories.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 100)
        from setting in new[]
        {
            "none/0/200", "none/0/1000", "none/0/5000", "drift/0.5/1000", "drift/1/1000", "drift/1/200", "drift/0.5/5000", "interval/0.5/1000", "interval/1/1000", "interval/1/200",
            "spread/1.5/1000", "spread/2/1000", "neighbours/0.2/1000", "neighbours/0.5/1000", "neighbours/0.5/200", "sorted/0/1000", "groups/0/1000",
        }
        select $"{setting}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var (table, roles) = Draw(name);
        var evidence = new Evidence { Data = table, Roles = roles, Task = TaskKind.Classification };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL105"], Seed = Case.Whole(name, 3) }, cancellation);
        var check = report.Checks.First(one => one.Id == "FL105");
        var details = (OrderDependenceDetails?)check.Details;
        return
        [
            Rates.Text(check.Status == CheckStatus.Found),
            string.Join(',', report.Findings.Select(finding => finding.Title.Split(' ')[0] == "All" ? "sorted" : details!.Columns.Count > 0 ? details.Columns[0].Kind : "other")),
            Rates.Short(details?.Statistic ?? double.NaN),
            Rates.Short(details?.P ?? double.NaN),
        ];
    }

    /// <summary>The table of a case.</summary>
    public static (Table Data, Roles Roles) Draw(string name)
    {
        var (kind, strength, rows) = (Case.Part(name, 0), Case.Number(name, 1), Case.Whole(name, 2));
        var random = SeededRandom.For(Case.Whole(name, 3), $"order/{kind}/{strength}/{rows}");
        var columns = new List<Column>();
        var person = new double[8, (rows / 5) + 1];
        for (var j = 0; j < 8; j++)
        {
            var values = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                var z = random.NextGaussian();
                var moved = j < 3;
                if (kind == "groups" && row % 5 == 0)
                {
                    person[j, row / 5] = random.NextGaussian();
                }

                var stretch = row >= 0.4 * rows && row < 0.6 * rows;
                values[row] = !moved ? z : kind switch
                {
                    "drift" => z + (strength * row / rows),
                    "interval" => z + (stretch ? strength : 0),
                    "spread" => z * (stretch ? strength : 1),
                    "neighbours" => row == 0 ? z : (strength * values[row - 1]) + (Math.Sqrt(1 - (strength * strength)) * z),
                    "groups" => person[j, row / 5] + (0.7 * z),
                    _ => z,
                };
            }

            columns.Add(new NumberColumn($"x{j}", values));
        }

        var labels = Enumerable.Range(0, rows).Select(row => ((NumberColumn)columns[4]).Values[row] + random.NextGaussian() > 0 ? "yes" : "no").ToArray();
        columns.Add(TextColumn.From("c0", Enumerable.Range(0, rows).Select(_ => "level " + random.NextInt(4))));
        columns.Add(TextColumn.From("c1", Enumerable.Range(0, rows).Select(_ => "kind " + random.NextInt(9))));
        var features = columns.Select(column => column.Name).ToArray();
        if (kind == "groups")
        {
            columns.Add(TextColumn.From("who", Enumerable.Range(0, rows).Select(row => "person " + (row / 5))));
        }

        columns.Add(TextColumn.From("y", labels));
        var table = Table.FromColumns(kind, columns);
        return (kind == "sorted" ? table.Take([.. Enumerable.Range(0, rows).OrderBy(row => labels[row], StringComparer.Ordinal)]) : table, new Roles { Label = "y", Features = features });
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Three of eight normal columns depend on their place: they drift by so many standard deviations from the first row to the last, lie off (or spread wider) in a fifth of the rows, follow an autoregression of order 1, or come in groups of five rows of one person. `none`: independent rows; `sorted`: independent rows sorted by the label.\n\n");
        text.Append("| kind | strength | rows | found | p ≤ 0.05 (neighbours alone) |\n|---|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => (Kind: Case.Part(row.Case, 0), Strength: Case.Number(row.Case, 1), Rows: Case.Whole(row.Case, 2))))
        {
            var cases = group.ToList();
            text.Append($"| {group.Key.Kind} | {Rates.Short(group.Key.Strength)} | {group.Key.Rows:N0} | {Rates.Share(cases, row => row.Is("found"))} | {Rates.Share(cases, row => row.Number("p") <= 0.05)} |\n");
        }
    }
}
