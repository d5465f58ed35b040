using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Faultline.Tests;

public sealed class ValueErrorsTests
{
    // Clean: two kinds of value, and no column tells which a row is of.
    [Theory]
    [InlineData(30, 0.3)]
    [InlineData(100, 0.4)]
    [InlineData(1000, 0.5)]
    public void A_second_mode_that_no_column_explains_is_no_slip(double times, double width)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            var random = SeededRandom.For(seed, "second mode");
            double[] values = [.. Enumerable.Range(0, 600).Select(row => Math.Round((row % 33 == 5 ? times : 1) * Math.Exp(width * random.NextGaussian()), 4))];
            Table table = Table.FromColumns("modes", [new NumberColumn("x", values), new NumberColumn("other", [.. values.Select(_ => random.NextGaussian())])]);
            AuditReport report = Run(table, set: null);
            Assert.DoesNotContain(report.Findings, finding => finding.Severity > Severity.Info);
        }
    }

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
    [InlineData(1000)]
    [InlineData(100)]
    [InlineData(10)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void Slips_of_the_decimal_point_are_found_both_ways_with_the_right_values(double times)
    {
        Dictionary<int, double> right = new() { [17] = 156, [200] = 149.5, [417] = 171.25 };
        foreach (var few in new[] { right.Take(1).ToDictionary(), right })
        {
            double[] values = [.. Enumerable.Range(0, 500).Select(row => few.TryGetValue(row, out var value) ? (double)((decimal)value / (decimal)times) : 156 + (15 * Normal(row)))];
            var report = Run(Table.FromColumns(new NumberColumn("height", values)));
            Assert.Equal(few.Select(cell => (cell.Key, cell.Value)), Cells(report).Select(cell => (cell.Row, double.Parse(cell.Suggestion!, System.Globalization.CultureInfo.InvariantCulture))).Order());
            Assert.Contains("slip of the decimal point", Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Small_values_of_skewed_columns_are_no_slips()
    {
        // By their quantile functions; the last comes near zero by nature.
        Func<SeededRandom, double>[] kinds =
        [
            random => Math.Exp(random.NextGaussian()),
            random => Math.Exp(0.25 * random.NextGaussian()),
            random => 1 / (1 - random.NextDouble()),
            random => Math.Pow(1 - random.NextDouble(), -1 / 3.0),
            random => Math.Pow(random.NextDouble(), 1 / 3.0),
            random => random.NextDouble() < 0.3 ? 0 : Math.Exp(random.NextGaussian()),
            random => random.NextExponential(),
            random => 4 + random.NextGaussian(),
        ];
        var random = new SeededRandom(6);
        var columns = from kind in kinds from seed in Enumerable.Range(0, 30) select kind;
        Assert.Empty(Open(Run(Table.FromColumns([.. columns.Select((kind, j) => (Column)new NumberColumn($"c{j}", [.. Enumerable.Range(0, 400).Select(_ => kind(random))]))]))));
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
    public void A_few_rows_of_another_place_are_no_slips()
    {
        // Two towns, three rows of a third 20 times as far away as the towns are wide; each town as wide as the others.
        double[] values = [.. Enumerable.Range(0, 140).Select(row => (row < 3 ? 49.5 : row % 2 == 0 ? 46.1 : 46.4) + (0.05 * Normal(row)))];
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("latitude", values)))));

        // The same three rows a hundredfold are spread a hundredfold as well: slips of the decimal point.
        double[] slips = [.. Enumerable.Range(0, 140).Select(row => (row < 3 ? 100 : 1) * (46.1 + (8 * Normal(row))))];
        Assert.Equal(3, Assert.Single(Open(Run(Table.FromColumns(new NumberColumn("latitude", slips))))).Rows.Count);
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
    [InlineData("°F", 1.8, 32, 0.06)]
    [InlineData("pounds", 2.2046226218, 0, 0.06)]
    [InlineData("slip of the decimal point", 10, 0, 1e-9)]
    [InlineData("inches", 0.3937007874, 0, 0.2)]
    public void Values_of_another_unit_are_converted_back(string words, double factor, double shift, double tolerance)
    {
        var random = new SeededRandom(8);
        double[] x = [.. Enumerable.Range(0, 1000).Select(_ => random.NextGaussian())];
        double[] right = [.. x.Select(value => Math.Round(shift == 0 ? 70 * Math.Exp((0.1 * value) + (0.03 * random.NextGaussian())) : 10 + (6 * value) + (2 * random.NextGaussian()), 1))];
        int[] rows = random.Sample(1000, 12);
        double[] given = [.. right];
        foreach (int row in rows)
        {
            given[row] = Math.Round((factor * given[row]) + shift, 1);
        }

        var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", given)));
        Assert.Contains(words, Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        Assert.Equal(rows, Cells(report).Select(cell => cell.Row).Order());
        Assert.All(Cells(report), cell => Assert.Equal(right[cell.Row], double.Parse(cell.Suggestion!, CultureInfo.InvariantCulture), tolerance));
    }

    [Fact]
    public void A_genuine_group_ten_times_smaller_is_no_slip()
    {
        // Two of 200 rows are small, and of a kind of their own; without the column of kinds nothing tells them from slips.
        double[] size = [.. Enumerable.Range(0, 200).Select(row => Math.Round((row is 17 or 90 ? 0.1 : 1) * (156 + (15 * Normal(row))), 1))];
        var kinds = Mixed("kind", 200, row => row is 17 or 90 ? "toy" : row % 2 == 0 ? "car" : "van");
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("size", size), kinds))));
        Assert.NotEmpty(Open(Run(Table.FromColumns(new NumberColumn("size", size)))));
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
    [InlineData("÷100", 115, 1.15)]
    [InlineData("×10", 0.7, 7)]
    [InlineData("fahrenheit", 98.6, 37)]
    [InlineData("celsius", 100, 212)]
    [InlineData("inch back", 170.18, 67)]
    [InlineData("mile", 26.2188, 42.195)]
    [InlineData("sign", -4, 4)]
    public void Conversions_give_what_tables_of_units_say(string name, double given, double right) =>
        Assert.Equal(right, UnitConversion.All.Single(conversion => conversion.Name == name).Apply(given, 3), 3);

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

    [Theory]
    [InlineData("normal")]
    [InlineData("lognormal")]
    public void Slips_of_a_label_are_told_with_the_right_value_and_no_sound_value_with_them(string kind)
    {
        // 20 of 2,000 labels tenfold: a model that learned from them would be off where they lie.
        var random = new SeededRandom(21);
        double[] a = Gaussians(random, 2000), b = Gaussians(random, 2000);
        double[] right = [.. a.Zip(b, (x, z) => Math.Round(kind == "normal" ? 300 + (30 * x) + (30 * z * x) + (8 * random.NextGaussian()) : Math.Exp(6 + (0.8 * x) + (0.4 * Math.Abs(z)) + (0.1 * random.NextGaussian())), 1))];
        int[] rows = random.Sample(2000, 20);
        double[] given = [.. right];
        foreach (int row in rows)
        {
            given[row] = Times(given[row], 10);
        }

        var report = Run(Table.FromColumns(new NumberColumn("a", a), new NumberColumn("b", b), new NumberColumn("y", given)), label: "y");
        var flagged = Cells(report).Where(cell => cell.Flagged).ToArray();
        Assert.Contains(Open(report), finding => finding.Title.Contains("divided by 10", StringComparison.Ordinal));
        Assert.Empty(flagged.Select(cell => cell.Row).Except(rows));
        Assert.InRange(flagged.Count(cell => cell.Suggestion == NumberColumn.Write(right[cell.Row])), 17, 20);
        Assert.Equal(flagged.Length, flagged.Select(cell => cell.Row).Distinct().Count());
    }

    [Fact]
    public void Slips_of_known_prices_are_told_and_no_other_price()
    {
        // Each of these 3,000 prices is a real one; 40 are written tenfold.
        string[] lines = [.. SharedData.Lines("tabular", "diamonds.csv.gz")];
        int[] sample = [.. new SeededRandom(7).Sample(lines.Length - 1, 3000).Order()];
        Table whole = HygieneTable.Read(string.Join('\n', sample.Select(row => lines[row + 1]).Prepend(lines[0])), "diamonds", ',');
        double[] right = ((NumberColumn)whole["price"]).Values.ToArray(), given = [.. right];
        int[] rows = new SeededRandom(8).Sample(3000, 40);
        foreach (int row in rows)
        {
            given[row] *= 10;
        }

        // What is flagged beside the slips is what is flagged where these prices are missing: they teach nothing.
        int[] others = [.. Prices([.. right.Select((value, row) => rows.Contains(row) ? double.NaN : value)]).Select(cell => cell.Row)];
        var after = Prices(given);
        var told = after.Where(cell => rows.Contains(cell.Row)).ToArray();
        Assert.Equal(rows.Order(), told.Select(cell => cell.Row).Order());
        Assert.True(told.Count(cell => cell.Suggestion == NumberColumn.Write(right[cell.Row])) >= 39, "the suggestion is the value that stood there");
        Assert.Equal(others.Order(), after.Select(cell => cell.Row).Except(rows).Order());
        Assert.Equal(after.Length, after.Select(cell => cell.Row).Distinct().Count());

        CellScore[] Prices(double[] values) =>
            [.. Cells(Run(Table.FromColumns([.. whole.Columns.Select(column => column.Name == "price" ? new NumberColumn("price", values) : column)]), label: "price")).Where(cell => cell.Flagged && cell.Column == "price")];
    }

    [Theory]
    [InlineData("normal", 200, 6)]
    [InlineData("normal", 200, 14)]
    [InlineData("normal", 1000, 10)]
    [InlineData("lognormal", 1000, 6)]
    [InlineData("lognormal", 500, 14)]
    [InlineData("lognormal", 1000, 20)]
    public void Slips_of_small_tables_are_told_whatever_their_number(string kind, int count, int slips)
    {
        var random = new SeededRandom((ulong)(count + slips));
        double[] x = Gaussians(random, count);
        double[] right = [.. x.Select(value => Math.Round(kind == "normal" ? 100 + (12 * value) + (8 * random.NextGaussian()) : Math.Exp(4 + (0.7 * value) + (0.2 * random.NextGaussian())), 2))];
        int[] rows = random.Sample(count, slips);
        double[] given = [.. right];
        foreach (int row in rows)
        {
            given[row] = Times(given[row], 10);
        }

        var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", given)));
        var cells = Cells(report);
        Assert.Contains("decimal point", Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        Assert.True(rows.Count(row => cells.Any(cell => cell.Row == row && cell.Suggestion == NumberColumn.Write(right[row]))) >= 0.9 * slips, $"{cells.Count} of {slips} are told");
        Assert.Empty(cells.Select(cell => cell.Row).Except(rows));
    }

    [Fact]
    public void Skewed_columns_of_one_table_have_no_slips()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom((ulong)seed + 300);
            double[] z = Gaussians(random, 300);
            Assert.Empty(Open(Run(Table.FromColumns(
                new NumberColumn("heavy", [.. z.Select(value => Math.Exp((2 * value) + (0.3 * random.NextGaussian())))]),
                new NumberColumn("pareto", [.. z.Select(_ => 1 / (1 - random.NextDouble()))]),
                new NumberColumn("zeros", [.. z.Select(value => random.NextDouble() < 0.5 ? 0 : Math.Ceiling(20 * Math.Exp(value)))]),
                new NumberColumn("money", [.. z.Select(value => Math.Floor(Math.Exp(4 + value)) + 0.99)])))));
        }
    }

    [Fact]
    public void A_far_group_as_narrow_as_the_others_is_no_slip()
    {
        // Ten of 300 lie ten times as far out, and as close together as the others do: slips would lie ten times as wide.
        var random = new SeededRandom(31);
        double[] x = Gaussians(random, 300);
        double[] y = [.. x.Select((value, row) => (row % 30 == 7 ? 1000 : 100) + (8 * random.NextGaussian()))];
        Assert.DoesNotContain(Open(Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", y)))), finding => finding.Cause.Contains("decimal point", StringComparison.Ordinal));
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

    static double Times(double value, int times) => (double)((decimal)value * times);

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
