namespace Faultline.Tests;

public sealed class DriftTests
{
    [Fact]
    public void A_shift_of_a_third_of_a_deviation_in_two_of_twelve_columns_names_both_and_no_other()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var details = Details(Run(Mixed(5000, seed, 0.3), Mixed(5000, seed + 100, 0)), out var report);
            Assert.Equal(["x0", "x4"], details.Columns.Where(column => column.Drifted).Select(column => column.Column).Order(StringComparer.Ordinal));
            Assert.Equal(["x0", "x4"], Assert.Single(report.Findings).Columns.Order(StringComparer.Ordinal));
            // The normal column: 2 Φ(0.15) − 1 = 0.1192; the interval must hold it.
            var normal = details.Columns.First(column => column.Column == "x0");
            Assert.InRange(0.1192, normal.Low, normal.High);
            // Two independent shifts of 0.3: Φ(√(0.09 + 0.09)/√2) = Φ(0.3) = 0.618 is the best AUC there is.
            Assert.InRange(details.Classifier!.Auc, 0.55, 0.64);
        }
    }

    [Fact]
    public void The_same_distribution_is_clean()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var report = Run(Mixed(1000, seed, 0), Mixed(700, seed + 100, 0));
            Assert.Equal(CheckStatus.Clean, report.Checks.First(check => check.Id == "FL401").Status);
            Assert.Empty(report.Findings);
        }
    }

    [Fact]
    public void A_trivial_shift_in_many_rows_is_no_finding_however_small_its_p()
    {
        var report = Run(Normal(200_000, 1, 0.04), Normal(200_000, 2, 0));
        var column = Assert.Single(Details(report, out _).Columns);
        Assert.InRange(column.P, 0, 1e-10);
        // 2 Φ(0.02) − 1
        Assert.Equal(0.01596, column.Effect, 0.004);
        Assert.False(column.Drifted);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void Eight_rows_are_unmeasured()
    {
        var report = Run(Normal(8, 1, 3), Normal(5000, 2, 0));
        var check = report.Checks.First(entry => entry.Id == "FL401");
        Assert.Equal((CheckStatus.Unmeasured, "8 rows here and 5,000 rows in the reference; fewer than 30 of either say nothing of drift"), (check.Status, check.Reason!));
    }

    [Fact]
    public void Without_a_reference_it_is_skipped_with_the_flag_that_brings_one()
    {
        var check = Run(Normal(50, 1, 0), null).Checks.First(entry => entry.Id == "FL401");
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("--reference", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_of_categories_and_unseen_ones_are_measured_exactly()
    {
        var before = Table.FromColumns(TextColumn.From("c", Enumerable.Range(0, 2000).Select(row => row % 2 == 0 ? "a" : "b")));
        var now = Table.FromColumns(TextColumn.From("c", Enumerable.Range(0, 2000).Select(row => row % 10 < 3 ? "a" : row % 10 < 8 ? "b" : "new")));
        var column = Assert.Single(Details(Run(now, before), out var report).Columns);
        // |0.3 − 0.5|/2 + |0.5 − 0.5|/2 + 0.2/2
        Assert.Equal(("totalVariation", 0.2, 1), (column.Statistic, Math.Round(column.Effect, 12), column.UnseenCategories));
        Assert.True(column.Drifted);
        Assert.Contains("1 category of c", Assert.Single(report.Findings).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_rare_categories_do_not_pass_for_drift_by_chance()
    {
        Table Draw(ulong seed)
        {
            var random = new SeededRandom(seed);
            return Table.FromColumns(TextColumn.From("c", Enumerable.Range(0, 600).Select(_ => "level" + random.NextInt(100))));
        }

        for (ulong seed = 0; seed < 20; seed++)
        {
            var column = Assert.Single(Details(Run(Draw(seed), Draw(seed + 100)), out var report).Columns);
            Assert.True(column.Effect > 0.1);
            Assert.Empty(report.Findings);
        }
    }

    [Fact]
    public void The_interval_of_a_missing_share_is_Newcombes()
    {
        NumberColumn Column(int missing, int rows) => new("x", [.. Enumerable.Range(0, rows).Select(row => row < missing ? double.NaN : row * 7919 % 1009)]);
        // Newcombe 1998, table II (a): 56/70 against 48/80 gives 0.2 with 0.0524 to 0.3339 by method 10.
        var column = Assert.Single(Details(Run(Table.FromColumns(Column(56, 70)), Table.FromColumns(Column(48, 80)), "FL401.fewest=10"), out _).Columns);
        Assert.Equal("missingShare", column.Statistic);
        Assert.Equal(0.2, column.Effect, 1e-9);
        Assert.Equal(0.0524, column.Low, 5e-5);
        Assert.Equal(0.3339, column.High, 5e-5);
    }

    [Fact]
    public void A_drifted_label_is_a_finding_of_its_own()
    {
        var before = Labelled(1500, 1, 0.5);
        var now = Labelled(1500, 2, 0.3);
        var finding = Assert.Single(Run(now, before, label: "y").Findings);
        Assert.Contains("The label y has drifted", finding.Title, StringComparison.Ordinal);
        Assert.InRange(0.2, finding.Measure.Low!.Value, finding.Measure.High!.Value);
    }

    [Fact]
    public void Columns_that_only_go_together_otherwise_are_found_by_the_classifier()
    {
        Table Draw(ulong seed, int sign)
        {
            var random = new SeededRandom(seed);
            var pairs = Enumerable.Range(0, 3000).Select(_ => (A: random.NextGaussian(), B: random.NextGaussian(), C: random.NextGaussian())).ToArray();
            return Table.FromColumns(new NumberColumn("a", [.. pairs.Select(p => p.A)]), new NumberColumn("b", [.. pairs.Select(p => (0.9 * sign * p.A) + (0.436 * p.B))]), new NumberColumn("c", [.. pairs.Select(p => p.C)]));
        }

        var finding = Assert.Single(Run(Draw(1, 1), Draw(2, -1)).Findings);
        Assert.Equal(["a", "b"], finding.Columns.Order(StringComparer.Ordinal));
        Assert.Contains("though no column has drifted by itself", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_times_and_later_years_are_not_compared()
    {
        Table Draw(int start, ulong seed)
        {
            var random = new SeededRandom(seed);
            var rows = Enumerable.Range(0, 400).ToArray();
            return Table.FromColumns(
                new NumberColumn("id", [.. rows.Select(row => (double)(start + row))]),
                new TimeColumn("when", [.. rows.Select(row => (start + row) * 86_200_000_000L)]),
                new NumberColumn("year", [.. rows.Select(row => 2000.0 + (start / 1000) + (row % 2))]),
                TextColumn.From("name", rows.Select(row => $"n{start + row}")),
                new NumberColumn("x", [.. rows.Select(_ => random.NextGaussian())]));
        }

        var details = Details(Run(Draw(9000, 1), Draw(1000, 2)), out var report);
        Assert.Equal(["x"], details.Columns.Select(column => column.Column));
        Assert.Empty(report.Findings);
        Assert.Equal(3, report.Plan.Limits.Count(limit => limit.Contains("was not compared", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_answer_does_not_depend_on_threads_and_leaves_no_cell_under_no_values()
    {
        var now = Mixed(800, 3, 1);
        var before = Mixed(900, 4, 0);
        var one = Run(now, before, threads: 1);
        Assert.Equal(Details(one, out _).Columns, Details(Run(now, before, threads: 4), out _).Columns);
        var hidden = Run(now, before, showValues: false);
        Assert.Equal(one.Findings.Select(finding => finding.Id), hidden.Findings.Select(finding => finding.Id));
        Assert.Contains("secret", System.Text.Encoding.UTF8.GetString(ReportJson.Write(one)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(ReportJson.Write(hidden)), StringComparison.Ordinal);
    }

    [Fact]
    public void Real_splits_at_random_are_clean_and_by_place_are_not()
    {
        Assert.NotEmpty(Details(Run(Read("titanic_analysis.csv.gz"), Read("titanic_reference.csv.gz")), out var titanic).Columns);
        Assert.Empty(titanic.Findings);
        var housing = Run(Read("california_housing_analysis.csv.gz"), Read("california_housing_reference.csv.gz"));
        // scipy.stats.ks_2samp on the two files: Latitude 0.5070242, Longitude 0.5122937, Population 0.0211190.
        var details = Details(housing, out _);
        Assert.Equal(0.5070242, details.Columns.First(column => column.Column == "Latitude").Effect, 1e-7);
        Assert.Equal(0.5122937, details.Columns.First(column => column.Column == "Longitude").Effect, 1e-7);
        Assert.Equal(0.0211190, details.Columns.First(column => column.Column == "Population").Effect, 1e-7);
        Assert.Contains("Latitude", Assert.Single(housing.Findings).Columns);
        Assert.DoesNotContain("Population", housing.Findings[0].Columns);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(400, false)]
    [InlineData(1500, false)]
    [InlineData(400, true)]
    public void Visits_of_other_persons_of_the_same_kind_are_no_drift(int persons, bool named)
    {
        var found = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var report = Run(Visits(persons, seed, 0), Visits(persons, seed + 50, 0), group: named ? "person" : null);
            found += report.Checks.First(check => check.Id == "FL401").Status == CheckStatus.Found ? 1 : 0;
            Assert.Contains(report.Plan.Limits, limit => limit.Contains("count together", StringComparison.Ordinal));
        }

        Assert.InRange(found, 0, 1);
    }

    [Fact]
    public void Persons_of_another_kind_are_drift()
    {
        var report = Run(Visits(1500, 1, 0.6), Visits(1500, 2, 0));
        Assert.Equal(["height", "weight"], Assert.Single(report.Findings).Columns.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_of_one_place_are_rows_by_themselves_where_both_tables_have_the_place()
    {
        // 300 places of equal shares, each with its own height, age and weight: draws of rows, not of places.
        static Table Draw(int seed)
        {
            var places = SeededRandom.For(0, "places");
            var kinds = Enumerable.Range(0, 300).Select(_ => (places.NextGaussian(), places.NextGaussian(), places.NextGaussian())).ToArray();
            var random = SeededRandom.For(seed, "rows");
            var rows = Enumerable.Range(0, 3000).Select(_ => kinds[random.NextInt(300)]).ToArray();
            return Table.FromColumns(new NumberColumn("a", [.. rows.Select(row => row.Item1)]), new NumberColumn("b", [.. rows.Select(row => row.Item2)]), new NumberColumn("c", [.. rows.Select(row => row.Item3)]));
        }

        Assert.Equal(["a", "b", "c"], Details(Run(Draw(1), Draw(2)), out var report).Columns.Select(column => column.Column).Order(StringComparer.Ordinal));
        Assert.Empty(report.Findings);
        Assert.DoesNotContain(report.Plan.Limits, limit => limit.Contains("count together", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_cells_of_a_group_column_are_no_groups()
    {
        // Four groups, whose rows are alike, and 40 cells missing: too few groups to count rows by.
        Table Grouped(int seed, double shift)
        {
            var random = SeededRandom.For(seed, "groups");
            var group = Enumerable.Range(0, 400).Select(row => row % 10 == 0 ? null : "abcd"[random.NextInt(4)].ToString()).ToArray();
            return Table.FromColumns(
                new NumberColumn("x", [.. group.Select(text => random.NextGaussian() + shift + (text is null ? 0 : text[0] - 'a'))]),
                new NumberColumn("y", [.. group.Select(_ => random.NextGaussian())]),
                TextColumn.From("group", group));
        }

        Assert.Null(RepeatedUnits.Named(Grouped(1, 0)["group"], Grouped(2, 0)["group"]));
        var report = Run(Grouped(1, 1), Grouped(2, 0), group: "group");
        Assert.Equal(["x"], Assert.Single(report.Findings).Columns);
    }

    [Fact]
    public void Agreement_is_the_share_of_pairs_that_are_equal()
    {
        var random = new SeededRandom(5);
        double?[] numbers = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() < 0.1 ? (double?)null : random.NextInt(20) - 10.0)];
        double?[] now = numbers[..120], before = numbers[120..];
        var (sorted, sortedBefore) = (now.OfType<double>().Order().ToArray(), before.OfType<double>().Order().ToArray());
        var pairs = Enumerable.Range(0, 300).Sum(i => Enumerable.Range(0, 300).Count(j => i != j && numbers[i] is { } value && value == numbers[j]));
        Assert.Equal(pairs / (300.0 * 299), RepeatedUnits.Agreement(sorted, sortedBefore, 300), 1e-12);

        // As texts, whose codes differ between the tables.
        TextColumn Texts(double?[] values) => TextColumn.From("x", values.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(pairs / (300.0 * 299), RepeatedUnits.Agreement(Texts(now), Texts(before)), 1e-12);
    }

    [Fact]
    public void The_classifier_can_be_left_out()
    {
        var report = Run(Mixed(2000, 1, 0.3), Mixed(2000, 2, 0), "FL401.classifierRows=0");
        Assert.Null(Details(report, out _).Classifier);
        Assert.Equal(["x0", "x4"], Assert.Single(report.Findings).Columns.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_design_effect_of_rows_that_come_in_equal_groups_is_their_size()
    {
        int[] units = [.. Enumerable.Range(0, 4000).Select(row => row / 4)];
        var random = new SeededRandom(3);
        int[] ofUnit = [.. Enumerable.Range(0, 1000).Select(_ => random.NextInt(3))];
        Assert.Equal(4, RepeatedUnits.DesignEffect([.. units.Select(unit => ofUnit[unit])], units), 1e-9);
        Assert.InRange(RepeatedUnits.DesignEffect([.. units.Select(_ => random.NextInt(3))], units), 1, 1.15);
    }

    // Each person has a height, a birth weight and an income for good, and a weight that is measured at one to seven visits.
    static Table Visits(int persons, int seed, double shift)
    {
        var random = SeededRandom.For(seed, "visits");
        var rows = Enumerable.Range(0, persons).SelectMany(person =>
        {
            var (height, birth, income) = (shift + random.NextGaussian(), random.NextGaussian(), random.NextExponential());
            return Enumerable.Range(0, 1 + random.NextInt(7)).Select(_ => (Person: (1000 * seed) + person, height, birth, income, Weight: (0.8 * height) + (0.6 * random.NextGaussian()))).ToArray();
        }).ToArray();
        return Table.FromColumns(
            TextColumn.From("person", rows.Select(row => $"p{row.Person}")),
            new NumberColumn("height", [.. rows.Select(row => Math.Round(row.height, 2))]),
            new NumberColumn("birth", [.. rows.Select(row => Math.Round(row.birth, 2))]),
            new NumberColumn("income", [.. rows.Select(row => Math.Round(row.income, 2))]),
            new NumberColumn("weight", [.. rows.Select(row => Math.Round(row.Weight, 2))]));
    }

    static Table Read(string name) => HygieneTable.Read(string.Join('\n', SharedData.Lines("drift", name).Select(line => Quotes().Replace(line, "quoted"))), name, ',');

    static System.Text.RegularExpressions.Regex Quotes() => new("\"[^\"]*\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));

    static Table Normal(int rows, ulong seed, double shift)
    {
        var random = new SeededRandom(seed);
        return Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(_ => shift + random.NextGaussian())]));
    }

    static Table Labelled(int rows, ulong seed, double share)
    {
        var random = new SeededRandom(seed);
        return Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())]), TextColumn.From("y", Enumerable.Range(0, rows).Select(_ => random.NextDouble() < share ? "yes" : "no")));
    }

    // Twelve columns: normal, skewed, counts, categories, two of them with missing cells; x0 and x4 move by the given number of deviations.
    static Table Mixed(int rows, int seed, double shift)
    {
        var random = SeededRandom.For(seed, "mixed");
        var columns = new List<Column>();
        for (var j = 0; j < 12; j++)
        {
            columns.Add((j % 4) switch
            {
                3 => TextColumn.From($"x{j}", Enumerable.Range(0, rows).Select(_ => j == 7 && random.NextDouble() < 0.1 ? null : "secret" + (int)(6 * random.NextDouble() * random.NextDouble()))),
                1 => new NumberColumn($"x{j}", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < 0.1 ? double.NaN : Math.Exp(random.NextGaussian()))]),
                2 => new NumberColumn($"x{j}", [.. Enumerable.Range(0, rows).Select(_ => (double)random.NextPoisson(5))]),
                _ => new NumberColumn($"x{j}", [.. Enumerable.Range(0, rows).Select(_ => (j is 0 or 4 ? shift : 0) + random.NextGaussian())]),
            });
        }

        return Table.FromColumns(columns);
    }

    static DriftDetails Details(AuditReport report, out AuditReport same)
    {
        same = report;
        return Assert.IsType<DriftDetails>(report.Checks.First(check => check.Id == "FL401").Details);
    }

    static AuditReport Run(Table data, Table? reference, string? set = null, string? label = null, int threads = 0, bool showValues = true, string? group = null) => Audit.Run(
        new Evidence
        {
            Data = data,
            Reference = reference,
            Task = label is null ? TaskKind.None : TaskKind.Classification,
            Roles = new Roles { Label = label, Groups = group is null ? [] : [group], Features = [.. data.Columns.Select(column => column.Name).Where(name => name != label && name != "person")], Ignored = [.. data.Columns.Select(column => column.Name).Where(name => name == "person")] },
        },
        new AuditOptions { Checks = ["FL401"], Set = set is null ? [] : [set], Threads = threads, ShowValues = showValues, Learner = LearnerChoice.None },
        TestContext.Current.CancellationToken);
}
