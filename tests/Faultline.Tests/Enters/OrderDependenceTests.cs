namespace Faultline.Tests.Enters;

public sealed class OrderDependenceTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_statistic_is_the_distance_to_the_pairs_of_all_rows()
    {
        // Four rows whose neighbour is the next (the last's the one before): every distance is 1. Of the 6 pairs 3 lie 1 apart, so the functions differ by 1/2.
        var (statistic, closer) = NeighbourOrder.Measure([0, 1, 2, 3], [1, 2, 3, 2], [0, 1, 2, 3], 1);
        Assert.Equal(0.5, statistic, 12);
        Assert.True(closer);
    }

    [Fact]
    public void The_statistic_equals_that_of_brute_force_over_an_embedding()
    {
        const int Rows = 120;
        var values = new float[Rows * 3];
        for (var i = 0; i < Rows; i++)
        {
            values[3 * i] = (float)((Math.Sin(i * 1.618) * 3) + (i / 40.0));
            values[(3 * i) + 1] = (float)(Math.Cos(i * 2.718) * 2);
            values[(3 * i) + 2] = (float)(i * 7919 % 101 / 25.0);
        }

        var data = Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, Rows).Select(i => (double)(i * 31 % 7))]));
        var evidence = new Faultline.Evidence { Data = data, Roles = new Roles { Features = ["x"] }, Embedding = new VectorColumn("e", values, 3) };
        var details = Details(Audited(evidence));

        // NumPy: all pairs of the same points, the ten nearest by a stable sort; cleanlab's own statistic differs by the one pair that it adds.
        Assert.Equal(KS, details.Statistic, 9);
        Assert.True(details.P <= 0.05);
    }

    [Fact]
    public void Independent_rows_are_clean_and_their_p_is_uniform()
    {
        var found = 0;
        var p = new List<double>();
        for (var seed = 0; seed < 40; seed++)
        {
            var report = Run(Normal(150, seed, (_, _, z) => z));
            found += report.Checks.Single().Status == CheckStatus.Found ? 1 : 0;
            p.Add(Details(report).P);
        }

        Assert.InRange(found, 0, 2);

        // Kolmogorov and Smirnov against the uniform distribution, 40 draws: 0.252 is passed once in a hundred.
        var sorted = p.Order().ToArray();
        Assert.True(Enumerable.Range(0, 40).Max(i => Math.Max(Math.Abs(((i + 1) / 40.0) - sorted[i]), Math.Abs(sorted[i] - (i / 40.0)))) < 0.252);
    }

    [Theory]
    [InlineData("drift")]
    [InlineData("interval")]
    [InlineData("neighbours")]
    public void Each_kind_of_order_is_found_and_named(string kind)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            double last = 0;
            var report = Run(Normal(600, seed, (row, j, z) => j > 0 ? z : kind switch
            {
                "drift" => z + (row / 300.0),
                "interval" => z + (row is >= 200 and < 300 ? 2 : 0),
                _ => last = (0.6 * last) + (0.8 * z),
            }));
            var finding = Assert.Single(report.Findings);
            Assert.True(finding.Severity > Severity.Info);
            Assert.Equal("x0", finding.Columns[0]);
            Assert.Equal(kind, Details(report).Columns[0].Kind);
            if (kind == "interval")
            {
                Assert.InRange(finding.Rows.Sample[0], 170, 230);
                Assert.InRange(finding.Rows.Count, 60, 160);
            }
        }
    }

    [Fact]
    public void Two_numbers_are_told_by_their_shares()
    {
        // Zeros and ones: the median is 0 in both parts; one in 4 of 200 rows against one in 50 of 800.
        var data = Normal(1_000, 3, (_, _, z) => z);
        var flag = new NumberColumn("x0", [.. Enumerable.Range(0, 1_000).Select(row => (row is >= 400 and < 600 ? row % 4 == 0 : row % 50 == 0) ? 1.0 : 0)]);
        var finding = Assert.Single(Run(Table.FromColumns("t", [flag, .. data.Columns.Skip(1)])).Findings);
        var shares = System.Text.RegularExpressions.Regex.Match(finding.Title, @"x0 is 1 in ([\d.]+) % there and in ([\d.]+) % elsewhere$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(shares.Success, finding.Title);
        Assert.InRange(double.Parse(shares.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 23, 27);
        Assert.InRange(double.Parse(shares.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), 1.5, 2.5);
        Assert.All(finding.Examples.SelectMany(row => row.Cells), cell => Assert.False(cell.Guilty));
    }

    [Fact]
    public void Alternating_rows_are_not_explained_by_rows_that_are_alike()
    {
        double side = 1;
        var finding = Assert.Single(Run(Normal(600, 4, (_, j, z) => j > 0 ? z : (side = -side) + (0.5 * z))).Findings);

        // The correlation of a row and the next is -1 / (1 + 0.25); of ranks somewhat nearer 0 or farther.
        Assert.InRange(finding.Measure.Value, -0.9, -0.7);
        Assert.Matches(@"^Rows that follow one another alternate in x0: correlation −0\.\d+ \(−0\.\d+ to −0\.\d+\)$", finding.Title);
        Assert.DoesNotContain("fewer independent", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("other side of the middle", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_with_long_names_fit_a_line_of_the_summary()
    {
        double last = 0;
        var data = Normal(600, 5, (_, _, z) => last = (0.6 * last) + (0.8 * z));
        Column[] columns = [.. data.Columns.Take(3).Select((column, i) => new NumberColumn($"mean_corpuscular_haemoglobin_concentration_{i}", ((NumberColumn)column).Values.ToArray()))];
        var evidence = new Faultline.Evidence { Data = Table.FromColumns("t", columns), Roles = new Roles { Features = [.. columns.Select(column => column.Name)] } };
        Assert.All(Audited(evidence).Findings, finding => Assert.InRange(finding.Title.Length, 20, 160));
    }

    [Fact]
    public void Drift_too_small_to_matter_is_not_found_however_many_rows_show_it()
    {
        var report = Run(Normal(40_000, 1, (row, _, z) => z + (0.1 * row / 40_000)));
        Assert.Equal(CheckStatus.Clean, report.Checks.Single().Status);
        Assert.True(report.Checks.Single().P < 0.01);
    }

    [Fact]
    public void A_file_sorted_by_its_label_is_said_to_be_so_and_is_clean()
    {
        var shuffled = Normal(300, 2, (_, _, z) => z);
        int[] order = [.. Enumerable.Range(0, 300).OrderBy(row => shuffled["y"].Text(row), StringComparer.Ordinal)];
        var report = Run(shuffled.Take(order));
        Assert.Equal(CheckStatus.Clean, report.Checks.Single().Status);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains("sorted by the label y", finding.Title, StringComparison.Ordinal);
        Assert.Equal(["y"], Details(report).SortedBy);
    }

    // Rows of one batch stand together: shuffled and split at random they would be in training and test.
    [Fact]
    public void Blocks_of_a_batch_are_to_be_kept_together_and_not_shuffled_apart()
    {
        var data = Normal(400, 7, (_, _, z) => z);
        var table = Table.FromColumns("t", [.. data.Columns, TextColumn.From("batch", Enumerable.Range(0, 400).Select(row => $"b{row / 20 * 7 % 20:00}"))]);
        var finding = Run(table).Findings.Single(found => found.Columns.Contains("batch"));
        Assert.StartsWith("All 400 rows are laid out in blocks of batch", finding.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("shuffle", finding.Title, StringComparison.Ordinal);
        Assert.Contains("keep its rows together in every split (--group batch)", finding.Repair, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 4_000)]
    [InlineData(2, 4_000)]
    [InlineData(10, 20_000)]
    public void A_flag_with_few_ones_is_not_sorted(int ones, int rows)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            var random = SeededRandom.For(seed, "rare flag");
            var flag = new double[rows];
            for (var i = 0; i < ones; i++)
            {
                // Never in the first or last hundredth: anywhere else the ones leave zeros on both sides.
                flag[(rows / 100) + random.NextInt(rows - (rows / 50))] = 1;
            }

            Assert.Empty(Details(Run(With(Normal(rows, seed, (_, _, z) => z), flag))).SortedBy);
        }
    }

    [Fact]
    public void A_flag_whose_few_ones_all_end_the_file_is_sorted()
    {
        // Four ones at one of two ends: 2 / C(2000, 4) = 3e-12.
        var report = Run(With(Normal(2_000, 1, (_, _, z) => z), [.. Enumerable.Range(0, 2_000).Select(row => row >= 1_996 ? 1.0 : 0)]));
        Assert.Equal(["rare"], Details(report).SortedBy);
        Assert.Contains("Each of the 2 values of rare stands in one block", Assert.Single(report.Findings).Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2_000, "All 2,000 rows are sorted by rare")]
    [InlineData(0, 40, "All 2,000 rows are sorted by rare")]
    [InlineData(3, 2_000, "All but 3 of the 2,000 rows are sorted by rare")]
    [InlineData(3, 40, "All but 3 of the 2,000 rows are sorted by rare")]
    public void Sorted_files_are_seen_with_ties_and_with_rows_out_of_place(int away, int values, string title)
    {
        var sorted = Enumerable.Range(0, 2_000).Select(row => row * values / 2_000 / 2.0).ToList();
        for (var i = 0; i < away; i++)
        {
            sorted[300 + (400 * i)] = sorted[^1];
        }

        var report = Run(With(Normal(2_000, 5, (_, _, z) => z), [.. sorted]));
        Assert.StartsWith(title, Assert.Single(report.Findings).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_running_number_with_gaps_does_not_drift(int sign)
    {
        var random = SeededRandom.For(3, "gaps");
        double number = 0;
        double[] numbers = [.. Enumerable.Range(0, 2_000).Select(_ => sign * (number += 1 + random.NextInt(4)))];
        var report = Run(With(Normal(2_000, 7, (_, _, z) => z), numbers));
        Assert.Empty(report.Findings);
        Assert.Empty(Details(report).SortedBy);
    }

    [Fact]
    public void Places_within_batches_are_no_order_of_the_others()
    {
        var report = Run(With(Normal(1_200, 8, (_, _, z) => z), [.. Enumerable.Range(0, 1_200).Select(row => (double)(row % 50))]));
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void Sorted_runs_are_called_runs()
    {
        var report = Run(With(Normal(2_000, 6, (_, _, z) => z), [.. Enumerable.Range(0, 2_000).Select(row => (row % 500) + 0.5)]));
        Assert.StartsWith("All 2,000 rows stand in 4 runs, each sorted by rare", Assert.Single(report.Findings).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chance_of_few_steps_down_is_bounded_and_exact_for_none()
    {
        // All 210 orders of two 0, three 1, two 2, counted here one by one.
        double[] values = [0, 0, 1, 1, 1, 2, 2];
        var orders = Orders(values, []).Distinct(StringComparer.Ordinal).Select(text => text.Select(digit => (double)(digit - '0')).ToArray()).ToArray();
        Assert.Equal(210, orders.Length);
        foreach (var order in orders)
        {
            var steps = Sortedness.Of(order, values);
            int Down(double[] one) => Enumerable.Range(1, 6).Count(i => one[i] < one[i - 1]);
            int Up(double[] one) => Enumerable.Range(1, 6).Count(i => one[i] > one[i - 1]);
            Assert.Equal(Math.Min(Down(order), Up(order)), steps.Against);
            Assert.Equal(orders.Average(Down), steps.Expected, 12);
            var chance = orders.Count(one => Math.Min(Down(one), Up(one)) <= steps.Against) / 210.0;
            Assert.True(Math.Exp(steps.LogChance) >= chance - 1e-12);
            if (steps.Against == 0)
            {
                Assert.Equal(2 / 210.0, Math.Exp(steps.LogChance), 12);
            }

            Assert.Equal(7 - Longest(order, steps.Rising), steps.OutOfPlace(order));
        }

        static int Longest(double[] order, bool rising) => Enumerable.Range(0, 128)
            .Select(set => order.Where((_, i) => (set >> i & 1) == 1).ToArray())
            .Where(part => part.SequenceEqual(rising ? part.Order() : part.OrderDescending()))
            .Max(part => part.Length);
    }

    static IEnumerable<string> Orders(double[] left, double[] taken) => left.Length == 0
        ? [string.Concat(taken)]
        : left.Distinct().SelectMany(value => Orders([.. left[..Array.IndexOf(left, value)], .. left[(Array.IndexOf(left, value) + 1)..]], [.. taken, value]));

    static Table With(Table table, double[] rare) => Table.FromColumns("t", [.. table.Columns, new NumberColumn("rare", rare)]);

    [Fact]
    public void Repeated_measures_are_found_by_their_unit_and_known_groups_are_no_fault()
    {
        var person = SeededRandom.For(4, "person");
        var own = Enumerable.Range(0, 80).Select(_ => person.NextGaussian()).ToArray();
        var data = Normal(400, 3, (row, j, z) => j == 0 ? own[row / 5] + (0.4 * z) : z);
        var table = Table.FromColumns("t", [.. data.Columns, TextColumn.From("who", Enumerable.Range(0, 400).Select(row => $"p{row / 5 * 37 % 80}"))]);
        var finding = Run(table).Findings.Single(one => one.Severity > Severity.Info);
        Assert.Equal(["who", "x0"], finding.Columns);

        // The correlation of two measures of one person is 1/(1 + 0.16).
        Assert.InRange(finding.Measure.Value, 0.86 - 0.2, 0.86 + 0.2);
        var known = new Faultline.Evidence { Data = table, Roles = new Roles { Label = "y", Features = ["x0", "x1", "x2"], Groups = ["who"] }, Task = TaskKind.Classification };
        Assert.Equal(CheckStatus.Clean, Audited(known).Checks.Single().Status);
    }

    [Fact]
    public void An_extreme_value_in_one_large_group_is_no_correlation_above_one()
    {
        // 90 shops of three rows and one of thirty with the highest values: rows of one shop are all but alike, so their correlation is all but 1.
        int[] shops = [.. Enumerable.Range(0, 150).Select(row => row / 3), .. Enumerable.Repeat(90, 30), .. Enumerable.Range(150, 120).Select(row => row / 3)];
        var table = Table.FromColumns(
            new NumberColumn("x", [.. shops.Select((shop, row) => (shop == 90 ? 100 : shop * 37 % 91) + (0.001 * (row * 31 % 300)))]),
            TextColumn.From("shop", shops.Select(shop => $"s{shop * 53 % 91}")),
            TextColumn.From("y", shops.Select((_, row) => row * 31 % 7 > 3 ? "a" : "b")));
        var evidence = new Faultline.Evidence { Data = table, Roles = new Roles { Label = "y", Features = ["x"] }, Task = TaskKind.Classification };
        var title = Audited(evidence).Findings.Single(one => one.Columns.Contains("shop") && one.Columns.Contains("x")).Title;
        var correlation = double.Parse(title.Split("correlation ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(correlation, 0.99, 1);
    }

    [Fact]
    public void The_linked_value_is_looked_for_in_every_column_of_two_groups()
    {
        var random = new SeededRandom(9);
        var linked = Enumerable.Range(0, 200).Select(_ => random.NextInt(2) == 0).ToArray();
        var table = Table.FromColumns(
            new NumberColumn("km", [.. linked.Select(link => link ? 8 + random.NextGaussian() : 4 + random.NextGaussian())]),
            TextColumn.From("sex", linked.Select((_, row) => row % 2 == 0 ? "f" : "m")),
            TextColumn.From("market", linked.Select(link => link ? "A" : "B")));
        AuditReport Run(string value) => Audit.Run(
            new Faultline.Evidence { Data = table, Roles = new Roles { Features = ["km"], Groups = ["sex", "market"] } },
            AuditOptions.Standard with { Entries = [Catalogue.Find("FL105").With("distance", "km").With("linked", value)] },
            TestContext.Current.CancellationToken);

        Assert.Contains(Run("A").Findings, finding => finding.Columns.Contains("market") && finding.Title.Contains("nearer", StringComparison.Ordinal));
        Assert.Contains("no value of sex or market", Assert.Throws<InputException>(() => Run("C")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1.5, true)]
    [InlineData(1.5, false)]
    [InlineData(0, false)]
    public void Only_unlinked_cases_that_lie_nearer_speak_of_ascertainment(double gap, bool expected)
    {
        var random = SeededRandom.For(9, "cases");
        var linked = Enumerable.Range(0, 200).Select(_ => random.NextInt(2) == 0).ToArray();
        var table = Table.FromColumns(
            new NumberColumn("km", [.. linked.Select(link => Math.Abs(5 + (link ? 0 : gap) + random.NextGaussian()))]),
            TextColumn.From("linked", linked.Select(link => link ? "yes" : "no")));
        var evidence = new Faultline.Evidence { Data = table, Roles = new Roles { Features = ["km"], Groups = ["linked"] } };
        var report = Audited(evidence, "FL105.distance=km");
        Assert.Equal(expected, report.Findings.Any(finding => finding.Columns.Contains("linked") && finding.Title.Contains("nearer", StringComparison.Ordinal)));
        var details = Details(report).Ascertainment!;
        Assert.InRange(gap, details.Low, details.High);
    }

    const double KS = 0.07107142857142912;

    static Table Normal(int rows, int seed, Func<int, int, double, double> value)
    {
        var random = SeededRandom.For(seed, "order tests");
        var columns = new List<Column>();
        for (var j = 0; j < 3; j++)
        {
            columns.Add(new NumberColumn($"x{j}", [.. Enumerable.Range(0, rows).Select(row => value(row, j, random.NextGaussian()))]));
        }

        columns.Add(TextColumn.From("y", Enumerable.Range(0, rows).Select(_ => random.NextInt(2) == 0 ? "a" : "b")));
        return Table.FromColumns("t", columns);
    }

    static AuditReport Run(Table data) =>
        Audited(new Faultline.Evidence { Data = data, Roles = new Roles { Label = "y", Features = ["x0", "x1", "x2"] }, Task = TaskKind.Classification });

    static AuditReport Audited(Faultline.Evidence evidence, params string[] set) =>
        Audit.Run(evidence, new AuditOptions { Checks = ["FL105"], Entries = [CatalogueEntry.Of<OrderDependence>()], Set = set }, Cancellation);

    static OrderDependenceDetails Details(AuditReport report) => Assert.IsType<OrderDependenceDetails>(report.Checks.Single().Details);
}
