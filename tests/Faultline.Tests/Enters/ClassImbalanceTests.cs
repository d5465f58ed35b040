namespace Faultline.Tests;

public sealed class ClassImbalanceTests
{
    [Theory]
    [InlineData(0.02, 0.01, 2, 0.01)]
    [InlineData(0.1, 0.05, 2, 0.05)]
    [InlineData(0.3, 0.2, 4, 0.1)]
    [InlineData(0.05, 0.1, 10, 0.02)]
    public void Independent_errors_of_annotator_and_classifier_compose_into_the_observed_one(double classifier, double annotator, int classes, double rareShare)
    {
        const int Rows = 200_000;
        var random = SeededRandom.For(classes, "compose");
        int observed = 0;
        for (int row = 0; row < Rows; row++)
        {
            int truth = random.NextDouble() < rareShare ? 1 + random.NextInt(classes - 1) : 0;
            observed += Wrong(truth, classifier, classes, random) == Wrong(truth, annotator, classes, random) ? 1 : 0;
        }

        double expected = AnnotationError.Observed(classifier, annotator, classes);
        Assert.Equal(observed / (double)Rows, expected, 4 * Math.Sqrt(expected * (1 - expected) / Rows));
        var exact = new Interval(annotator, annotator);
        Estimate truthOf = AnnotationError.Accuracy(new Interval(expected, expected), expected, exact, annotator, classes);
        Assert.Equal(1 - classifier, truthOf.Value, 9);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void The_interval_holds_the_true_accuracy_however_the_errors_depend_on_one_another(double copied)
    {
        // The classifier repeats a share of the annotator's errors; 95 % of intervals must hold, 3 standard errors below that is 90.4 % of 200.
        const int Rows = 2000;
        int held = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = SeededRandom.For(seed, "dependent" + copied);
            (long right, long agreeing, long wrong) = (0, 0, 0);
            for (int row = 0; row < Rows; row++)
            {
                int truth = random.NextDouble() < 0.03 ? 1 : 0;
                int label = Wrong(truth, 0.02, 2, random);
                int predicted = label != truth && random.NextDouble() < copied ? label : Wrong(truth, 0.03, 2, random);
                right += predicted == truth ? 1 : 0;
                agreeing += predicted == label ? 1 : 0;
                wrong += label != truth ? 1 : 0;
            }

            Estimate estimate = AnnotationError.Accuracy(WilsonInterval.Of(agreeing, Rows, 0.975), agreeing / (double)Rows, WilsonInterval.Of(wrong, Rows, 0.975), wrong / (double)Rows, 2);
            held += new Interval(estimate.Low!.Value, estimate.High!.Value).Contains(right / (double)Rows) ? 1 : 0;
        }

        Assert.InRange(held, 181, 200);
    }

