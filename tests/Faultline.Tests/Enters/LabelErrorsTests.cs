namespace Faultline.Tests;

public sealed class LabelErrorsTests
{
    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(0.05, 1)]
    [InlineData(0.05, 0.4)]
    [InlineData(0.05, 2.5)]
    [InlineData(0.15, 1)]
    public void Flipped_labels_are_found_and_counted(double bayesError, double temperature)
    {
        const int Seeds = 20;
        int found = 0;
        int covered = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            (int[] labels, double[] probabilities, int flipped, _) = TwoClasses.Draw(SeededRandom.For(seed, "flips"), 5000, bayesError, 0.05, temperature);
            AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
            Estimate errors = Details(report).EstimatedErrors;
            covered += errors.Low <= flipped && flipped <= errors.High ? 1 : 0;
        }

        // At least 95 of 100 up to a Bayes error of 0.05 and 80 at 0.15; the interval at least 90 of 100, less 2 of 20 for the luck of 20 draws.
        Assert.True(found >= (bayesError <= 0.05 ? 19 : 16), $"found {found} of {Seeds}");
        Assert.True(covered >= 16, $"covered {covered} of {Seeds}");
    }

    [Fact]
    public void Errors_that_go_one_way_are_found_and_counted()
    {
        const double Share = 0.06;
        int found = 0, covered = 0, flagged = 0, right = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            // Log odds N(±8, 16): a Bayes error of 0.0023. Some of the ones are written as zeros, and a model that learned from that is never sure of a one; its log odds are off by N(0, 1).
            var random = SeededRandom.For(seed, "one way");
            bool[] ones = [.. Enumerable.Range(0, 4000).Select(_ => random.NextInt(2) == 1)], wrong = [.. ones.Select(one => one && random.NextDouble() < Share)];
            double[] likely = [.. ones.Select(one => (1 - Share) / (1 + Math.Exp(-((one ? 8 : -8) + (4 * random.NextGaussian())))))];
            double[] learned = [.. likely.Select(one => 1 / (1 + ((1 - one) / one * Math.Exp(random.NextGaussian()))))];
            AuditReport report = Run(TwoClasses.Evidence([.. ones.Select((one, row) => one && !wrong[row] ? 1 : 0)], [.. learned.SelectMany(one => new[] { 1 - one, one })]));
            int count = wrong.Count(flip => flip);
            Estimate errors = Details(report).EstimatedErrors;
            bool[] rows = report.Scores.Single(scores => scores.Check == "FL101").Rows!.Flagged;
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
            covered += errors.Low <= count && count <= errors.High ? 1 : 0;
            flagged += rows.Count(flag => flag);
            right += rows.Where((flag, row) => flag && wrong[row]).Count();
        }

        Assert.True(found >= 9, $"found {found} of 10");
        Assert.True(covered >= 8, $"covered {covered} of 10");
        Assert.True(right >= 0.8 * flagged && right >= 0.5 * 10 * 2000 * Share, $"{right} of {flagged} flagged are wrong");
    }

    [Theory]
    [InlineData(5000, 0.02, 1)]
    [InlineData(5000, 0.15, 1)]
    [InlineData(5000, 0.15, 0.4)]
    [InlineData(5000, 0.25, 2.5)]
    [InlineData(200, 0.15, 1)]
    [InlineData(1000, 0.25, 1)]
    public void Overlap_alone_is_not_found(int rows, double bayesError, double temperature)
    {
        int found = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(SeededRandom.For(seed, "clean"), rows, bayesError, 0, temperature);
            AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
            Assert.NotEqual(CheckStatus.Unmeasured, Check(report).Status);
            found += Check(report).Status == CheckStatus.Found ? 1 : 0;
        }

        Assert.True(found <= 1, $"found {found} of 20");
    }

    [Fact]
    public void Confident_learning_flags_perfect_data_and_the_check_says_overlap()
    {
        // Exact posteriors and right labels: the filter alone picks several percent of the rows.
        (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(new SeededRandom(1), 5000, 0.15, 0);
        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        Assert.InRange(Details(report).PickedByFilter, 200, 600);
        Assert.InRange(Details(report).OverlapShare, 0.85, 1);
        Assert.Equal(0, Check(report).RowsFlagged);
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Equal(0, finding.Rows.Count);
        Assert.Empty(finding.Rows.Sample);
        Assert.Equal(3, finding.Examples.Count);
        Assert.Contains("overlap", finding.Cause, StringComparison.Ordinal);
        RowScores scores = Assert.Single(report.Scores).Rows!;
        Assert.DoesNotContain(true, scores.Flagged);
        // The ranking is there all the same: normalised margins of the labels.
        Assert.Equal((probabilities[labels[0]] - probabilities[1 - labels[0]] + 1) / 2, scores.Scores[0], 1e-12);
    }

    [Fact]
    public void Flagged_rows_are_mostly_flips_and_name_the_true_class()
    {
        (int[] labels, double[] probabilities, int flipped, bool[] isFlipped) = TwoClasses.Draw(new SeededRandom(2), 5000, 0.05, 0.05);
        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
        RowScores scores = Assert.Single(report.Scores).Rows!;
        int[] flagged = [.. Enumerable.Range(0, 5000).Where(row => scores.Flagged[row])];
        Assert.True(flagged.Count(row => isFlipped[row]) >= 0.8 * flagged.Length);
        Assert.True(flagged.Count(row => isFlipped[row]) >= 0.7 * flipped);
        Assert.All(flagged, row => Assert.Equal($"class {1 - labels[row]}", scores.Suggestion!(row)));
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(Severity.High, finding.Severity);
        Assert.Equal(["y"], finding.Columns);
        Assert.Equal(flagged.Length, finding.Rows.Count);
        Assert.Equal(finding.Rows.Sample.Select(row => scores.Scores[row]).Order(), finding.Rows.Sample.Select(row => scores.Scores[row]));
        Assert.Equal(3, finding.Examples.Count);
        Assert.Equal(2, finding.Figures.Count);
        Assert.Equal(Details(report).EstimatedErrors.Value, Details(report).Classes.Sum(c => c.EstimatedErrors), 1.0);
    }

    [Fact]
    public void Predictions_that_know_nothing_find_nothing()
    {
        // Nine of ten labels are class 0 and the probabilities say so, with a little noise: a tenth disagrees everywhere, and it is no label error.
        SeededRandom random = new(3);
        int[] labels = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() < 0.1 ? 1 : 0)];
        double[] probabilities = [.. labels.SelectMany(_ => Pair(0.1 + (0.02 * random.NextGaussian())))];
        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        Assert.True(Details(report).Kappa < 0.05);
        // No label is wrong, and nothing there can tell that any number is.
        Assert.Equal(0, Details(report).EstimatedErrors.Low);
        Assert.Equal(5000, Details(report).EstimatedErrors.High);
        Assert.Equal(1, Details(report).OverlapShare);
        Assert.StartsWith("Whether labels are wrong can not be told", Assert.Single(report.Findings).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_rows_are_unmeasured_and_so_is_one_class()
    {
        (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(new SeededRandom(4), 49, 0.05, 0.05);
        CheckReport few = Check(Run(TwoClasses.Evidence(labels, probabilities)));
        Assert.Equal(CheckStatus.Unmeasured, few.Status);
        Assert.Contains("only 49 rows", few.Reason, StringComparison.Ordinal);
        CheckReport one = Check(Run(TwoClasses.Evidence(new int[100], [.. Enumerable.Range(0, 100).SelectMany(_ => Pair(0.2))])));
        Assert.Equal(CheckStatus.Unmeasured, one.Status);
        Assert.Contains("one class", one.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_label_or_probabilities_are_left_out()
    {
        (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(new SeededRandom(5), 2000, 0.05, 0.05);
        labels[3] = -1;
        probabilities[20] = double.NaN;
        probabilities[21] = double.NaN;
        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities));
        RowScores scores = Assert.Single(report.Scores).Rows!;
        Assert.True(double.IsNaN(scores.Scores[3]) && double.IsNaN(scores.Scores[10]));
        Assert.False(scores.Flagged[3] || scores.Flagged[10]);
        Assert.Equal(1998, Check(report).RowsScored);
        Assert.Null(scores.Suggestion!(3));
    }

    [Fact]
    public void Order_of_rows_and_names_of_classes_change_nothing()
    {
        (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(new SeededRandom(6), 3000, 0.05, 0.05);
        int[] order = new SeededRandom(7).Permutation(3000);
        AuditReport first = Run(TwoClasses.Evidence(labels, probabilities));
        AuditReport second = Run(TwoClasses.Evidence([.. order.Select(row => 1 - labels[row])], [.. order.SelectMany(row => new[] { probabilities[(2 * row) + 1], probabilities[2 * row] })]));
        Assert.Equal(Details(first).EstimatedErrors, Details(second).EstimatedErrors);
        Assert.Equal(first.Findings.Select(f => (f.Id, f.Title)), second.Findings.Select(f => (f.Id, f.Title)));
        bool[] flagged = first.Scores[0].Rows!.Flagged;
        Assert.Contains(true, flagged);
        Assert.Equal(order.Select(row => flagged[row]), second.Scores[0].Rows!.Flagged);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        (int[] labels, double[] probabilities, _, _) = TwoClasses.Draw(new SeededRandom(8), 40_000, 0.15, 0.05);
        AuditReport one = Run(TwoClasses.Evidence(labels, probabilities), threads: 1);
        AuditReport three = Run(TwoClasses.Evidence(labels, probabilities), threads: 3);
        Assert.Equal(Details(one).EstimatedErrors, Details(three).EstimatedErrors);
        Assert.Contains(true, one.Scores[0].Rows!.Flagged);
        Assert.Equal(one.Scores[0].Rows!.Flagged, three.Scores[0].Rows!.Flagged);
    }

    /// <summary>Average precision over the rows that people looked at; an error is a row where fewer than three of five kept the label.</summary>
    [Theory]
    [InlineData("mnist", 15)]
    [InlineData("cifar10", 54)]
    public void Ranking_of_reviewed_rows_is_no_worse_than_any_single_score(string file, int errors)
    {
        string[] lines = SharedData.Lines("label-errors", file + "_predictions.csv.gz");
        double[][] cells = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        int[] labels = [.. cells.Select(row => (int)row[1])];
        double[] probabilities = [.. cells.SelectMany(row => row.Skip(2).Select(p => p / row.Skip(2).Sum()))];
        Dictionary<int, int> rowOf = cells.Select((row, i) => ((int)row[0], i)).ToDictionary();
        using System.Text.Json.JsonDocument verdicts = System.Text.Json.JsonDocument.Parse(string.Concat(SharedData.Lines("label-errors", file + "_verdicts.json")));
        (int Row, bool IsError)[] reviewed = [.. verdicts.RootElement.EnumerateArray().Select(v => (rowOf[v.GetProperty("id").GetInt32()], v.GetProperty("mturk").GetProperty("given").GetInt32() < 3))];
        Assert.Equal(errors, reviewed.Count(r => r.IsError));

        AuditReport report = Run(TwoClasses.Evidence(labels, probabilities, 10));
        double[] ours = Assert.Single(report.Scores).Rows!.Scores;
        double precision = AveragePrecision(reviewed.Select(r => (ours[r.Row], r.IsError)));
        Assert.All(Enum.GetValues<LabelScore>(), score =>
        {
            double[] scores = ConfidentLearning.Score(labels, probabilities, 10, score);
            Assert.True(precision >= AveragePrecision(reviewed.Select(r => (scores[r.Row], r.IsError))) - 1e-12, score.ToString());
        });

        // These errors lie near the boundary. People confirmed more of them than the interval holds, so it must not be told as that of all errors.
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.True(Details(report).EstimatedErrors.High < errors);
        Assert.Contains("at random", finding.Title, StringComparison.Ordinal);
        Assert.Contains("not counted", finding.Cause, StringComparison.Ordinal);
    }

    /// <summary>Where classes overlap, another class is often nearly as likely, and a small margin says little against a label.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    public void Ranking_of_labels_that_are_wrong_at_random_is_no_worse_than_any_single_score(int classes)
    {
        const int rows = 4000, dimensions = 8;
        double sum = 0;
        double[] singles = new double[3];
        for (int seed = 0; seed < 5; seed++)
        {
            var random = new SeededRandom((ulong)((100 * classes) + seed));
            double[][] centres = [.. Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, dimensions).Select(_ => 0.9 * random.NextGaussian()).ToArray())];
            int[] labels = new int[rows];
            bool[] wrong = new bool[rows];
            double[] probabilities = new double[rows * classes];
            for (int row = 0; row < rows; row++)
            {
                int truth = random.NextInt(classes);
                double[] x = [.. centres[truth].Select(centre => centre + random.NextGaussian())];

                // The posterior of normal classes of equal covariance.
                double[] weights = [.. centres.Select(centre => Math.Exp(-centre.Zip(x, (c, v) => (c - v) * (c - v)).Sum() / 2))];
                for (int k = 0; k < classes; k++)
                {
                    probabilities[(row * classes) + k] = weights[k] / weights.Sum();
                }

                wrong[row] = random.NextDouble() < 0.05;
                labels[row] = wrong[row] ? (truth + 1 + random.NextInt(classes - 1)) % classes : truth;
            }

            double[] ours = Assert.Single(Run(TwoClasses.Evidence(labels, probabilities, classes)).Scores).Rows!.Scores;
            sum += AveragePrecision(ours.Zip(wrong));
            foreach (LabelScore score in Enum.GetValues<LabelScore>())
            {
                singles[(int)score] += AveragePrecision(ConfidentLearning.Score(labels, probabilities, classes, score).Zip(wrong));
            }
        }

        Assert.InRange(sum, singles.Max() - (5 * 0.01), 5);
    }

    static double AveragePrecision(IEnumerable<(double Score, bool IsError)> rows)
    {
        (double Score, bool IsError)[] ranked = [.. rows.OrderBy(row => row.Score)];
        double sum = 0;
        int errors = 0;
        for (int place = 0; place < ranked.Length; place++)
        {
            if (ranked[place].IsError)
            {
                errors++;
                sum += (double)errors / (place + 1);
            }
        }

        return sum / errors;
    }

    static double[] Pair(double p) => [1 - p, p];

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL101");

    static LabelErrorsDetails Details(AuditReport report) => Assert.IsType<LabelErrorsDetails>(Check(report).Details);

    static AuditReport Run(Evidence evidence, int threads = 0) =>
        Audit.Run(evidence, new AuditOptions { Checks = ["FL101"], Threads = threads }, TestContext.Current.CancellationToken);
}
