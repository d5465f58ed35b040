namespace Faultline.Tests;

public class OutOfFoldTests
{
    static readonly OutOfFoldOptions s_quick = new() { WorkBudget = 2_000_000, Threads = 2 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Predictions_are_the_same_whatever_the_threads_and_the_order_of_rows()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(700, 3, 1);
        double[] expected = Predict(features, target, s_quick with { Threads = 1 }).Predictions;
        Assert.Equal(expected, Predict(features, target, s_quick with { Threads = 3 }).Predictions);
        int[] order = new SeededRandom(9).Permutation(700);
        double[] moved = Predict(features.Take(order), target.Take(order), s_quick).Predictions;
        for (int i = 0; i < order.Length; i++)
        {
            Assert.Equal(expected.AsSpan(order[i] * 3, 3), moved.AsSpan(i * 3, 3));
        }
    }

    [Theory]
    [InlineData(LearnerChoice.Gbdt)]
    [InlineData(LearnerChoice.Auto)]
    public void An_interaction_is_learned(LearnerChoice learner)
    {
        var random = new SeededRandom(3);
        double[] x = [.. Enumerable.Range(0, 4_000).Select(_ => random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, 2_000).Select(row => x[row * 2] * x[(row * 2) + 1] > 0 ? 1 : 0)];
        var features = FeatureMatrix.FromRows(x, 2);
        var target = LearningTarget.OfClasses(labels, 2);
        OutOfFoldResult result = Predict(features, target, s_quick with { Learner = learner });
        Assert.Equal("gbdt", result.Learner);
        ModelReport report = ModelSummary.Of(result, target, FoldPlan.Stratified(features, target, 5, 0), ["a", "b"]);
        Assert.True(report.Low > 0.9);
        Assert.InRange(report.Baseline!.Value, 0.5, 0.55);
        Assert.Equal(report.Value, (report.Confusion[0][0] + report.Confusion[1][1]) / 2_000.0, 1e-12);
        Assert.InRange(report.Others["log loss"], 0, 0.3);
        Assert.Equal(Math.Log(2), report.Others["log loss without features"], 0.01);
    }

    [Fact]
    public void A_straight_boundary_in_few_rows_is_left_to_logistic_regression()
    {
        var random = new SeededRandom(4);
        double[] x = [.. Enumerable.Range(0, 300 * 8).Select(_ => random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, 300).Select(row => x.AsSpan(row * 8, 8).ToArray().Sum() + random.NextGaussian() > 0 ? 1 : 0)];
        OutOfFoldResult result = Predict(FeatureMatrix.FromRows(x, 8), LearningTarget.OfClasses(labels, 2), s_quick);
        Assert.Equal("logistic", result.Learner);
    }

    [Theory]
    [InlineData(1, "none")]
    [InlineData(2, "any")]
    [InlineData(3, "any")]
    public void Rows_of_a_few_kinds_only_are_predicted_without_a_failure(int kinds, string learner)
    {
        var random = new SeededRandom(5);
        double[] x = [.. Enumerable.Range(0, 300).Select(row => (double)(row % kinds))];
        int[] labels = [.. Enumerable.Range(0, 300).Select(_ => random.NextInt(3))];
        OutOfFoldResult result = Predict(FeatureMatrix.FromRows(x, 1), LearningTarget.OfClasses(labels, 3), s_quick);
        Assert.All(result.Predictions.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-9));
        Assert.True(learner == "any" || result.Learner == learner);

