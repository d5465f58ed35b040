namespace Faultline.Tests;

public sealed class TargetLeakageTests
{
    const int Rows = 1000;
    const long Day = 86_400_000_000;
    const long Minute = 60_000_000;

    [Theory]
    [InlineData("alive", 1000, Severity.High)]
    [InlineData("copy", 1000, Severity.High)]
    [InlineData("nearly", 996, Severity.High)]
    public void The_label_in_other_words_is_high(string kind, int right, Severity severity)
    {
        var report = Run(Texts("leak", row => (kind == "nearly" && row % 250 == 3 ? !Label(row) : Label(row)) ? kind == "copy" ? "b" : "yes" : kind == "copy" ? "a" : "no"));
        var finding = Assert.Single(Open(report));
        Assert.Equal(severity, finding.Severity);
        Assert.Equal(["leak", "y"], finding.Columns);
        Assert.Contains(FormattableString.Invariant($"({right:N0} of 1,000 rows)"), finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_predicts_alone_is_high_where_no_other_comes_near()
    {
        var finding = Assert.Single(Open(Run(Numbers("after", row => (Label(row) ? 8 : 0) + Noise(row, 3)))));
        Assert.Equal(Severity.High, finding.Severity);
        Assert.StartsWith("after gives the label away", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_below_one_is_not_written_as_one()
    {
        // Two rows of each class lie among the other: the order alone gives at least 1 - 2/500 and less than 1.
        var finding = Assert.Single(Open(Run(Numbers("after", row => (Label(row) ? 8 : 0) + (0.001 * row) + (row is 500 or 501 ? Label(row) ? -5 : 5 : 0)))));
        Assert.InRange(finding.Measure.Value, 0.99, 0.9999999);
        Assert.DoesNotContain("AUC 1 ", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void What_many_columns_tell_as_well_is_info()
    {
        var report = Run(Numbers("petal", row => (Label(row) ? 8 : 0) + Noise(row, 3)), Numbers("sepal", row => (Label(row) ? 8 : 0) + Noise(row, 4)));
        Assert.Empty(Open(report));
        Assert.Equal(2, report.Findings.Count(finding => finding.Columns.Contains("petal") || finding.Columns.Contains("sepal")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cells_that_are_there_for_one_class_only_are_found(bool missing)
    {
        bool Here(int row) => Label(row) && row % 3 == 0;
        var report = Run(Numbers("gap", row => Here(row) == missing ? double.NaN : Noise(row, 5)));
        var finding = Assert.Single(Open(report));
        Assert.Contains($"gap is {(missing ? "missing" : "filled")} for 'b' alone", finding.Title, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, Rows).Count(Here), finding.Rows.Count);
    }

    [Fact]
    public void Cells_missing_at_random_tell_nothing() =>
        Assert.Empty(Open(Run(Numbers("gap", row => Noise(row, 6) > 0.7 ? double.NaN : Noise(row, 5)))));

    [Theory]
    [InlineData("ranges")]
    [InlineData("digit")]
    [InlineData("code")]
    public void Keys_that_carry_the_label_are_found_though_no_feature(string kind)
    {
        int[] order = Shuffled();
        Column key = kind switch
        {
            "ranges" => Numbers("key", row => (Label(row) ? 50_000 : 0) + order[row]),
            "digit" => Numbers("key", row => (2 * order[row]) + (Label(row) ? 1 : 0)),
            _ => Texts("key", row => FormattableString.Invariant($"{(Label(row) ? "QA" : "QB")}{order[row]:D6}")),
        };
        var finding = Assert.Single(Open(Run(new RoleRequest { Label = "y", Id = "key" }, key)));
        Assert.Equal(Severity.Low, finding.Severity);
        Assert.Contains("a key, carries the label", finding.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Keys_that_know_nothing_are_left_alone(int seed)
    {
        int[] order = Shuffled(seed);
        Assert.Empty(Open(Run(new RoleRequest { Label = "y", Id = "key" }, Texts("key", row => FormattableString.Invariant($"Q{order[row]:D6}")))));
        Assert.Empty(Open(Run(new RoleRequest { Label = "y", Id = "key" }, Numbers("key", row => order[row]))));
    }

    [Fact]
    public void The_moment_of_each_class_is_found()
    {
        var months = new TimeColumn("made", [.. Enumerable.Range(0, Rows).Select(row => (18_000 + (Label(row) ? 500 : 0) + (row % 300)) * Day)]);
        Assert.Contains("made", Assert.Single(Open(Run(months))).Title, StringComparison.Ordinal);
        var midnight = new TimeColumn("made", [.. Enumerable.Range(0, Rows).Select(row => ((18_000 + (row % 300)) * Day) + (Label(row) ? ((row % 1439) + 1) * Minute : 0))]);
        Assert.StartsWith("The hour of made", Assert.Single(Open(Run(midnight))).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_old_rows_and_moments_after_the_row_are_found_where_the_user_names_the_time()
    {
        var moment = new TimeColumn("moment", [.. Enumerable.Range(0, Rows).Select(row => (18_000 + row) * Day)]);
        var old = Numbers("old", row => row < 700 ? Noise(row, 7) : double.NaN);
        var closed = new TimeColumn("closed", [.. Enumerable.Range(0, Rows).Select(row => (18_001 + row + (row * 7919 % 50)) * Day)]);
        var open = Open(Run(new RoleRequest { Label = "y", Time = "moment" }, moment, old, closed));
        Assert.Equal(["closed", "old"], open.Select(finding => finding.Columns[0]).Order(StringComparer.Ordinal));
        Assert.Equal(300, open.Single(finding => finding.Columns[0] == "old").Rows.Count);
        Assert.Contains("from 2021-03-14 on", open.Single(finding => finding.Columns[0] == "old").Title, StringComparison.Ordinal);
        Assert.Empty(Open(Run(new RoleRequest { Label = "y", Time = "" }, moment, old, closed)));
    }

    [Fact]
    public void A_numeric_label_in_other_units_is_found()
    {
        double[] celsius = [.. Enumerable.Range(0, Rows).Select(row => 20 + (5 * Noise(row, 1)))];
        var table = Table.FromColumns(new NumberColumn("y", celsius), Numbers("fahrenheit", row => 32 + (1.8 * celsius[row])), Numbers("x", row => celsius[row] + (4 * Noise(row, 2))));
        var finding = Assert.Single(Open(Run(table, new RoleRequest { Label = "y" })));
        Assert.Equal("fahrenheit", finding.Columns[0]);
        Assert.Equal(1, finding.Measure.Value, 6);
    }

    [Fact]
    public void Of_one_hundred_tables_of_noise_none_alarms()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = SeededRandom.For(seed, "noise");
            var table = Table.FromColumns(
                TextColumn.From("y", Enumerable.Range(0, 120).Select(_ => random.NextDouble() < 0.3 ? "b" : "a")),
                new NumberColumn("x", [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble() < 0.2 ? double.NaN : random.NextGaussian())]),
                TextColumn.From("c", Enumerable.Range(0, 120).Select(_ => random.NextDouble() < 0.2 ? null : "pqrs"[random.NextInt(4)].ToString())));
            var report = Run(table, new RoleRequest { Label = "y" });
            Assert.Empty(Open(report));
            Assert.Empty(report.Findings);
        }
    }

    [Fact]
    public void Titanics_alive_and_nothing_of_iris_or_adult_is_a_leak()
    {
        string[] lines = SharedData.Lines("tabular", "titanic.csv");
        string[] names = lines[0].Split(',');
        Column[] columns = [.. names.Select((name, i) => TextColumn.From(name.Trim(), lines.Skip(1).Select(line => line.TrimEnd('\r').Split(',')[i] is { Length: > 0 } text ? text : null)))];
        var open = Open(Run(Table.FromColumns(columns), new RoleRequest { Label = "survived" }));
        Assert.Equal(["alive"], open.Select(finding => finding.Columns[0]));
        Assert.Equal(Severity.High, open[0].Severity);

        double[][] iris = [.. SharedData.Lines("tabular", "iris.csv").Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        Column[] flowers = [.. Enumerable.Range(0, 4).Select(j => new NumberColumn("f" + j, [.. iris.Select(row => row[j])])), TextColumn.From("y", iris.Select(row => "k" + row[4]))];
        Assert.Empty(Open(Run(Table.FromColumns(flowers), new RoleRequest { Label = "y" })));

        string[] columnsOfAdult = [.. Enumerable.Range(0, 15).Select(i => "column" + i)];
        var adult = HygieneTable.Read(string.Join('\n', SharedData.Lines("tabular", "adult.data.gz")), "adult", ',', columnsOfAdult);
        Assert.Empty(Open(Run(adult, new RoleRequest { Label = "column14" })));
    }

    [Fact]
    public void Counts_of_equal_scores_give_the_area_and_the_error_of_the_scores_one_by_one()
    {
        // Brute force over all pairs, ties counting half; the error from Auc.Of over the rows one by one.
        double[] positives = [1, 1, 2, 5, 5, 7, 3];
        double[] negatives = [0, 1, 2, 2, 4, 5, 0, 0, 6];
        double area = positives.Sum(p => negatives.Sum(n => p > n ? 1 : p == n ? 0.5 : 0)) / (positives.Length * negatives.Length);
        double[] scores = [7, 6, 5, 4, 3, 2, 1, 0];
        Auc auc = Auc.OfCounts(scores, [.. scores.Select(s => positives.LongCount(p => p == s))], [.. scores.Select(s => negatives.LongCount(n => n == s))]);
        Assert.Equal(area, auc.Value, 12);
        Assert.Equal(Auc.Of(positives, negatives).StandardError, auc.StandardError, 12);
    }

    static bool Label(int row) => Noise(row, 0) > 0.2;

    // Numbers that look random and are the same on every run.
    static double Noise(int row, int stream) => SeededRandom.For(row, "noise" + stream).NextGaussian();

    static int[] Shuffled(int seed = 0)
    {
        int[] order = [.. Enumerable.Range(0, Rows)];
        SeededRandom.For(seed, "order").Shuffle(order.AsSpan());
        return order;
    }

    static NumberColumn Numbers(string name, Func<int, double> value) => new(name, [.. Enumerable.Range(0, Rows).Select(value)]);

    static TextColumn Texts(string name, Func<int, string> text) => TextColumn.From(name, Enumerable.Range(0, Rows).Select(text));

    static AuditReport Run(params Column[] columns) => Run(new RoleRequest { Label = "y" }, columns);

    static AuditReport Run(RoleRequest roles, params Column[] columns) =>
        Run(Table.FromColumns([Texts("y", row => Label(row) ? "b" : "a"), Numbers("x", row => (Label(row) ? 1 : 0) + Noise(row, 1)), .. columns]), roles);

    static AuditReport Run(Table table, RoleRequest roles) =>
        Audit.Run(EvidenceBuilder.Build(new EvidenceRequest { Data = table, Roles = roles }), new AuditOptions { Checks = ["FL108"] }, TestContext.Current.CancellationToken);

    static ReportFinding[] Open(AuditReport report)
    {
        Assert.Contains(report.Checks.Single(check => check.Id == "FL108").Status, new[] { CheckStatus.Found, CheckStatus.Clean });
        return [.. report.Findings.Where(finding => finding.Severity > Severity.Info)];
    }
}
