namespace Faultline.Tests;

public sealed class UnequalErrorRatesTests
{
    [Fact]
    public void Rates_equal_counting_by_hand()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Evidence evidence = Draw(600, seed, missed: 0.3);
            ClassPredictions classes = evidence.Classes!;
            foreach (ErrorRateGap gap in Details(Run(evidence)).Gaps)
            {
                long hits = 0, rows = 0, otherHits = 0, otherRows = 0;
                for (int row = 0; row < classes.RowCount; row++)
                {
                    bool own = gap.By.All(column => gap.Group.Contains($"{column} = '{evidence.Data[column].Text(row)}'", StringComparison.Ordinal));
                    bool positive = classes.Labels[row] == 1;
                    bool selected = classes.Row(row)[1] > 0.5;
                    (bool about, bool hit) = gap.Measure switch
                    {
                        "accuracy" => (true, positive == selected),
                        "selection rate" => (true, selected),
                        "true positive rate" => (positive, selected),
                        "false positive rate" => (!positive, selected),
                        _ => (selected, positive),
                    };
                    rows += own && about ? 1 : 0;
                    hits += own && about && hit ? 1 : 0;
                    otherRows += !own && about ? 1 : 0;
                    otherHits += !own && about && hit ? 1 : 0;
                }

                Assert.Equal(rows, gap.Rows);
                Assert.Equal(hits / (double)rows, gap.Value, 1e-12);
                Assert.Equal(otherHits / (double)otherRows, gap.Others, 1e-12);
                Assert.Equal(gap.Value - gap.Others, gap.Gap, 1e-12);
            }
        }
    }

    // Newcombe (1998), table II, method 10: 56/70 against 48/80 gives 0.0524 … 0.3339; 9/10 against 3/10 gives 0.1705 … 0.8090; 10/10 against 0/20 gives 0.6791 … 1.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    public void Interval_is_Newcombes(int hits, int trials, int otherHits, int otherTrials, double low, double high)
    {
        Interval interval = ShareGap.OfShares(hits, trials, otherHits, otherTrials).Interval;
        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    // scipy.stats.ttest_ind([1, 2, 4, 7], [3, 5, 6, 9, 12], equal_var=False): t = −1.6977, p = 0.133414; 95 % −8.375938 … 1.375938.
    [Fact]
    public void Means_are_compared_as_Welch_does()
    {
        ShareGap gap = ShareGap.OfMeans(Sum(1, 2, 4, 7), Sum(3, 5, 6, 9, 12));
        Assert.Equal(-3.5, gap.Value, 1e-12);
        Assert.Equal(WelchP, gap.P, 1e-5);
        Assert.Equal(WelchLow, gap.Interval.Low, 1e-4);
        Assert.Equal(-7 - WelchLow, gap.Interval.High, 1e-4);
    }

    static GroupSum Sum(params double[] values) => values.Aggregate(default(GroupSum), (sum, value) => sum.With(value));

    const double WelchP = 0.133414;
    const double WelchLow = -8.375938;

    [Fact]
    public void Intervals_cover_the_true_gap_in_95_of_100_draws()
    {
        Dictionary<string, int> held = [];
        for (int seed = 0; seed < 1000; seed++)
        {
            foreach (ErrorRateGap gap in Details(Run(Draw(800, seed, missed: 0.3, columns: 1))).Gaps.Where(gap => gap.Group.Contains("'f'", StringComparison.Ordinal)))
            {
                // Positive labels of f are missed by 0.3, of m by 0.1; one negative label in ten is selected; half of all labels are positive.
                (double f, double m) = gap.Measure switch
                {
                    "accuracy" => (0.8, 0.9),
                    "selection rate" => (0.4, 0.5),
                    "true positive rate" => (0.7, 0.9),
                    "false positive rate" => (0.1, 0.1),
                    _ => (0.7 / 0.8, 0.9),
                };
                held[gap.Measure] = held.GetValueOrDefault(gap.Measure) + (gap.Low <= f - m && gap.High >= f - m ? 1 : 0);
            }
        }

        Assert.Equal(5, held.Count);
        Assert.All(held, measure => Assert.InRange(measure.Value, 930, 970));
    }

    [Fact]
    public void A_group_whose_positives_are_missed_is_named()
    {
        AuditReport report = Run(Draw(4000, 1, missed: 0.4));
        ReportFinding finding = Assert.Single(report.Findings, found => found.Severity > Severity.Info);
        Assert.Equal(["sex"], finding.Columns);
        Assert.StartsWith("Rows of 'yes' are recognised in ", finding.Title, StringComparison.Ordinal);
        Assert.Contains("sex = 'f'", finding.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.High, finding.Severity);
        Assert.True(finding.Measure.Low < -0.3 && finding.Measure.High > -0.3);
    }

    [Fact]
    public void A_combination_is_told_where_neither_column_shows_it()
    {
        SeededRandom random = new(7);
        Evidence evidence = Draw(6000, 2, missed: 0.1);
        int[] wrong = [.. Enumerable.Range(0, 6000).Where(row => evidence.Data["sex"].Text(row) == "f" && evidence.Data["town"].Text(row) == "t1" && random.NextDouble() < 0.4)];
        ClassPredictions classes = evidence.Classes!;
        foreach (int row in wrong)
        {
            int label = classes.Labels[row];
            (classes.Probabilities[(2 * row) + label], classes.Probabilities[(2 * row) + 1 - label]) = (0.2, 0.8);
        }

        AuditReport report = Run(evidence);
        Assert.Contains(report.Findings, finding => finding.Columns.SequenceEqual(["sex", "town"]) && finding.Title.Contains("sex = 'f' and town = 't1'", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_groups_are_left_alone()
    {
        int found = Enumerable.Range(0, 100).Count(seed => Check(Run(Draw(1000, seed, missed: 0.1))).Status == CheckStatus.Found);
        Assert.True(found <= 3, $"found {found} of 100");
    }

    // True positive rate 0.8 and false positive rate 0.15 in both groups; half of the one and a fifth of the other are positive, so that precision and selection differ.
    [Fact]
    public void Equal_errors_under_unequal_base_rates_are_information()
    {
        const int Rows = 4000;
        int found = 0;
        int told = 0;
        int clear = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            SeededRandom random = SeededRandom.For(seed, "base rates");
            Evidence drawn = Draw(Rows, seed, missed: 0.1, columns: 1);
            ClassPredictions classes = drawn.Classes!;
            for (int row = 0; row < Rows; row++)
            {
                classes.Labels[row] = random.NextDouble() < (drawn.Data["sex"].Text(row) == "f" ? 0.5 : 0.2) ? 1 : 0;
                bool selected = random.NextDouble() < (classes.Labels[row] == 1 ? 0.8 : 0.15);
                (classes.Probabilities[2 * row], classes.Probabilities[(2 * row) + 1]) = selected ? (0.2, 0.8) : (0.8, 0.2);
            }

            AuditReport report = Run(drawn);
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
            clear += Check(report).P < 0.05 ? 1 : 0;
            told += report.Findings.Count(finding => finding.Severity == Severity.Info);
        }

        Assert.True(found <= 2, $"found {found} of 40");
        Assert.Equal(40, told);

        // What is only worth knowing does not make the check's own p small: below 0.05 in 2 of 40 by chance, in 7 or more hardly ever.
        Assert.InRange(clear, 0, 6);
    }

    [Fact]
    public void Small_groups_are_unmeasured_and_said()
    {
        Evidence evidence = Draw(400, 3, missed: 0.1, columns: 1, rare: 20);
        UnequalErrorRatesDetails details = Details(Run(evidence));
        ErrorRateGroup small = Assert.Single(details.Groups, group => !group.Measured);
        Assert.Equal(("sex = 'x'", 20L), (small.Where, small.Rows));
        Assert.Null(small.Value);
        Assert.DoesNotContain(details.Gaps, gap => gap.Group == "sex = 'x'");
    }

    // A third of the rows has the class in 20 %, the others in 60; positive labels of the former are missed in 40 % instead of 10. Selected: 0.2 · 0.6 + 0.8 · 0.1 = 0.2 against
    // 0.6 · 0.9 + 0.4 · 0.1 = 0.58; right: 0.84 against 0.9; recognised 0.6 against 0.9.
    [Fact]
    public void The_widest_gap_leads_and_errors_say_how_bad_it_is()
    {
        const int Rows = 6000;
        SeededRandom random = new(11);
        Evidence drawn = Draw(Rows, 5, missed: 0.1, columns: 1);
        ClassPredictions classes = drawn.Classes!;
        for (int row = 0; row < Rows; row++)
        {
            bool inside = drawn.Data["sex"].Text(row) == "f";
            classes.Labels[row] = random.NextDouble() < (inside ? 0.2 : 0.6) ? 1 : 0;
            bool selected = random.NextDouble() < (classes.Labels[row] == 0 ? 0.1 : inside ? 0.6 : 0.9);
            (classes.Probabilities[2 * row], classes.Probabilities[(2 * row) + 1]) = selected ? (0.2, 0.8) : (0.8, 0.2);
        }

        AuditReport report = Run(drawn);
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.StartsWith("'yes' is predicted in ", finding.Title, StringComparison.Ordinal);
        Assert.Equal(("gap in selection rate", "difference of shares"), (finding.Measure.Name, finding.Measure.Unit));
        Assert.Equal(0.38, Math.Abs(finding.Measure.Value), 0.05);
        Assert.Equal(Severity.High, finding.Severity);
        Assert.Contains("the true positive rate of 'yes' is ", finding.Cause, StringComparison.Ordinal);
        TableFigure table = finding.Figures.OfType<TableFigure>().Single();
        Assert.Equal(["label is 'yes'", "accuracy", "selection rate", "true positive rate", "false positive rate", "precision"], table.Columns.Select(column => column.Name));
        foreach (FigureRow told in table.Rows)
        {
            int[] own = [.. Enumerable.Range(0, Rows).Where(row => told.Label == $"sex = '{drawn.Data["sex"].Text(row)}'")];
            int[] positive = [.. own.Where(row => classes.Labels[row] == 1)];
            Assert.Equal(own.Length, told.Cells[0].Rows);
            Assert.Equal(positive.Length / (double)own.Length, told.Cells[0].Value!.Value, 1e-12);
            Assert.Equal(positive.Length, told.Cells[3].Rows);
            double share = positive.Count(row => classes.Row(row)[1] > 0.5) / (double)positive.Length;
            Assert.Equal(share, told.Cells[3].Value!.Value, 1e-12);

            // Wilson's ends are where the score test is at 1.96.
            Assert.All(new[] { told.Cells[3].Low!.Value, told.Cells[3].High!.Value }, end => Assert.Equal(1.959964, Math.Abs(share - end) / Math.Sqrt(end * (1 - end) / positive.Length), 1e-4));
        }
    }

    [Fact]
    public void Of_a_column_with_many_values_the_largest_groups_are_measured_and_that_is_said()
    {
        // Towns 0 to 299 have 60 rows each, but for every third, which has 100 more.
        int[] town = [.. Enumerable.Range(0, 300).SelectMany(town => Enumerable.Repeat(town, town % 3 == 0 ? 160 : 60))];
        SeededRandom random = new(12);
        int[] labels = [.. town.Select(_ => random.NextInt(2))];
        Evidence evidence = new()
        {
            Data = Table.FromColumns("t", [TextColumn.From("town", town.Select(number => $"t{number}")), TextColumn.From("side", labels.Select((_, row) => row % 2 == 0 ? "l" : "r")), new TextColumn("y", labels, ["no", "yes"])]),
            Roles = new Roles { Label = "y", Groups = ["town", "side"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["no", "yes"], labels, [.. labels.SelectMany(label => label == 1 ? new[] { 0.2, 0.8 } : [0.8, 0.2])], IsOutOfFold: false),
        };
        AuditReport report = Run(evidence);
        string[] measured = [.. Details(report).Groups.Where(group => group is { Measured: true, By: ["town"] }).Select(group => group.Where)];
        Assert.Equal(GroupPartition.MostGroups, measured.Length);
        Assert.All(Enumerable.Range(0, 100), third => Assert.Contains($"town = 't{3 * third}'", measured));
        Assert.Contains(Details(report).Groups, group => group is { Where: "town: all others", Measured: false, Rows: 100 * 60 });
        Assert.Contains("the 200 largest groups of town", Assert.Single(report.Plan.Limits, text => text.StartsWith("FL303", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Half of a third town's 160 rows lie on either side: 100 towns of at least 50 rows a side.
        Assert.All(Details(report).Gaps.Where(gap => gap.By.Count == 2), gap => Assert.Equal(80, gap.Measure == "accuracy" ? gap.Rows : 80));
    }

    [Fact]
    public void Many_group_columns_make_a_hundred_sets_and_that_is_said()
    {
        Evidence drawn = Draw(600, 9, missed: 0.1);
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"g{i:00}")];
        Evidence evidence = drawn with
        {
            Data = Table.FromColumns("t", [.. names.Select((name, i) => TextColumn.From(name, Enumerable.Range(0, 600).Select(row => ((row >> (i % 9)) & 1) == 0 ? "a" : "b"))), drawn.Data["y"]]),
            Roles = drawn.Roles with { Features = names, Groups = names },
        };
        AuditReport report = Run(evidence);
        string[][] sets = [.. Details(report).Groups.Select(group => group.By.ToArray()).DistinctBy(by => string.Join(',', by))];
        Assert.Equal((12, 66, 22), (sets.Count(set => set.Length == 1), sets.Count(set => set.Length == 2), sets.Count(set => set.Length == 3)));
        Assert.Contains("groups of 100 of 298 sets", Assert.Single(report.Plan.Limits, text => text.StartsWith("FL303", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_groups_the_flag_that_brings_them_is_named()
    {
        Evidence evidence = Draw(400, 3, missed: 0.1);
        CheckReport check = Check(Run(evidence with { Roles = evidence.Roles with { Groups = [] } }));
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("--group", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_compared_by_error_and_bias()
    {
        const int Rows = 2000;
        SeededRandom random = new(8);
        TextColumn group = TextColumn.From("g", Enumerable.Range(0, Rows).Select(row => row % 4 == 0 ? "a" : "b"));
        double[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        double[] values = [.. labels.Select((label, row) => label + (row % 4 == 0 ? 0.5 : 0) + random.NextGaussian())];
        Evidence evidence = new()
        {
            Data = Table.FromColumns(group, new NumberColumn("y", labels)),
            Roles = new Roles { Label = "y", Groups = ["g"] },
            Task = TaskKind.Regression,
            Values = new ValuePredictions(labels, values, IsOutOfFold: false),
        };
        AuditReport report = Run(evidence);
        foreach (ErrorRateGap gap in Details(report).Gaps)
        {
            double Mean(bool own) => Enumerable.Range(0, Rows).Where(row => gap.Group == $"g = '{group.Text(row)}'" == own).Average(row => gap.Measure == "bias" ? values[row] - labels[row] : Math.Abs(values[row] - labels[row]));
            Assert.Equal((Mean(own: true), Mean(own: false)), (gap.Value, gap.Others), Close);
        }

        ErrorRateGap bias = Details(report).Gaps.First(gap => gap.Measure == "bias" && gap.Group == "g = 'a'");
        Assert.True(bias.Low < 0.5 && bias.High > 0.5);
        Assert.All(report.Findings, finding => Assert.DoesNotContain("base rate", finding.Cause + finding.Repair, StringComparison.Ordinal));
        Assert.Equal(CheckStatus.Found, Check(report).Status);
    }

    static Evidence Draw(int rows, int seed, double missed, int columns = 2, int rare = 0)
    {
        SeededRandom random = SeededRandom.For(seed, "groups");
        string[] sex = [.. Enumerable.Range(0, rows).Select(row => row < rare ? "x" : random.NextInt(3) == 0 ? "f" : "m")];
        string[] town = [.. Enumerable.Range(0, rows).Select(_ => "t" + random.NextInt(3))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(2))];
        double[] probabilities = new double[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            bool wrong = random.NextDouble() < (labels[row] == 1 && sex[row] == "f" ? missed : 0.1);
            int predicted = wrong ? 1 - labels[row] : labels[row];
            (probabilities[(2 * row) + predicted], probabilities[(2 * row) + 1 - predicted]) = (0.8, 0.2);
        }

        return new Evidence
        {
            Data = Table.FromColumns("t", [TextColumn.From("sex", sex), TextColumn.From("town", town), new TextColumn("y", labels, ["no", "yes"])]),
            Roles = new Roles { Label = "y", Features = ["sex", "town"], Groups = columns == 1 ? ["sex"] : ["sex", "town"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
        };
    }

    static bool Close((double, double) left, (double, double) right) => Math.Abs(left.Item1 - right.Item1) < 1e-12 && Math.Abs(left.Item2 - right.Item2) < 1e-12;

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL303");

    static UnequalErrorRatesDetails Details(AuditReport report) => Assert.IsType<UnequalErrorRatesDetails>(Check(report).Details);

    static AuditReport Run(Evidence evidence) => Audit.Run(evidence, new AuditOptions { Checks = ["FL303"] }, TestContext.Current.CancellationToken);
}
