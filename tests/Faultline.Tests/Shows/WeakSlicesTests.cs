namespace Faultline.Tests;

public sealed class WeakSlicesTests
{
    [Fact]
    public void Search_with_pruning_equals_brute_force_on_1000_tables()
    {
        long pruned = 0;
        for (int draw = 0; draw < 1000; draw++)
        {
            SeededRandom random = SeededRandom.For(draw, "slices");
            int count = 40 + random.NextInt(60);
            int[] rows = [.. Enumerable.Range(0, count)];
            int most = draw % 20 == 0 ? 12 : 4;
            Column[] columns = [.. Enumerable.Range(0, 3 + (draw % 20 == 0 ? 0 : random.NextInt(2))).Select(j => Column(j, count, most, random))];
            double rate = random.NextInt(3) switch { 0 => 0.05, 1 => 0.15, _ => 0.4 };
            double[] scores = [.. rows.Select(_ => random.NextDouble() < rate ? 1.0 : 0.0)];
            SliceRows made = SliceRows.Of(SliceScore.Error, isShare: true, rows, scores, [.. rows.Select(_ => random.NextInt(2))]);
            scores = made.Values;
            SliceAttribute[] attributes = [.. columns.Select(column => SliceAttribute.Of(column, made.Rows, 1)).OfType<SliceAttribute>()];
            SliceScale scale = made.Scale(leastRows: 6);
            IReadOnlyList<SliceLevel> found = SliceSearch.Run(attributes, made.Tally, scale, new SliceSearchOptions(Depth: 3, Threads: 2), null, TestContext.Current.CancellationToken);
            IReadOnlyList<SliceLevel> whole = SliceSearch.Run(attributes, made.Tally, scale, new SliceSearchOptions(Depth: 3, Threads: 1, Prunes: false), null, TestContext.Current.CancellationToken);
            foreach ((SliceLevel level, SliceLevel all) in found.Zip(whole))
            {
                Dictionary<string, (double Beyond, double Raw)> best = Brute(attributes, scores, made.Expected, level.Depth, 6, out int searched, out double weight);
                Assert.Equal(searched, level.Searched);
                Assert.Equal(weight, level.Weight, 1e-9 * weight);
                Same(best.Where(set => set.Value.Beyond >= SliceCube.LeastZ).ToDictionary(set => set.Key, set => set.Value.Beyond), level.Beyond);
                Same(best.Where(set => set.Value.Raw >= SliceCube.LeastZ).ToDictionary(set => set.Key, set => set.Value.Raw), level.Raw);
                Assert.Equal(all.Beyond.Select(Text), level.Beyond.Select(Text));
                Assert.Equal(all.Raw.Select(Text), level.Raw.Select(Text));
                pruned += level.Pruned;
            }
        }

        Assert.True(pruned > 0, "nothing was pruned");
    }

    static string Text(Slice slice) => $"{string.Join('|', slice.Terms)} {slice.Z:R}";

