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
            SliceAttribute[] attributes = [.. Enumerable.Range(0, 3 + random.NextInt(2)).Select(j => SliceAttribute.Of(Column(j, count, random), rows, 1)).OfType<SliceAttribute>()];
            double rate = random.NextInt(3) switch { 0 => 0.02, 1 => 0.15, _ => 0.4 };
            double[] scores = [.. rows.Select(_ => random.NextDouble() < rate ? 1.0 : 0.0)];
            int[] strata = [.. rows.Select(_ => random.NextInt(2))];
            SliceRows made = SliceRows.Of(SliceScore.Error, isShare: true, rows, scores, strata);
            SliceSearchOptions options = new(LeastRows: 4, Depth: 3, Most: 5, Threads: 2);
            SliceSearchResult found = SliceSearch.Run(attributes, made.Sums, made.Variance, options, null, TestContext.Current.CancellationToken);
            foreach (SliceLevel level in found.Levels)
            {
                (double[] beyond, double[] raw) = Brute(attributes, scores, made.Expected, level.Depth, 4);
                Same(beyond, level.Beyond);
                Same(raw, level.Raw);
                pruned += level.Pruned;
            }
        }

        Assert.True(pruned > 0, "nothing was pruned");
    }

    static void Same(double[] expected, IReadOnlyList<Slice> actual)
    {
        double[] best = [.. expected.Where(z => z >= SliceSearch.LeastZ).OrderDescending().Take(5)];
        Assert.Equal(best.Length, actual.Count);
        Assert.All(best.Zip(actual), pair => Assert.Equal(pair.First, pair.Second.Z, 1e-3));
    }

    // Every combination of items, row by row.
    static (double[] Beyond, double[] Raw) Brute(SliceAttribute[] attributes, double[] scores, double[] expected, int depth, int leastRows)
    {
        double mean = scores.Average();
        List<double> beyond = [];
        List<double> raw = [];
        void Go(int from, bool[] within, bool[][] parents)
        {
            if (parents.Length == depth)
            {
                int size = within.Count(inside => inside);
                if (size >= leastRows && !Parents(parents).Any(parent => parent.Count(inside => inside) == size))
                {
                    int[] members = [.. Enumerable.Range(0, within.Length).Where(row => within[row])];
                    double variance = members.Sum(row => expected[row] * (1 - expected[row]));
                    beyond.Add(members.Sum(row => scores[row] - expected[row]) / Math.Sqrt(variance));
                    raw.Add(mean > 0 ? members.Sum(row => scores[row] - mean) / Math.Sqrt(members.Length * mean * (1 - mean)) : 0);
                }

                return;
            }

            for (int a = from; a < attributes.Length; a++)
            {
                for (int item = 1; item < attributes[a].ItemCount(depth); item++)
                {
                    bool[] holds = [.. Enumerable.Range(0, within.Length).Select(row => attributes[a].Holds(item, row))];
                    Go(a + 1, [.. within.Zip(holds, (x, y) => x && y)], [.. parents, holds]);
                }
            }
        }

        Go(0, [.. Enumerable.Repeat(true, scores.Length)], []);
        return ([.. beyond], [.. raw]);
    }

    static IEnumerable<bool[]> Parents(bool[][] terms) => Enumerable.Range(0, terms.Length).Select(left =>
        Enumerable.Range(0, terms[0].Length).Select(row => terms.Where((_, term) => term != left).All(term => term[row])).ToArray());

    static Column Column(int j, int rows, SeededRandom random)
    {
        int levels = 2 + random.NextInt(3);
        return j % 2 == 0
            ? TextColumn.From($"t{j}", Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? null : $"v{random.NextInt(levels)}"))
            : new NumberColumn($"n{j}", [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? double.NaN : random.NextInt(levels + 1))]);
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
        for (int seed = 0; seed < 60; seed++)
        {
            AuditReport report = Run(Evidence(1000, seed, planted: 0.15));
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
            held += Details(report).Slices.All(slice => slice.Low <= 0.15 && slice.High >= 0.15) ? 1 : 0;
            Assert.NotEmpty(Details(report).Slices);
        }

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