        // Nothing tells rows of a kind apart, so each kind has one prediction.
        Assert.Equal(kinds, result.Predictions.Chunk(3).Select((row, i) => (i % kinds, row[0], row[1])).Distinct().Count());
    }

    [Fact]
    public void Labels_of_noise_give_the_shares_of_the_classes_also_with_a_category_of_2000_levels()
    {
        int held = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            const int rows = 1_500;
            FeatureColumn[] columns =
            [
                new NumericFeature("x", Enumerable.Range(0, rows).Select(_ => random.NextGaussian()).ToArray()),
                new CategoricalFeature("c", Enumerable.Range(0, rows).Select(_ => random.NextInt(2_000)).ToArray(), 2_000),
            ];
            var features = new FeatureMatrix(rows, columns);
            var target = LearningTarget.OfClasses([.. Enumerable.Range(0, rows).Select(_ => random.NextInt(10) < 3 ? 1 : 0)], 2);
            ModelReport report = ModelSummary.Of(Predict(features, target, s_quick), target, FoldPlan.Stratified(features, target, 5, 0), ["a", "b"]);
            held += report.Low <= report.Baseline && report.Baseline <= report.High ? 1 : 0;
        }

        // Nominal coverage of 95 %: fewer than 5 of 6 has probability 0.033, and the baseline stands unless a model beats it by two standard errors.
        Assert.InRange(held, 5, 6);
    }

    [Fact]
    public void No_label_helps_to_choose_the_settings_that_predict_its_row()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(900, 2, 5);
        FoldPlan plan = FoldPlan.Stratified(features, target, 5, 0);
        OutOfFoldResult first = OutOfFold.Predict(features, target, plan, s_quick, null, Cancellation);
        // Folds 0, 2 and 4 are predicted with the settings of the first search: their labels may change and it must not notice.
        int[] turned = [.. target.Labels.Select((label, row) => plan.FoldOfRow[row] % 2 == 0 && row % 3 == 0 ? 1 - label : label)];
        OutOfFoldResult second = OutOfFold.Predict(features, LearningTarget.OfClasses(turned, 2), plan, s_quick, null, Cancellation);
        Assert.Equal(first.Searches[0], second.Searches[0]);
        Assert.NotEqual(first.Searches[1], second.Searches[1]);
    }

    [Fact]
    public void In_time_order_the_future_changes_nothing()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(1_200, 2, 7);
        double[] times = [.. Enumerable.Range(0, 1_200).Select(row => (double)row)];
        FoldPlan plan = FoldPlan.InTimeOrder(features, times, 5);
        double[] before = OutOfFold.Predict(features, target, plan, s_quick, null, Cancellation).Predictions;
        int[] turned = [.. target.Labels.Select((label, row) => row < 800 ? label : label ^ (row % 10 == 0 ? 1 : 0))];
        double[] after = OutOfFold.Predict(features, LearningTarget.OfClasses(turned, 2), plan, s_quick, null, Cancellation).Predictions;
        Assert.True(double.IsNaN(before[0]));
        Assert.True(double.IsNaN(before[(199 * 2) + 1]));
        Assert.Equal(before.AsSpan(400, 1_000), after.AsSpan(400, 1_000));
        Assert.All(before.Skip(400), p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void Numbers_are_predicted_beside_their_mean()
    {
        var random = new SeededRandom(8);
        double[] x = [.. Enumerable.Range(0, 3_000).Select(_ => random.NextGaussian())];
        double[] values = [.. Enumerable.Range(0, 1_000).Select(row => 50 + (10 * Math.Sin(2 * x[row * 3])) + (5 * x[(row * 3) + 1]) + random.NextGaussian())];
        var features = FeatureMatrix.FromRows(x, 3);
        var target = LearningTarget.OfValues(values);
        ModelReport report = ModelSummary.Of(Predict(features, target, s_quick), target, FoldPlan.Stratified(features, target, 5, 0), []);
        Assert.Equal("RMSE", report.Metric);
        Assert.InRange(report.Value, 0.9, 3);
        Assert.InRange(report.Baseline!.Value, 7.5, 10);
        Assert.InRange(report.Others["R²"], 0.85, 1);
        Assert.True(report.Low < report.Value && report.Value < report.High);
    }

    [Fact]
    public void Rows_above_the_limit_are_sampled_and_every_row_is_predicted()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(2_000, 2, 2);
        OutOfFoldResult result = Predict(features, target, s_quick with { TrainingRows = 500 });
        Assert.DoesNotContain(result.Predictions, double.IsNaN);
        Assert.Contains(result.Plan, note => note.Contains("500 rows drawn by the seed", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_learned_is_said()
    {
        Assert.Contains("too few", OutOfFold.WhyNot(LearningTarget.OfClasses([0, 1], 2)), StringComparison.Ordinal);
        Assert.Contains("one class", OutOfFold.WhyNot(LearningTarget.OfClasses(new int[50], 2)), StringComparison.Ordinal);
        Assert.Contains("50 classes", OutOfFold.WhyNot(LearningTarget.OfClasses([.. Enumerable.Range(0, 50)], 50)), StringComparison.Ordinal);
        Assert.Contains("one value", OutOfFold.WhyNot(LearningTarget.OfValues(new double[50])), StringComparison.Ordinal);
        Assert.Null(OutOfFold.WhyNot(LearningTarget.OfClasses([.. Enumerable.Range(0, 50).Select(i => i % 2)], 2)));
    }

    [Fact]
    public void Overconfident_probabilities_are_cooled_and_good_ones_left_alone()
    {
        var random = new SeededRandom(11);
        const int rows = 4_000;
        double[] truth = [.. Enumerable.Range(0, rows).Select(_ => 1 / (1 + Math.Exp(-1.5 * random.NextGaussian())))];
        int[] labels = [.. truth.Select(p => random.NextDouble() < p ? 1 : 0)];
        var target = LearningTarget.OfClasses(labels, 2);
        var plan = FoldPlan.Stratified(FeatureMatrix.FromRows(truth, 1), target, 5, 0);
        double[] honest = [.. truth.SelectMany(p => new[] { 1 - p, p })];
        // Odds to the third power: a temperature of 1/3 planted, which 3 takes back.
        double[] hot = [.. truth.SelectMany(p => new[] { Math.Pow(1 - p, 3) / (Math.Pow(p, 3) + Math.Pow(1 - p, 3)), Math.Pow(p, 3) / (Math.Pow(p, 3) + Math.Pow(1 - p, 3)) })];
        double[] cooled = [.. hot];
        Assert.NotEqual("none", OutOfFoldCalibration.Apply(cooled, target, plan));
        Assert.InRange(cooled.Zip(honest, (a, b) => Math.Abs(a - b)).Average(), 0, 0.02);
        double[] same = [.. honest];
        Assert.Equal("none", OutOfFoldCalibration.Apply(same, target, plan));
        Assert.Equal(honest, same);
    }

    [Fact]
    public void Tables_become_features()
    {
        var table = Table.FromColumns(
            new NumberColumn("n", [1, double.NaN, 3]),
            TextColumn.From("c", ["b", "a", null]),
            TextColumn.From("t", ["one two two", "Two", null]),
            new TimeColumn("when", [0, TimeColumn.Missing, 86_400_000_000L * 31]));
        TableFeatures features = TableFeatures.Of(table, ["n", "c", "when"], ["t"]);
        Assert.Equal([1, 0, -1], ((CategoricalFeature)features.Matrix.Columns[1]).Codes.ToArray());
        Assert.Equal("t", Assert.IsType<TextFeature>(features.Matrix.Columns[^1]).Name);
        var byName = features.Matrix.Dense().Columns.OfType<NumericFeature>().ToDictionary(column => column.Name, column => column.Values.ToArray());
        Assert.Equal([1, double.NaN, 2], byName["when month"]);
        Assert.Equal([4, double.NaN, 0], byName["when weekday"]);
        double[][] words = [.. byName.Where(column => column.Key.StartsWith("t words", StringComparison.Ordinal)).Select(column => column.Value)];
        Assert.Equal(2 + Math.Log(2), words.Sum(column => column[0]) - words.Sum(column => column[1]) + 1, 1e-12);
        Assert.Single(words, column => column[1] == 1);
        Assert.All(words, column => Assert.True(double.IsNaN(column[2])));
        Assert.Contains("words and pairs of words", Assert.Single(features.Notes), StringComparison.Ordinal);
    }

    static OutOfFoldResult Predict(FeatureMatrix features, LearningTarget target, OutOfFoldOptions options) =>
        OutOfFold.Predict(features, target, FoldPlan.Stratified(features, target, 5, 0), options, null, Cancellation);
}
