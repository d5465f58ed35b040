namespace Faultline.Tests;

public sealed class MiscalibrationTests
{
    // True errors √E[(q − p)²] for log odds N(0, 2²), by quadrature (scipy.integrate.quad): q = σ(2z), σ(z/2), σ(z + 0.3) against p = σ(z).
    [Theory]
    [InlineData("calibrated", 1, 0, 0)]
    [InlineData("over", 2, 0, 0.10404)]
    [InlineData("under", 0.5, 0, 0.11218)]
    [InlineData("shifted", 1, 0.3, 0.05101)]
    public void Interval_covers_the_true_error(string name, double slope, double shift, double truth)
    {
        int covered = 0;
        int found = 0;
        for (int draw = 0; draw < 1000; draw++)
        {
            ExpectedCalibrationError error = ExpectedCalibrationError.Of(Draw(SeededRandom.For(draw, name), 2000, slope, shift));
            covered += error.Interval.Contains(truth) ? 1 : 0;
            found += error.Interval.Low >= 0.02 ? 1 : 0;
        }

        Assert.InRange(covered, 930, 970);
        Assert.True(truth switch { 0 => found <= 50, > 0.1 => found >= 950, _ => true }, $"found {found}");
    }

    [Fact]
    public void Error_of_two_bins_by_hand()
    {
        CalibrationCounts counts = new();
        for (int row = 0; row < 100; row++)
        {
            counts.Add(0.2, row < 40);
            counts.Add(0.9, row < 70);
        }

        ExpectedCalibrationError error = ExpectedCalibrationError.Of(counts, 2);
        // ½ [(0.2 − 0.4)² − 0.24/99] + ½ [(0.9 − 0.7)² − 0.21/99]
        Assert.Equal(Math.Sqrt(0.5 * (0.04 - (0.24 / 99)) + (0.5 * (0.04 - (0.21 / 99)))), error.Value, 1e-12);
        Assert.Equal([(0.2, 0.4), (0.9, 0.7)], error.Bins.Select(bin => (Math.Round(bin.Predicted, 12), bin.Observed)));
    }

    [Fact]
    public void Brier_score_is_the_sum_of_its_parts()
    {
        SeededRandom random = new(5);
        (double P, bool Y)[] rows = [.. Enumerable.Range(0, 3000).Select(_ => (P: random.NextDouble(), Y: random.NextDouble() < 0.3))];
        CalibrationCounts counts = new();
        foreach ((double p, bool y) in rows)
        {
            counts.Add(p, y);
        }

        BrierDecomposition brier = BrierDecomposition.Of(counts.Bins(15));
        Assert.Equal(rows.Average(row => (row.P - (row.Y ? 1 : 0)) * (row.P - (row.Y ? 1 : 0))), brier.Score, 1e-12);
        Assert.Equal(brier.Score, brier.Reliability - brier.Resolution + brier.Uncertainty + brier.WithinBins, 1e-12);
        double share = rows.Average(row => row.Y ? 1.0 : 0);
        Assert.Equal(share * (1 - share), brier.Uncertainty, 1e-12);
    }

    [Fact]
    public void Bins_hold_equal_numbers_of_rows_and_ties_stay_together()
    {
        CalibrationCounts counts = new();
        SeededRandom random = new(6);
        for (int row = 0; row < 3000; row++)
        {
            counts.Add(random.NextDouble(), true);
        }

        Assert.Equal(15, counts.Bins(15).Count);
        Assert.All(counts.Bins(15), bin => Assert.InRange(bin.Rows, 185, 215));
        CalibrationCounts tied = new();
        for (int row = 0; row < 300; row++)
        {
            tied.Add(row % 3 / 2.0, row % 2 == 0);
        }

        Assert.Equal([100L, 100L, 100L], tied.Bins(15).Select(bin => bin.Rows));
    }

