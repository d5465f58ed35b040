using MathNet.Numerics.Distributions;

namespace Faultline.Tests;

public sealed partial class ValueErrorsTests
{
    [Theory]
    [InlineData(58.9, "lognormal", "far outside all other values")]
    [InlineData(-45, "lognormal", "far outside all other values")]
    [InlineData(31.8, "normal", "far outside all other values")]
    [InlineData(-31.8, "normal", "far outside all other values")]
    public void A_value_beyond_the_columns_own_tail_is_found(double value, string kind, string told)
    {
        var values = Enumerable.Range(0, 3000).Select(row => row == 17 ? value : kind == "lognormal" ? Math.Exp(1 + (0.3 * Normal(row))) : 5 + Normal(row)).ToArray();
        var report = Run(Table.FromColumns(new NumberColumn("x", values)));
        Assert.Equal(17, Assert.Single(Cells(report)).Row);
        Assert.Contains(told, Assert.Single(Open(report)).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2500, 300, Severity.Medium)]
    [InlineData(80, 30_000, Severity.Low)]
    public void Far_values_weigh_as_much_as_they_move_the_mean(double value, int rows, Severity severity)
    {
        // By 2.7 and by 0.0004 standard deviations.
        var report = Run(Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(row => row == 17 ? value : 40 + (3 * Normal(row)))])));
        Assert.Equal(severity, Assert.Single(Open(report)).Severity);
        Assert.Null(Assert.Single(Cells(report)).Suggestion);
    }

    [Fact]
    public void Two_years_of_one_site_are_swapped_and_it_is_said_in_words()
    {
        // Six sites of ten varieties in two years: the first year is 8 higher everywhere, but in one site the years are exchanged. Exchanged back, nothing is said.
        foreach (bool swapped in new[] { true, false })
        {
            var report = Run(Sites(swapped ? 4 : -1, effect: -10, scatter: 1.5));
            if (!swapped)
            {
                Assert.Empty(Open(report));
                continue;
            }

            var finding = Assert.Single(Open(report));
            Assert.StartsWith("site 4 is the only one of 6 sites where yield is higher in 1932 than in 1931 (by ", finding.Title, StringComparison.Ordinal);
            Assert.EndsWith("its two years are probably swapped", finding.Title, StringComparison.Ordinal);
            Assert.Equal(20, finding.Rows.Count);
            Assert.All(Cells(report), cell => Assert.Equal(("year", Year(report, cell.Row) == "1931" ? "1932" : "1931"), (cell.Column, cell.Suggestion)));
        }

        string Year(AuditReport report, int row) => row % 2 == 0 ? "1931" : "1932";
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(-8, 8)]
    [InlineData(-2, 2)]
    public void Sites_that_merely_differ_are_not_swapped(double effect, double scatter)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.Empty(Open(Run(Sites(-1, effect, scatter, seed))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Exchanged_columns_come_with_both_values(int count)
    {
        var random = new SeededRandom(5);
        double[] low = [.. Enumerable.Range(0, 800).Select(_ => Math.Round(5 + (8 * random.NextGaussian()), 1))];
        double[] high = [.. low.Select(value => Math.Round(value + 9 + (1.5 * random.NextGaussian()), 1))];
        int[] rows = random.Sample(800, count);
        foreach (int row in rows)
        {
            (low[row], high[row]) = (high[row], low[row]);
        }

        var report = Run(Table.FromColumns(new NumberColumn("low", low), new NumberColumn("high", high)));
        Assert.Contains("low and high are exchanged", Assert.Single(Open(report)).Title, StringComparison.Ordinal);
        Assert.Equal(rows, Cells(report).Select(cell => cell.Row).Distinct().Order());
        Assert.All(Cells(report), cell => Assert.Equal(NumberColumn.Write(cell.Column == "low" ? high[cell.Row] : low[cell.Row]), cell.Suggestion));
    }

    [Theory]
    [InlineData(18, 79, 999)]
    [InlineData(18, 79, -50)]
    [InlineData(0, 100, 250)]
    [InlineData(1950, 2020, 21019)]
    [InlineData(0, 23, -50)]
    [InlineData(1, 5, 77)]
    public void A_number_beyond_a_scale_that_ends_is_impossible(int low, int high, int wrong)
    {
        var random = SeededRandom.For(high, "scale");
        double[] values = [.. Enumerable.Range(0, 3_000).Select(_ => (double)(low + random.NextInt(high - low + 1)))];
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("x", values)))));
        values[1_234] = wrong;
        Assert.Equal([1_234], Cells(Run(Table.FromColumns(new NumberColumn("x", values)))).Where(cell => cell.Flagged).Select(cell => cell.Row));
    }

    [Fact]
    public void Lost_signs_of_frosty_nights_are_told_and_nothing_is_exchanged()
    {
        var random = SeededRandom.For(9, "frost");
        double[] day = [.. Enumerable.Range(0, 2_500).Select(_ => (double)(1 + random.NextInt(365)))];
        double[] mean = [.. day.Select(at => Math.Round(5 - (12 * Math.Cos(2 * Math.PI * at / 365)) + (3 * random.NextGaussian()), 1))];
        double[] low = [.. mean.Select(value => Math.Round(value - 6 + random.NextGaussian(), 1))], high = [.. mean.Select(value => Math.Round(value + 6 + random.NextGaussian(), 1))];
        int[] frosty = [.. Enumerable.Range(0, 2_500).Where(row => low[row] < -8)];
        int[] rows = [.. random.Sample(frosty.Length, 20).Select(place => frosty[place])];
        double[] given = [.. low.Select((value, row) => rows.Contains(row) ? -value : value)];
        var report = Run(Table.FromColumns(new NumberColumn("day", day), new NumberColumn("low", given), new NumberColumn("high", high), new NumberColumn("mean", mean)));
        Assert.Equal(rows.Order(), Cells(report).Where(cell => cell.Flagged).Select(cell => cell.Row).Order());
        Assert.All(Cells(report).Where(cell => cell.Flagged), cell => Assert.Equal(NumberColumn.Write(low[cell.Row]), cell.Suggestion));
    }

    [Fact]
    public void A_few_longitudes_without_their_sign_are_no_group()
    {
        var random = SeededRandom.For(10, "longitude");
        double[] values = [.. Enumerable.Range(0, 1_500).Select(row => Math.Round((row is 100 or 700 or 1_300 ? 1 : -1) * (73.98 + (0.03 * random.NextGaussian())), 4))];
        var report = Run(Table.FromColumns(new NumberColumn("x", values)));
        Assert.Equal([100, 700, 1_300], Cells(report).Where(cell => cell.Flagged).Select(cell => cell.Row).Order());
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    public void Counts_have_a_tail_and_no_end(double success)
    {
        // Geometric numbers: each level holds the same share of those above it, and the farthest of 3,000 lie where they will.
        for (int seed = 0; seed < 20; seed++)
        {
            var random = SeededRandom.For(seed, "counts");
            double[] values = [.. Enumerable.Range(0, 3_000).Select(_ => Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(1 - success)))];
            Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("x", values)))));
        }
    }

    [Fact]
    public void Numbers_that_stand_for_missing_are_left_to_the_check_of_cells()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(row => row % 100 == 3 ? 9999 : 9 + Normal(row))];
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("x", values)))));
    }

    [Fact]
    public void Replaced_labels_are_ranked_counted_and_flagged()
    {
        // y = 3x + noise; 40 of 1,500 labels are those of other rows.
        var random = new SeededRandom(12);
        double[] x = [.. Enumerable.Range(0, 1500).Select(_ => random.NextGaussian())];
        double[] y = [.. x.Select(value => (3 * value) + (0.3 * random.NextGaussian()))];
        int[] rows = random.Sample(1500, 40);
        double[] before = [.. y];
        foreach (int row in rows)
        {
            y[row] = before[random.NextInt(1500)];
        }

        var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", y)), label: "y");
        var cells = Cells(report);
        Assert.Equal(1500, cells.Count);
        int[] flagged = [.. cells.Where(cell => cell.Flagged).Select(cell => cell.Row)];
        Assert.InRange(flagged.Intersect(rows).Count(), 25, 40);
        Assert.InRange(flagged.Except(rows).Count(), 0, 3);
        var fit = Assert.Single(Details(report).Fits);
        Assert.InRange(40, fit.EstimatedErrors.Low!.Value, fit.EstimatedErrors.High!.Value);
        Assert.InRange(fit.R2, 0.9, 0.99);

        // The rows that are far off come before all others: their distance is many times the noise.
        int[] gross = [.. rows.Where(row => Math.Abs(y[row] - before[row]) > 3)];
        double worstSound = cells.Where(cell => !rows.Contains(cell.Row)).Min(cell => cell.Score!.Value);
        Assert.All(cells.Where(cell => gross.Contains(cell.Row)), cell => Assert.True(cell.Score < worstSound));
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("student")]
    [InlineData("lognormal")]
    [InlineData("count")]
    public void Noise_is_not_taken_for_errors(string noise)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            var random = new SeededRandom((ulong)seed + 40);
            double[] x = [.. Enumerable.Range(0, 400).Select(_ => random.NextGaussian())];
            double[] y = [.. x.Select(value => noise switch
            {
                "student" => (3 * value) + StudentT.InvCDF(0, 1, 3, (0.999999 * random.NextDouble()) + 5e-7),
                "lognormal" => (3 * value) + Math.Exp(0.8 * random.NextGaussian()),
                "count" => random.NextPoisson(Math.Exp(1 + (0.5 * value))),
                _ => (3 * value) + random.NextGaussian(),
            })];
            var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", y)), label: "y");
            Assert.Empty(Open(report));
            Assert.Equal(0, Assert.Single(Details(report).Fits).EstimatedErrors.Low);
        }
    }

    [Fact]
    public void Columns_that_are_asked_for_are_compared_with_the_others()
    {
        var random = new SeededRandom(3);
        double[] a = [.. Enumerable.Range(0, 700).Select(_ => random.NextGaussian())];
        double[] b = [.. a.Select(value => (2 * value) + (0.1 * random.NextGaussian()))];
        b[33] = -b[33] + 9;
        var table = Table.FromColumns(new NumberColumn("a", a), new NumberColumn("b", b), Mixed("c", 700, row => "pq"[row % 2].ToString()));
        var report = Run(table, set: ["FL102.columns=b"]);
        Assert.Equal((33, "b"), Assert.Single(Cells(report), cell => cell.Flagged) is var cell ? (cell.Row, cell.Column) : default);
        Assert.Equal("b", Assert.Single(Details(report).Fits).Column);
        Assert.Throws<InputException>(() => Run(table, set: ["FL102.columns=c"]));
        Assert.Throws<InputException>(() => Run(table, set: ["FL102.columns=nowhere"]));
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(5)]
    public void The_tail_is_as_heavy_as_the_law_that_it_was_drawn_from(double freedom)
    {
        // Quantiles of Student's t: the fitted share beyond any size is the law's own.
        double[] sizes = [.. Enumerable.Range(0, 5000).Select(i => StudentT.InvCDF(0, 2, freedom, 0.5 + ((i + 0.5) / 10_000)))];
        var fit = HalfStudent.Fit(sizes)!.Value;
        Assert.Equal(freedom, fit.Likely.Freedom);
        Assert.Equal(2, fit.Likely.Scale, 0.05);
        Assert.Equal(2 * StudentT.CDF(0, 2, freedom, -20), fit.Likely.Beyond(20), 0.001);
        Assert.True(fit.Heavy.Freedom <= freedom && fit.Light.Freedom >= freedom);
    }

    [Fact]
    public void Known_tables_say_what_is_known_of_them()
    {
        var diamonds = Run(HygieneTable.Read(string.Join('\n', SharedData.Lines("tabular", "diamonds.csv.gz")), "diamonds", ','));
        Assert.Equal([24_067, 48_410, 49_189], Assert.Single(Open(diamonds)).Rows.Sample.Order());
        Assert.Empty(Open(Run(HygieneTable.Read(string.Join('\n', SharedData.Lines("regression-errors", "AirQualityUCI.csv.gz")), "air", ','))));
    }

    [Fact]
    public void Another_name_of_a_site_or_year_tells_no_second_exchange()
    {
        Table sites = Sites(4, effect: -10, scatter: 1.5);
        var finding = Assert.Single(Open(Run(Table.FromColumns(
        [
            .. sites.Columns,
            Mixed("code", 120, row => $"c{(row / 20 * 5) + 3}"),
            Mixed("season", 120, row => row % 2 == 0 ? "dry" : "wet"),
        ]))));
        Assert.Equal(20, finding.Rows.Count);
        Assert.Contains("code (c23)", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("season (dry, wet)", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read low")]
    [InlineData("half as much again")]
    [InlineData("in pounds")]
    [InlineData("of another row")]
    public void Columns_that_are_apart_for_another_reason_are_not_exchanged(string reason)
    {
        // Gross is weight and two more; in twelve rows the two do not go together, and nothing was exchanged.
        for (int seed = 0; seed < 5; seed++)
        {
            var random = new SeededRandom((ulong)seed + 60);
            double[] weight = [.. Gaussians(random, 1000).Select(value => Math.Round(40 + (10 * value), 1))];
            double[] gross = [.. weight.Select(value => Math.Round(value + 2 + (0.3 * random.NextGaussian()), 1))];
            foreach (int row in random.Sample(999, 12))
            {
                switch (reason)
                {
                    case "read low":
                        gross[row] -= Math.Round(2 + (4 * random.NextDouble()), 1);
                        break;
                    case "half as much again":
                        weight[row] = Math.Round(1.5 * weight[row], 1);
                        break;
                    case "in pounds":
                        weight[row] = Math.Round(weight[row] / 0.45359237, 1);
                        break;
                    default:
                        gross[row] = gross[row + 1];
                        break;
                }
            }

            Assert.DoesNotContain(Open(Run(Table.FromColumns(new NumberColumn("weight", weight), new NumberColumn("gross", gross)))), finding => finding.Title.Contains("exchanged", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_chance_of_the_check_counts_its_families_of_tests()
    {
        // Two families are looked at: exchanged columns, and what does not fit the label; the second says nothing, so Bonferroni doubles the first.
        var random = new SeededRandom(5);
        double[] low = [.. Gaussians(random, 800).Select(value => 5 + (8 * value))], high = [.. low.Select(value => value + 9 + (1.5 * random.NextGaussian()))];
        foreach (int row in random.Sample(800, 20))
        {
            (low[row], high[row]) = (high[row], low[row]);
        }

        var table = Table.FromColumns(new NumberColumn("low", low), new NumberColumn("high", high), new NumberColumn("y", Gaussians(random, 800)));
        var report = Run(table, label: "y");
        var finding = Assert.Single(Open(report));
        Assert.Equal(2 * finding.P!.Value, report.Checks.Single(check => check.Id == "FL102").P!.Value, 1e-12);
    }

    [Fact]
    public void Columns_that_are_asked_for_are_learned_as_the_audit_was_told()
    {
        // b is the size of a: nothing for a straight line, everything for trees.
        var random = new SeededRandom(13);
        double[] a = Gaussians(random, 600);
        var table = Table.FromColumns(new NumberColumn("a", a), new NumberColumn("b", [.. a.Select(value => Math.Abs(value) + (0.05 * random.NextGaussian()))]));
        Assert.InRange(Assert.Single(Details(Run(table, set: ["FL102.columns=b"], learner: LearnerChoice.Logistic)).Fits).R2, -0.1, 0.2);
        Assert.InRange(Assert.Single(Details(Run(table, set: ["FL102.columns=b"], learner: LearnerChoice.Gbdt)).Fits).R2, 0.9, 1);
        var none = Run(table, set: ["FL102.columns=b"], learner: LearnerChoice.None);
        Assert.Empty(Details(none).Fits);
        Assert.Contains(none.Plan.Limits, text => text.Contains("b was not compared with the other columns: --learner none", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_share_a_level_by_chance_as_often_as_the_hypergeometric_law_says()
    {
        // Of 12 rows, 5 of them in question; three of these are of level 0, which 4 rows have. P(X ≥ 3) = (4·C(8,2) + C(8,1)) / C(12,5); two levels are looked at.
        Assert.Equal(2 * ((4 * 28) + 8) / 792.0, RowsApart.OfCategories([0, 0, 0, 1, 1], [0, 1, 1, 2, 2, 2, 2]), 12);

        // Level 1, which both others in question have, is had by four rows too: P(X ≥ 2) is larger. A level for every row says nothing.
        Assert.Equal(1, RowsApart.OfCategories([.. Enumerable.Range(0, 4000)], [.. Enumerable.Range(4000, 5000)]));
    }

    static Table Sites(int swapped, double effect, double scatter, int seed = 0)
    {
        var random = new SeededRandom((ulong)seed + 1);
        double[] level = [.. Enumerable.Range(0, 6).Select(_ => 30 + (5 * random.NextGaussian()))], change = [.. level.Select(_ => effect + (scatter * random.NextGaussian()))];
        double[] yield = new double[120];
        for (int row = 0; row < 120; row++)
        {
            int site = row / 20;
            bool second = (row % 2 == 1) != (site == swapped);
            yield[row] = Math.Round(level[site] + (row / 2 % 10) + (second ? change[site] : 0) + (2 * random.NextGaussian()), 2);
        }

        return Table.FromColumns(
            new NumberColumn("yield", yield),
            Mixed("variety", 120, row => $"variety {row / 2 % 10}"),
            new NumberColumn("year", [.. Enumerable.Range(0, 120).Select(row => 1931.0 + (row % 2))]),
            Mixed("site", 120, row => $"site {row / 20}"));
    }

    static TextColumn Mixed(string name, int rows, Func<int, string?> text) => TextColumn.From(name, Enumerable.Range(0, rows).Select(text));

    static double[] Gaussians(SeededRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];

    static double[] Tenfold(double[] values, int[] rows) => [.. values.Select((value, row) => rows.Contains(row) ? (double)((decimal)value * 10) : value)];

    static double Normal(int row) => new SeededRandom((ulong)row + 77).NextGaussian();

    static ValueErrorsDetails Details(AuditReport report) => Assert.IsType<ValueErrorsDetails>(Assert.Single(report.Checks, check => check.Id == "FL102").Details);

    static List<ReportFinding> Open(AuditReport report)
    {
        // Nothing found by a check that did not run says nothing.
        Assert.Contains(report.Checks.Single(check => check.Id == "FL102").Status, new[] { CheckStatus.Found, CheckStatus.Clean });
        return [.. report.Findings.Where(finding => finding.Severity > Severity.Info)];
    }

    static IReadOnlyList<CellScore> Cells(AuditReport report) => report.Scores.Count == 0 ? [] : report.Scores.Single().Cells;

    static AuditReport Run(Table data, string? label = null, IReadOnlyList<string>? set = null, LearnerChoice learner = LearnerChoice.Auto) => Audit.Run(
        new Evidence
        {
            Data = data,
            Task = label is null ? TaskKind.None : TaskKind.Regression,
            Roles = new Roles { Label = label, Features = [.. data.Columns.Select(column => column.Name).Where(name => name != label)] },
        },
        new AuditOptions { Checks = ["FL102"], Set = set ?? [], WorkBudget = 3_000_000, Learner = learner },
        TestContext.Current.CancellationToken);
}