    [Fact]
    public void The_recalls_that_wrong_labels_allow_are_those_of_every_possible_truth()
    {
        const int Rows = 8;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = SeededRandom.For(seed, "recall");
            bool[] labelled = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.5)];
            bool[] predicted = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.5)];
            int most = random.NextInt(4);
            if (labelled.Count(l => l) <= most)
            {
                continue;
            }

            var (low, high) = (1.0, 0.0);
            for (int truths = 0; truths < 1 << Rows; truths++)
            {
                bool[] truth = [.. Enumerable.Range(0, Rows).Select(row => (truths >> row & 1) == 1)];
                if (Enumerable.Range(0, Rows).Count(row => truth[row] != labelled[row]) <= most)
                {
                    double recall = Enumerable.Range(0, Rows).Count(row => truth[row] && predicted[row]) / (double)truth.Count(t => t);
                    (low, high) = (Math.Min(low, recall), Math.Max(high, recall));
                }
            }

            Interval interval = AnnotationError.Recall(Enumerable.Range(0, Rows).Count(row => labelled[row] && predicted[row]), labelled.Count(l => l), predicted.Count(p => p), Rows, most);
            Assert.Equal(low, interval.Low, 12);
            Assert.Equal(high, interval.High, 12);
        }
    }

    [Fact]
    public void The_report_states_the_accuracy_against_the_truth_and_it_holds_on_imbalanced_data()
    {
        int held = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var (labels, probabilities, truth) = Draw(seed, 4000, rareShare: 0.08, distance: 4, flips: 0.02);
            AuditReport report = Run(labels, probabilities);
            double right = truth.Where((t, row) => (probabilities[(2 * row) + 1] > 0.5 ? 1 : 0) == t).Count() / (double)truth.Length;
            Estimate against = report.Model!.AgainstTruth!;
            held += right >= against.Low && right <= against.High ? 1 : 0;
            Assert.InRange(against.High!.Value - against.Low!.Value, 0, 0.12);
        }

        Assert.InRange(held, 36, 40);
    }

    [Fact]
    public void A_rare_class_that_is_never_predicted_hurts_more_where_the_probabilities_rank_it_well()
    {
        var (labels, probabilities, _) = Draw(1, 4000, rareShare: 0.03, distance: 1.2, flips: 0);
        ReportFinding ranked = Assert.Single(Open(Run(labels, probabilities)));
        Assert.Equal(Severity.Medium, ranked.Severity);
        Assert.Contains("'rare' (", ranked.Title, StringComparison.Ordinal);
        Assert.Equal(labels.Select((label, row) => label == 1 && probabilities[(2 * row) + 1] > 0.5).Count(hit => hit) / (double)labels.Count(label => label == 1), ranked.Measure.Value, 12);

        double[] silent = [.. labels.SelectMany(_ => new[] { 0.97, 0.03 })];
        Assert.Equal(Severity.Low, Assert.Single(Open(Run(labels, silent))).Severity);
    }

    [Fact]
    public void Uneven_classes_that_are_predicted_are_info_and_even_ones_say_nothing()
    {
        var (labels, probabilities, _) = Draw(2, 3000, rareShare: 0.24, distance: 3, flips: 0);
        AuditReport report = Run(labels, probabilities);
        Assert.Equal(Severity.Info, Assert.Single(report.Findings).Severity);
        Assert.Equal(CheckStatus.Clean, report.Checks.Single(check => check.Id == "FL109").Status);
        var even = Draw(2, 3000, rareShare: 0.5, distance: 3, flips: 0);
        Assert.Empty(Run(even.Labels, even.Probabilities).Findings);
    }

    [Fact]
    public void Classes_of_a_few_rows_are_named_as_too_few_to_measure()
    {
        var (labels, probabilities, _) = Draw(3, 2000, rareShare: 0.5, distance: 5, flips: 0);
        double[] three = [.. labels.SelectMany((_, row) => new[] { probabilities[2 * row] * 0.99, probabilities[(2 * row) + 1] * 0.99, 0.01 })];
        foreach (int row in (ReadOnlySpan<int>)[5, 50, 500])
        {
            labels[row] = 2;
        }

        ReportFinding finding = Assert.Single(Open(Run(labels, three, "usual", "rare", "once")));
        Assert.StartsWith("'once' (3 rows) has too few of the 2,000 rows", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_labels_that_are_as_many_as_the_rare_class_drown_it()
    {
        var (labels, probabilities, _) = Draw(4, 20_000, rareShare: 0.02, distance: 7, flips: 0.04);
        Assert.Contains(Open(Run(labels, probabilities)), finding => finding.Severity == Severity.Medium && finding.Title.Contains("drown in wrong labels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.2, 0.05)]
    [InlineData(0.02, 0.04)]
    public void The_wrong_labels_are_those_of_the_check_that_looks_for_them(double rareShare, double flips)
    {
        var (labels, probabilities, _) = Draw(6, 8000, rareShare, distance: 6, flips);
        var evidence = TwoClasses.Evidence(labels, probabilities);
        AuditReport report = Audit.Run(evidence, new AuditOptions { Checks = ["FL101", "FL109"], Threads = 1 }, TestContext.Current.CancellationToken);
        Estimate errors = ((LabelErrorsDetails)report.Checks.Single(check => check.Id == "FL101").Details!).EstimatedErrors;
        Estimate wrong = ((ClassImbalanceDetails)report.Checks.Single(check => check.Id == "FL109").Details!).WrongLabels;
        Assert.Equal((errors.Value, errors.Low, errors.High), (Math.Round(8000 * wrong.Value), Math.Round(8000 * wrong.Low!.Value), Math.Round(8000 * wrong.High!.Value)));
        string said = string.Join(' ', report.Findings.Where(finding => finding.Check == "FL109").SelectMany(finding => new[] { finding.Title, finding.Cause }));
        Assert.Contains(errors.High!.Value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), said, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_are_those_of_scikit_learn()
    {
        // sklearn 1.2.1: accuracy_score, balanced_accuracy_score, f1_score(average='macro'), matthews_corrcoef of 60 times this pattern.
        int[] pattern = [0, 0, 0, 0, 0, 0, 1, 1, 2, 0];
        int[] predicted = [0, 0, 0, 0, 0, 1, 1, 0, 2, 2];
        int[] labels = [.. Enumerable.Repeat(pattern, 60).SelectMany(all => all)];
        double[] probabilities = [.. Enumerable.Repeat(predicted, 60).SelectMany(all => all).SelectMany(p => Enumerable.Range(0, 3).Select(k => k == p ? 0.8 : 0.1))];
        var details = (ClassImbalanceDetails)Run(labels, probabilities, "a", "b", "c").Checks.Single(check => check.Id == "FL109").Details!;
        double[] values = [.. details.Metrics.Select(metric => metric.Value!.Value)];
        Assert.Equal([0.7, 0.738095238, 0.645299145, 0.433460723], values[..4].Select(value => Math.Round(value, 9)));
    }

    static int Wrong(int truth, double rate, int classes, SeededRandom random) => random.NextDouble() < rate ? (truth + 1 + random.NextInt(classes - 1)) % classes : truth;

    // Two normal classes with the exact probabilities of the true class; a share of the labels is then flipped.
    static (int[] Labels, double[] Probabilities, int[] Truth) Draw(int seed, int rows, double rareShare, double distance, double flips)
    {
        var random = SeededRandom.For(seed, "imbalance");
        int[] truth = new int[rows];
        int[] labels = new int[rows];
        double[] probabilities = new double[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            truth[row] = random.NextDouble() < rareShare ? 1 : 0;
            labels[row] = Wrong(truth[row], flips, 2, random);
            double odds = Math.Log(rareShare / (1 - rareShare)) + (distance * (((truth[row] - 0.5) * distance) + random.NextGaussian()));
            probabilities[2 * row] = 1 / (1 + Math.Exp(odds));
            probabilities[(2 * row) + 1] = 1 / (1 + Math.Exp(-odds));
        }

        return (labels, probabilities, truth);
    }

    static AuditReport Run(int[] labels, double[] probabilities, params string[] names)
    {
        names = names.Length > 0 ? names : ["usual", "rare"];
        var evidence = new Evidence
        {
            Data = Table.FromColumns(new TextColumn("y", labels, names)),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
        return Audit.Run(evidence, new AuditOptions { Checks = ["FL109"] }, TestContext.Current.CancellationToken);
    }

    static ReportFinding[] Open(AuditReport report) => [.. report.Findings.Where(finding => finding.Severity > Severity.Info)];
}