    [Fact]
    public void Counts_merge_into_what_counting_all_gives()
    {
        CalibrationCounts all = Draw(new SeededRandom(7), 1000, 2, 0);
        SeededRandom random = new(7);
        CalibrationCounts merged = Draw(random, 400, 2, 0);
        merged.Merge(Draw(random, 600, 2, 0));
        ExpectedCalibrationError expected = ExpectedCalibrationError.Of(all);
        ExpectedCalibrationError actual = ExpectedCalibrationError.Of(merged);
        Assert.Equal(expected.Value, actual.Value, 1e-12);
        Assert.Equal(expected.Bins.Select(b => (b.Rows, b.Events)), actual.Bins.Select(b => (b.Rows, b.Events)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Temperature_is_recovered(double slope) => Assert.Equal(slope, Draw(new SeededRandom(8), 100_000, slope, 0).Temperature(), 0.03 * slope);

    [Fact]
    public void Over_confident_users_are_told_where_and_by_how_much()
    {
        Evidence evidence = Evidence(2000, slope: 2);
        AuditReport report = Run(evidence);
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(CheckStatus.Found, Check(report).Status);
        Assert.True(finding.Severity >= Severity.Medium);
        Assert.StartsWith("Over-confident", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("temperature", finding.Repair, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Examples);
        MiscalibrationDetails details = Details(report);
        Assert.Equal(15, details.Bins.Count);
        Assert.Equal(2000, details.Bins.Sum(bin => bin.Rows));
        Assert.InRange(details.Temperature, 1.7, 2.4);
        Assert.True(Assert.IsType<LineFigure>(Assert.Single(finding.Figures)).Diagonal);
    }

    [Fact]
    public void Calibrated_users_are_left_alone()
    {
        int clean = Enumerable.Range(0, 40).Count(seed => Check(Run(Evidence(2000, slope: 1, seed: seed))).Status == CheckStatus.Clean);
        Assert.True(clean >= 38, $"clean {clean} of 40");
    }

    [Fact]
    public void Probabilities_of_the_audit_itself_are_never_more_than_information()
    {
        AuditReport report = Run(Evidence(2000, slope: 2, outOfFold: true));
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        Assert.Equal(Severity.Info, Assert.Single(report.Findings).Severity);
        Assert.Contains("models that the audit fitted", report.Findings[0].Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("training too long", report.Findings[0].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void With_more_classes_the_most_probable_one_is_judged_and_each_beside()
    {
        SeededRandom random = new(9);
        int[] labels = new int[3000];
        double[] probabilities = new double[9000];
        for (int row = 0; row < 3000; row++)
        {
            double[] odds = [2 * random.NextGaussian(), 2 * random.NextGaussian(), 2 * random.NextGaussian()];
            double[] truth = Softmax(odds, 1);
            double u = random.NextDouble();
            labels[row] = u < truth[0] ? 0 : u < truth[0] + truth[1] ? 1 : 2;
            Softmax(odds, 2).CopyTo(probabilities, 3 * row);
        }

        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities, 3));
        Assert.Equal(CheckStatus.Found, Check(report).Status);
        Assert.Equal(3, Details(report).Classwise.Count);
        Assert.All(Details(report).Classwise, c => Assert.InRange(c.Ece, 0.05, 0.2));

        // The planted temperature, that of the softmax.
        Assert.InRange(Details(report).Temperature, 1.85, 2.15);
    }

    [Fact]
    public void The_temperature_of_ten_classes_is_that_of_least_log_loss()
    {
        string[] lines = SharedData.Lines("label-errors", "cifar10_predictions.csv.gz");
        double[][] cells = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        Evidence evidence = TwoClasses.Evidence([.. cells.Select(row => (int)row[1])], [.. cells.SelectMany(row => row.Skip(2).Select(p => p / row.Skip(2).Sum()))], 10);

        // scipy.optimize.minimize_scalar (bounded) over the same 10,000 rows.
        Assert.Equal(1.46636, Details(Run(evidence)).Temperature, 0.0005);
    }

    [Fact]
    public void Too_few_rows_are_unmeasured()
    {
        CheckReport check = Check(Run(Evidence(149, slope: 2)));
        Assert.Equal(CheckStatus.Unmeasured, check.Status);
        Assert.Contains("149 rows", check.Reason, StringComparison.Ordinal);
    }

    static double[] Softmax(double[] odds, double slope)
    {
        double[] e = [.. odds.Select(o => Math.Exp(slope * o))];
        return [.. e.Select(v => v / e.Sum())];
    }

    static CalibrationCounts Draw(SeededRandom random, int rows, double slope, double shift)
    {
        CalibrationCounts counts = new();
        for (int row = 0; row < rows; row++)
        {
            double odds = 2 * random.NextGaussian();
            counts.Add(1 / (1 + Math.Exp(-((slope * odds) + shift))), random.NextDouble() < 1 / (1 + Math.Exp(-odds)));
        }

        return counts;
    }

    static Evidence Evidence(int rows, double slope, int seed = 1, bool outOfFold = false)
    {
        SeededRandom random = SeededRandom.For(seed, "users");
        int[] labels = new int[rows];
        double[] probabilities = new double[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            double odds = 2 * random.NextGaussian();
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? 1 : 0;
            probabilities[(2 * row) + 1] = 1 / (1 + Math.Exp(-slope * odds));
            probabilities[2 * row] = 1 - probabilities[(2 * row) + 1];
        }

        return TwoClasses.Evidence(labels, probabilities, outOfFold: outOfFold);
    }

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL302");

    static MiscalibrationDetails Details(AuditReport report) => Assert.IsType<MiscalibrationDetails>(Check(report).Details);

    static AuditReport Run(Evidence evidence) => Audit.Run(evidence, new AuditOptions { Checks = ["FL302"] }, TestContext.Current.CancellationToken);
}
