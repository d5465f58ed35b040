using System.Globalization;

namespace Faultline.Tests.Enters;

public sealed class OutliersTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Gross_errors_in_single_cells_are_found_and_blamed_on_their_column()
    {
        double[][] columns = Normal(2000, 5, 1);
        columns[3][77] = 40;
        columns[1][1500] = -60;
        (CheckReport check, AuditReport report) = Run(Numbers(columns));
        Assert.Equal(CheckStatus.Found, check.Status);
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal([1500, 77], finding.Rows.Sample);
        Assert.Equal(["x1"], finding.Examples[0].Cells.Where(cell => cell.Guilty).Select(cell => cell.Column));
        Assert.Equal(["x3"], finding.Examples[1].Cells.Where(cell => cell.Guilty).Select(cell => cell.Column));
        var details = Assert.IsType<OutliersDetails>(check.Details);
        Assert.Equal(["x1"], details.Rows[0].Columns);
    }

    [Fact]
    public void Magnitude_is_told_where_it_is_asked_for_and_flags_nothing()
    {
        double[][] columns = Normal(400, 5, 3);
        columns[2][60] = 45;
        var evidence = new Evidence { Data = Numbers(columns), Roles = new Roles { Features = ["x0", "x1", "x2", "x3", "x4"] } };
        CheckReport Check(int landmarks) =>
            Audit.Run(evidence, AuditOptions.Standard with { Entries = [Catalogue.Find("FL104").With("magnitude", landmarks.ToString(CultureInfo.InvariantCulture))] }, Cancellation).Checks.Single();
        CheckReport without = Check(0), with = Check(150);
        Assert.Null(((OutliersDetails)without.Details!).Magnitude);
        MagnitudeWeights weights = ((OutliersDetails)with.Details!).Magnitude!;
        Assert.Equal((60, 150), (weights.Rows[0].Row, weights.Landmarks));
        Assert.Equal(400, weights.Rows.Count);
        Assert.InRange(weights.Magnitude, 1, 150);
        Assert.Equal((without.RowsFlagged, without.Status), (with.RowsFlagged, with.Status));
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("log-normal")]
    [InlineData("heavy")]
    [InlineData("mixed")]
    public void Clean_tables_stay_clean(string kind)
    {
        int clean = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            double[][] columns = Normal(500, 6, seed + 10);
            Table table = kind switch
            {
                "log-normal" => Numbers([.. columns.Select(column => column.Select(z => Math.Exp(1.5 * z)).ToArray())]),
                "heavy" => Numbers([.. columns.Chunk(2).Select(pair => pair[0].Zip(pair[1], (a, b) => a / (Math.Abs(b) + 0.3)).ToArray())]),
                "mixed" => Table.FromColumns(
                    new NumberColumn("a", columns[0]),
                    new NumberColumn("b", [.. columns[1].Select(z => Math.Max(0, Math.Round(3 * z)))]),
                    TextColumn.From("c", columns[2].Select(z => z > 1 ? "high" : z > -2.5 ? "low" : "seldom")),
                    TextColumn.From("d", columns[3].Select(z => z > 1.5 ? null : z.ToString("0", CultureInfo.InvariantCulture)))),
                _ => Numbers(columns),
            };
            clean += Run(table).Check.Status == CheckStatus.Clean ? 1 : 0;
        }

        Assert.InRange(clean, 3, 4);
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(9000)]
    [InlineData(20_000)]
    public void Seldom_combinations_of_a_few_categories_are_no_far_rows(int rows)
    {
        // Independent columns of three levels with shares 6/11, 3/11 and 2/11: 243 combinations, the rarest in 1 of 5,000 rows.
        for (int seed = 0; seed < 3; seed++)
        {
            SeededRandom random = SeededRandom.For(seed, "combinations");
            Table table = Table.FromColumns([.. Enumerable.Range(0, 5).Select(j =>
                TextColumn.From($"x{j}", Enumerable.Range(0, rows).Select(_ => random.NextInt(11) switch { < 6 => "a", < 9 => "b", _ => "c" })))]);
            Assert.Equal(CheckStatus.Clean, Run(table).Check.Status);
        }
    }

    [Fact]
    public void A_gross_error_among_rows_with_exact_twins_is_still_found()
    {
        SeededRandom random = SeededRandom.For(1, "twins");
        double[] numbers = [.. Enumerable.Range(0, 5000).Select(_ => (double)random.NextInt(5))];
        numbers[77] = 400;
        Table table = Table.FromColumns(TextColumn.From("c", numbers.Select((_, row) => row % 3 == 0 ? "a" : "b")), new NumberColumn("n", numbers));
        (CheckReport check, AuditReport report) = Run(table);
        Assert.Equal(CheckStatus.Found, check.Status);
        Assert.Equal([77], Assert.Single(report.Findings).Rows.Sample);
    }

    [Fact]
    public void Diamonds_of_impossible_width_and_depth_come_first()
    {
        string[] lines = SharedData.Lines("tabular", "diamonds.csv.gz");
        int[] wrong = [24067, 48410, 49189];
        int[] rows = [.. Enumerable.Range(0, lines.Length - 1).Where(row => row % 12 == 0 || wrong.Contains(row))];
        Table table = Csv([.. rows.Select(row => lines[row + 1])], lines[0].Split(','));
        (CheckReport check, AuditReport report) = Run(table);

        // y = 58.9, z = 31.8 and y = 31.8, where the others lie between 0 and 11.
        Assert.Equal(wrong, report.Findings[0].Rows.Sample.Take(3).Select(row => rows[row]).Order());
        Assert.InRange(check.RowsFlagged, 3, table.RowCount / 50);
    }

    [Fact]
    public void Scores_fall_with_the_mean_distance_to_the_ten_nearest_embeddings()
    {
        var random = new SeededRandom(5);
        float[] points = [.. Enumerable.Range(0, 120 * 3).Select(_ => (float)random.NextGaussian())];
        points[30] = float.NaN;
        double[] scores = Scores(points, 3);
        double[] distances = new double[120];
        for (int i = 0; i < 120; i++)
        {
            distances[i] = Enumerable.Range(0, 120).Where(j => j != i && j != 10)
                .Select(j => Math.Sqrt(Enumerable.Range(0, 3).Sum(d => Math.Pow((double)points[(i * 3) + d] - points[(j * 3) + d], 2)))).Order().Take(10).Average();
        }

        Assert.True(double.IsNaN(scores[10]));
        int[] others = [.. Enumerable.Range(0, 120).Where(i => i != 10)];
        Assert.Equal(others.OrderBy(i => distances[i]), others.OrderByDescending(i => scores[i]));
        Assert.All(others, i => Assert.InRange(scores[i], 0, 1));
    }

    [Fact]
    public void An_embedding_far_away_is_found_without_scaling()
    {
        var random = new SeededRandom(6);
        float[] points = [.. Enumerable.Range(0, 500 * 8).Select(_ => (float)random.NextGaussian())];
        for (int d = 0; d < 8; d++)
        {
            points[(42 * 8) + d] = 9;
        }

        var evidence = new Evidence { Data = Numbers(Normal(500, 1, 1)), Roles = new Roles(), Embedding = new VectorColumn("e", points, 8) };
        AuditReport report = Audit.Run(evidence, Options(), Cancellation);
        Assert.Equal([42], Assert.Single(report.Findings).Rows.Sample);
    }

    [Fact]
    public void A_sample_of_reference_rows_is_said_in_the_plan()
    {
        double[][] columns = Normal(3000, 3, 4);
        columns[0][5] = 90;
        (CheckReport check, AuditReport report) = Run(Numbers(columns), null, "FL104.exactRows=1000", "FL104.referenceRows=500");
        Assert.Equal([5], Assert.Single(report.Findings).Rows.Sample);
        Assert.Contains(report.Plan.Limits, limit => limit.Contains("500", StringComparison.Ordinal));
        Assert.Equal(3000, check.RowsScored);
    }

    [Fact]
    public void Few_rows_are_unmeasured() => Assert.Equal(CheckStatus.Unmeasured, Run(Numbers(Normal(49, 2, 1))).Check.Status);

    [Fact]
    public void Without_a_column_to_measure_distances_in_the_check_is_skipped_with_the_flags_that_bring_one()
    {
        CheckReport check = Run(Numbers([new double[100]])).Check;
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("--features", check.Reason, StringComparison.Ordinal);
        Assert.Contains("--embedding", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_a_power_law_is_its_quantile()
    {
        // Distances with P(D > d) = d^−4 at evenly spaced quantiles: 0.01 rows of n are expected beyond (n / 0.01)^(1/4).
        const int n = 20_000;
        double[] distances = [.. Enumerable.Range(0, n).Select(i => Math.Pow(1 - ((i + 0.5) / n), -0.25))];
        OutlierThreshold threshold = OutlierThreshold.Fit(distances, scaled: false, 0.02);
        Assert.Equal(Math.Pow(n / 0.01, 0.25), threshold.Limit, 37.6 * 0.01);
        Assert.Equal(0.5, threshold.Score(threshold.Limit), 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Log_normal_columns_are_brought_to_their_normal_scores(double sigma)
    {
        double[] normal = Normal(20_000, 1, 3)[0];
        Func<double, double> skew = z => sigma == 0 ? z : Math.Exp(sigma * z);
        double[] sorted = [.. normal.Select(skew).Order()];
        TukeyScale scale = TukeyScale.Fit(sorted)!.Value;

        // The short side of a skewed column is bounded and stays so; only its long side has a tail to take off.
        foreach (double z in sigma == 0 ? new[] { -4, -2.5, -1, 0, 1, 2.5, 4 } : [0, 1, 2.5, 4])
        {
            Assert.Equal(z, scale.Score(skew(z)), Math.Max(0.06, 0.07 * Math.Abs(z)));
        }
    }

    static double[] Scores(float[] points, int dimensions)
    {
        int rows = points.Length / dimensions;
        var evidence = new Evidence { Data = Numbers(Normal(rows, 1, 1)), Roles = new Roles(), Embedding = new VectorColumn("e", points, dimensions) };
        return Audit.Run(evidence, Options(), Cancellation).Scores.Single().Rows!.Scores;
    }

    static (CheckReport Check, AuditReport Report) Run(Table table, string? label = null, params string[] set)
    {
        var roles = new Roles { Label = label, Features = [.. table.Columns.Select(column => column.Name).Where(name => name != label)] };
        AuditReport report = Audit.Run(new Evidence { Data = table, Roles = roles }, Options(set), Cancellation);
        return (report.Checks.Single(check => check.Id == "FL104"), report);
    }

    static AuditOptions Options(params string[] set) => new() { Checks = ["FL104"], Set = set, Learner = LearnerChoice.None };

    static Table Numbers(double[][] columns) => Table.FromColumns([.. columns.Select((column, i) => new NumberColumn("x" + i, column))]);

    static double[][] Normal(int rows, int columns, int seed)
    {
        var random = new SeededRandom((ulong)seed);
        return [.. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextGaussian()).ToArray())];
    }

    static Table Csv(string[] lines, string[] names)
    {
        string[][] rows = [.. lines.Where(line => line.Contains(',', StringComparison.Ordinal)).Select(line => line.Split(',').Select(cell => cell.Trim()).ToArray())];
        return Table.FromColumns([.. names.Select((name, i) => Column(name.Trim('"'), [.. rows.Select(row => row[i])]))]);
    }

    static Column Column(string name, string[] cells) =>
        cells.All(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? new NumberColumn(name, [.. cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))])
            : TextColumn.From(name, cells);
}