    // The best of each set of attributes.
    static void Same(Dictionary<string, double> expected, IReadOnlyList<Slice> actual)
    {
        Dictionary<string, double> best = actual.GroupBy(slice => string.Join(',', slice.Terms.Select(term => term.Attribute))).ToDictionary(set => set.Key, set => set.Max(slice => slice.Z));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), best.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, set => Assert.Equal(set.Value, best[set.Key], 1e-4));
    }

    // Every combination of items, row by row.
    static Dictionary<string, (double Beyond, double Raw)> Brute(SliceAttribute[] attributes, double[] scores, double[] expected, int depth, int leastRows, out int searched, out double weight)
    {
        double mean = scores.Average();
        Dictionary<string, (double Beyond, double Raw)> best = [];
        int enough = 0;
        double weights = 0;
        void Go(int from, bool[] within, bool[][] terms, double weight, int[] set)
        {
            if (terms.Length == depth)
            {
                int[] members = [.. Enumerable.Range(0, within.Length).Where(row => within[row])];
                if (members.Length >= leastRows && !Parents(terms).Any(parent => parent.Count(inside => inside) == members.Length))
                {
                    enough++;
                    weights += weight;
                    string key = string.Join(',', set);
                    (double beyond, double raw) = best.GetValueOrDefault(key);
                    best[key] = (
                        Math.Max(beyond, Excess(members.Sum(row => scores[row]), members.Length, members.Sum(row => expected[row]), members.Sum(row => expected[row] * (1 - expected[row])))),
                        Math.Max(raw, Excess(members.Sum(row => scores[row]), members.Length, members.Length * mean, members.Length * mean * (1 - mean))));
                }

                return;
            }

            for (int a = from; a < attributes.Length; a++)
            {
                SliceAxis axis = attributes[a].Axis(depth);
                for (int item = 1; item < axis.Items.Length; item++)
                {
                    bool[] holds = [.. Enumerable.Range(0, within.Length).Select(row => attributes[a].Holds(axis.Numbers[item], row))];
                    Go(a + 1, [.. within.Zip(holds, (x, y) => x && y)], [.. terms, holds], weight * axis.Weights[item], [.. set, a]);
                }
            }
        }

        Go(0, [.. Enumerable.Repeat(true, scores.Length)], [], 1, []);
        (searched, weight) = (enough, weights);
        return best;
    }

    // The smaller of z and the root of twice the log-likelihood ratio against the binomial of this mean and variance.
    static double Excess(double errors, int rows, double mean, double variance)
    {
        if (errors <= mean || variance <= 0)
        {
            return 0;
        }

        double chance = 1 - (variance / mean);
        double trials = mean / chance;
        (trials, chance) = errors < trials ? (trials, chance) : (rows, mean / rows);
        double share = errors / trials;
        double ratio = trials * ((share * Math.Log(share / chance)) + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - chance)) : 0));
        return Math.Min((errors - mean) / Math.Sqrt(variance), Math.Sqrt(2 * Math.Max(0, ratio)));
    }

    static IEnumerable<bool[]> Parents(bool[][] terms) => Enumerable.Range(0, terms.Length).Select(left =>
        Enumerable.Range(0, terms[0].Length).Select(row => terms.Where((_, term) => term != left).All(term => term[row])).ToArray());

    static Column Column(int j, int rows, int most, SeededRandom random)
    {
        int levels = 2 + random.NextInt(most - 1);
        return j % 2 == 0 && most < 10
            ? TextColumn.From($"t{j}", Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? null : $"v{random.NextInt(levels)}"))
            : new NumberColumn($"n{j}", [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? double.NaN : random.NextInt(levels + 1))]);
    }

    [Fact]
    public void Rows_of_a_set_are_those_in_range()
    {
        foreach (int count in (int[])[1, 63, 64, 65, 200, 1000])
        {
            SeededRandom random = new((ulong)count);
            byte[] codes = [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt(256))];
            RowSet set = RowSet.All(count);
            set.Narrow(codes, 40, 250);
            set.Narrow(codes, 0, 200);
            int[] rows = [.. Enumerable.Range(0, count).Where(row => codes[row] is >= 40 and <= 200)];
            Assert.Equal(rows, set.ToRows());
            Assert.Equal(rows.Length, set.Count);
            Assert.Equal(count - rows.Length, RowSet.All(count).Without(set).Count);
            foreach ((int from, int to) in (((int, int)[])[(0, count), (0, count / 2), (count / 3, count), (count / 3, (count / 3) + 1), (count, count)]))
            {
                Assert.Equal(rows.Count(row => row >= from && row < to), set.CountBetween(from, to));
            }
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        Evidence evidence = Evidence(2000, seed: 7, planted: 0.4);
        string[] told = [.. new[] { 1, 2, 5 }.Select(threads => string.Join('\n', Details(Audit.Run(evidence, new AuditOptions { Checks = ["FL301"], Threads = threads }, TestContext.Current.CancellationToken)).Slices.Select(slice => $"{slice.Where} {slice.P:R} {slice.Low:R} {slice.High:R}")))];
        Assert.NotEmpty(told[0]);
        Assert.Single(told.Distinct(StringComparer.Ordinal));
    }

    // Exact tails by convolution of the rows' own chances.
    [Theory]
    [InlineData(100, 0.02, 0.4)]
    [InlineData(150, 0.15, 0.15)]
    [InlineData(300, 0.001, 0.3)]
    public void Tail_is_that_of_the_sum_of_unequal_chances(int rows, double low, double high)
    {
        double[] chances = [.. Enumerable.Range(0, rows).Select(row => low + ((high - low) * row / (rows - 1.0)))];
        double[] mass = [1, .. new double[rows]];
        for (int row = 0; row < rows; row++)
        {
            for (int k = row + 1; k >= 0; k--)
            {
                mass[k] = (mass[k] * (1 - chances[row])) + (k > 0 ? mass[k - 1] * chances[row] : 0);
            }
        }

        double mean = chances.Sum();
        double variance = chances.Sum(chance => chance * (1 - chance));
        for (int errors = (int)mean + 3; errors < mean + (6 * Math.Sqrt(variance)); errors++)
        {
            double exact = mass[errors..].Sum();
            Assert.InRange(SliceTail.OfShare(errors, rows, mean, variance) / exact, 0.7, 1.5);
        }
    }

    [Fact]
    public void A_slice_of_two_columns_is_named_in_words()
    {
        AuditReport report = Run(Evidence(4000, seed: 1, planted: 0.5));
        ReportFinding finding = report.Findings[0];
        Assert.Equal(CheckStatus.Found, Check(report).Status);
        Assert.Equal(["age", "job"], finding.Columns);
        Assert.Contains("age up to 2", finding.Title, StringComparison.Ordinal);
        Assert.Contains("job = 'student'", finding.Title, StringComparison.Ordinal);
        WeakSlice slice = Details(report).Slices[0];
        Assert.True(slice.Beyond);
        Assert.InRange(slice.Value, 0.35, 0.65);
        Assert.InRange(slice.Overall, 0.13, 0.2);
        Assert.True(slice.Low > 0.2 && slice.High < 0.8 && slice.Q < 1e-6);
        Assert.True(report.Findings.Count <= 3, "a slice was told again and again");
    }

    [Fact]
    public void No_cell_is_told_under_no_values()
    {
        AuditReport report = Audit.Run(Evidence(4000, seed: 1, planted: 0.5), new AuditOptions { Checks = ["FL301"], ShowValues = false }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("student", report.Findings[0].Title, StringComparison.Ordinal);
        Assert.Contains("job#", report.Findings[0].Title, StringComparison.Ordinal);
    }

    // The rate is 0.15 everywhere, so every interval told must hold it, in 95 of 100 tables at once.
    [Fact]
    public void Where_all_rows_err_equally_often_nothing_is_found_and_intervals_hold_the_rate()
    {
        int found = 0;
        int held = 0;
        int told = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            AuditReport report = Run(Evidence(1000, seed, planted: 0.15));
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
            held += Details(report).Slices.All(slice => slice.Low <= 0.15 && slice.High >= 0.15) ? 1 : 0;
            told += Details(report).Slices.Count;
        }

        Assert.True(told > 50, $"told {told} slices in 60 tables");

        Assert.True(found <= 3, $"found in {found} of 60");
        Assert.True(held >= 55, $"held in {held} of 60");
    }

    [Fact]
    public void Where_classes_overlap_and_the_model_knows_it_is_information()
    {
        const int Rows = 4000;
        SeededRandom random = new(3);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        double[] noise = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        double[] p = [.. x.Select(value => 1 / (1 + Math.Exp(-4 * value)))];
        int[] labels = [.. p.Select(chance => random.NextDouble() < chance ? 1 : 0)];
        Evidence evidence = Classes([new NumberColumn("x", x), new NumberColumn("noise", noise)], labels, [.. p.SelectMany(chance => new[] { 1 - chance, chance })]);
        AuditReport report = Run(evidence);
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains("as unsure there as it should be", finding.Title, StringComparison.Ordinal);
        Assert.Contains("x", finding.Columns);
    }

    [Theory]
    [InlineData("Error", "absolute error")]
    [InlineData("Loss", "squared error")]
    public void A_slice_of_large_errors_of_a_number_is_found(string score, string name)
    {
        const int Rows = 3000;
        SeededRandom random = new(4);
        TextColumn town = TextColumn.From("town", Enumerable.Range(0, Rows).Select(_ => "town " + random.NextInt(6)));
        double[] size = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        double[] labels = [.. size.Select((value, row) => (5 * value) + (random.NextGaussian() * (town.Text(row) == "town 3" ? 3 : 1)))];
        Evidence evidence = new()
        {
            Data = Table.FromColumns(town, new NumberColumn("size", size), new NumberColumn("y", labels)),
            Roles = new Roles { Label = "y", Features = ["town", "size"] },
            Task = TaskKind.Regression,
            Values = new ValuePredictions(labels, [.. size.Select(value => 5 * value)], IsOutOfFold: false),
        };
        AuditReport report = Run(evidence, $"FL301.score={score}");
        Assert.Equal(name, Details(report).Score);
        WeakSlice slice = Details(report).Slices[0];
        Assert.Equal("town = 'town 3'", slice.Where);
        Assert.Equal(CheckStatus.Found, Check(report).Status);

        // E|3z| = 3 √(2/π) = 2.394, E(3z)² = 9.
        double truth = score == "Error" ? 2.394 : 9;
        Assert.True(slice.Low < truth && truth < slice.High, $"{slice.Low} … {slice.High}");
    }

    [Fact]
    public void Wrong_labels_of_a_part_are_found_as_label_noise()
    {
        const int Rows = 3000;
        SeededRandom random = new(5);
        TextColumn who = TextColumn.From("annotator", Enumerable.Range(0, Rows).Select(_ => "a" + random.NextInt(5)));
        int[] truth = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt(2))];
        int[] labels = [.. truth.Select((label, row) => random.NextDouble() < (who.Text(row) == "a2" ? 0.2 : 0.02) ? 1 - label : label)];
        Evidence evidence = Classes([who], labels, [.. truth.SelectMany(label => label == 0 ? new[] { 0.95, 0.05 } : [0.05, 0.95])]);
        AuditReport report = Run(evidence, "FL301.score=LabelNoise");
        Assert.Equal("annotator = 'a2'", Details(report).Slices[0].Where);
        Assert.Equal(CheckStatus.Found, Check(report).Status);
        Assert.Contains("labelled", report.Findings[0].Cause, StringComparison.Ordinal);
    }

    // Clopper and Pearson's interval worked out from the beta law's definition: P(at least as many errors) at the low end, P(at most) at the high end, are 0.025.
    [Theory]
    [InlineData("job = student and age <= 25", "job = 'student'", 25.0)]
    [InlineData("age<=25 AND job='student'", "job = 'student'", 25.0)]
    [InlineData("job != \"student\" and age > 40", "other jobs", 40.0)]
    public void A_slice_that_is_asked_for_has_its_exact_error_rate(string where, string kind, double bound)
    {
        Evidence evidence = Evidence(2000, seed: 2, planted: 0.5);
        int rows = 0, errors = 0;
        for (int row = 0; row < 2000; row++)
        {
            double age = ((NumberColumn)evidence.Data["age"]).Values[row];
            bool student = evidence.Data["job"].Text(row) == "student";
            if (kind == "other jobs" ? !student && age > bound : student && age <= bound)
            {
                rows++;
                errors += evidence.Classes!.Row(row)[evidence.Classes.Labels[row]] < 0.5 ? 1 : 0;
            }
        }

        AuditReport report = Run(evidence, $"FL301.where={where}");
        WeakSlice asked = Details(report).Asked!;
        Assert.Equal(rows, asked.Rows);
        Assert.Equal(errors / (double)rows, asked.Value, 1e-12);
        Assert.Equal(0.025, MathNet.Numerics.Distributions.Binomial.CDF(asked.High, rows, errors), 1e-6);
        Assert.Equal(0.975, MathNet.Numerics.Distributions.Binomial.CDF(asked.Low, rows, errors - 1), 1e-6);
        ReportFinding finding = report.Findings.Single(finding => finding.Title.StartsWith("Asked for", StringComparison.Ordinal));
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Equal(rows, finding.Rows.Count);
    }

    [Theory]
    [InlineData("town = x", "which is not there")]
    [InlineData("job > 3", "neither smaller nor larger")]
    [InlineData("age = old", "can not be compared with the numbers")]
    [InlineData("age > 1000", "no row with a label and a prediction is where age > 1000")]
    [InlineData("job", "FL301.where")]
    public void A_slice_that_can_not_be_looked_at_is_refused_with_the_reason(string where, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Run(Evidence(300, seed: 2, planted: 0.5), $"FL301.where={where}")).Message, StringComparison.Ordinal);

    // The conditions are those that the sentence says, whatever stands in the quotes.
    [Theory]
    [InlineData("job = 'rock and roll'", "rock and roll")]
    [InlineData("job=\"rock and roll\" and age >= 18", "rock and roll")]
    [InlineData("job = \"it's and 'so' and on\"", "it's and 'so' and on")]
    [InlineData("job = 'it''s and ''so'' and on'", "it's and 'so' and on")]
    [InlineData("job = '80s", "'80s")]
    [InlineData("\"job\" = a is missing", "a is missing")]
    [InlineData("job != 'rock and roll' and job = a is missing and age >= 18", "a is missing")]
    public void Quoted_values_may_hold_anything(string where, string job)
    {
        Evidence evidence = Evidence(400, seed: 4, planted: 0.15);
        string[] jobs = ["rock and roll", "it's and 'so' and on", "'80s", "a is missing"];
        evidence = evidence with { Data = Table.FromColumns("t", [evidence.Data["age"], TextColumn.From("job", Enumerable.Range(0, 400).Select(row => jobs[row % 4])), evidence.Data["other"], evidence.Data["y"]]) };
        WeakSlice asked = Details(Run(evidence, $"FL301.where={where}")).Asked!;
        Assert.Equal(100, asked.Rows);
        Assert.Equal(["job"], asked.Columns.Take(1));
        Assert.Contains(job, jobs);
        int errors = Enumerable.Range(0, 400).Count(row => jobs[row % 4] == job && evidence.Classes!.Row(row)[evidence.Classes.Labels[row]] < 0.5);
        Assert.Equal(errors / 100.0, asked.Value, 1e-12);
    }

    [Theory]
    [InlineData("a = 1 and ")]
    [InlineData("a = and b = 1")]
    [InlineData("a = 1 and b")]
    [InlineData("is missing")]
    [InlineData("a ! 1")]
    [InlineData("")]
    public void What_is_no_condition_is_refused(string where) => Assert.Null(SliceQuery.Parse(where));

    // Errors rise in steps of 1 to 2,000 in a mixed order, those of 40 rows by 300 more. scipy.stats.mannwhitneyu(..., 'greater', method='asymptotic', use_continuity=False) gives
    // p = 0.00101 and, for 200 more, 0.0160; there the rows are drawn without replacement, which makes 40 of 2,000 one hundredth clearer.
    [Theory]
    [InlineData(300.5, 0.00101)]
    [InlineData(200.5, 0.0160)]
    public void A_slice_that_is_asked_for_of_a_number_has_the_p_of_its_ranks(double more, double p)
    {
        const int Rows = 2000;
        double[] labels = [.. Enumerable.Range(0, Rows).Select(row => (row * 7919 % Rows) + (row % 50 == 7 ? more : 0))];
        TextColumn group = TextColumn.From("g", Enumerable.Range(0, Rows).Select(row => row % 50 == 7 ? "a" : "b"));
        Evidence evidence = new()
        {
            Data = Table.FromColumns(group, new NumberColumn("other", [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 13))]), new NumberColumn("y", labels)),
            Roles = new Roles { Label = "y", Features = ["g", "other"] },
            Task = TaskKind.Regression,
            Values = new ValuePredictions(labels, new double[Rows], IsOutOfFold: false),
        };
        WeakSlice asked = Details(Run(evidence, "FL301.where=g = a")).Asked!;
        Assert.Equal((40L, p), (asked.Rows, p));
        Assert.InRange(asked.P, 0.85 * p, 1.2 * p);
        Assert.Equal(asked.P, asked.Q);
        Assert.Equal(1, Details(Run(evidence, "FL301.where=g = b")).Asked!.P);
    }

    [Fact]
    public void Of_a_number_errors_and_values_are_told_in_plain_numbers()
    {
        const int Rows = 3000;
        SeededRandom random = new(5);
        TextColumn town = TextColumn.From("town", Enumerable.Range(0, Rows).Select(_ => "town " + random.NextInt(6)));
        double[] labels = [.. Enumerable.Range(0, Rows).Select(row => random.NextGaussian() * (town.Text(row) == "town 3" ? 9000 : 3000))];
        Evidence evidence = new()
        {
            Data = Table.FromColumns(town, new NumberColumn("y", labels)),
            Roles = new Roles { Label = "y", Features = ["town"] },
            Task = TaskKind.Regression,
            Values = new ValuePredictions(labels, new double[Rows], IsOutOfFold: false),
        };
        ReportFinding finding = Run(evidence).Findings[0];

        // 9,000 √(2/π) = 7,181: four digits and a comma, three of them telling.
        Assert.Matches(@"the absolute error is [67],\d\d0 \([67],\d\d0–[78],\d\d0\), ", finding.Title);
        Assert.DoesNotContain("E+", finding.Title + finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("label", finding.Title + finding.Cause + finding.Repair, StringComparison.Ordinal);
        Assert.DoesNotContain("sure", finding.Title + finding.Cause + finding.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_of_dates_and_of_missing_cells_can_be_asked_for()
    {
        Evidence evidence = Evidence(400, seed: 3, planted: 0.15);
        long day = 86_400_000_000;
        TimeColumn made = new("made", [.. Enumerable.Range(0, 400).Select(row => row % 4 == 0 ? TimeColumn.Missing : row * day)]);
        evidence = evidence with { Data = Table.FromColumns("t", [.. evidence.Data.Columns, made]) };
        Assert.Equal(100, Details(Run(evidence, "FL301.where=made is missing")).Asked!.Rows);
        Assert.Empty(SliceQuery.Parse("made is missing and age is missing")!.Columns.Except(["made", "age"]));
        Assert.Equal(75, Details(Run(evidence, "FL301.where=made >= 1970-04-11 and made < 1970-07-20")).Asked!.Rows);
    }

    [Fact]
    public void Too_few_rows_are_unmeasured()
    {
        CheckReport check = Check(Run(Evidence(199, seed: 1, planted: 0.5)));
        Assert.Equal(CheckStatus.Unmeasured, check.Status);
        Assert.Contains("199 rows", check.Reason, StringComparison.Ordinal);
    }

    // 15 % of the rows err, of young students a share of their own; the model says 0.85 everywhere.
    static Evidence Evidence(int rows, int seed, double planted)
    {
        SeededRandom random = SeededRandom.For(seed, "students");
        double[] age = [.. Enumerable.Range(0, rows).Select(_ => (double)(18 + random.NextInt(50)))];
        string[] jobs = ["student", "clerk", "nurse", "farmer"];
        TextColumn job = TextColumn.From("job", Enumerable.Range(0, rows).Select(_ => jobs[random.NextInt(4)]));
        double[] other = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(2))];
        double[] probabilities = new double[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            bool weak = age[row] <= 25 && job.Text(row) == "student";
            int predicted = random.NextDouble() < (weak ? planted : 0.15) ? 1 - labels[row] : labels[row];
            probabilities[(2 * row) + predicted] = 0.85;
            probabilities[(2 * row) + 1 - predicted] = 0.15;
        }

        return Classes([new NumberColumn("age", age), job, new NumberColumn("other", other)], labels, probabilities);
    }

    static Evidence Classes(IReadOnlyList<Column> features, int[] labels, double[] probabilities) => new()
    {
        Data = Table.FromColumns("t", [.. features, new TextColumn("y", labels, ["no", "yes"])]),
        Roles = new Roles { Label = "y", Features = [.. features.Select(column => column.Name)] },
        Task = TaskKind.Classification,
        Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
    };

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL301");

    static WeakSlicesDetails Details(AuditReport report) => Assert.IsType<WeakSlicesDetails>(Check(report).Details);

    static AuditReport Run(Evidence evidence, params string[] set) => Audit.Run(evidence, new AuditOptions { Checks = ["FL301"], Set = set }, TestContext.Current.CancellationToken);
}
