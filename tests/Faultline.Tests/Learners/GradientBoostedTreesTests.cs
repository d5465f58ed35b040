namespace Faultline.Tests;

public class GradientBoostedTreesTests
{
    static readonly GradientBoostingOptions s_stump = new()
    {
        Iterations = 1,
        MaxLeaves = 2,
        MinLeafRows = 1,
        LearningRate = 1,
        CategorySmoothing = 0,
        CategoryL2 = 0,
        Threads = 1,
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Stump_on_numbers_with_missing_is_the_best_of_all_splits()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            int rows = 4 + random.NextInt(30);
            double[][] columns = [.. Enumerable.Range(0, 3).Select(_ => Column(random, rows, missing: 0.2))];
            double[] target = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
            double[] expected = BestStump(columns, target, 0.5);
            var model = GradientBoostedTrees.Fit(Matrix(columns), LearningTarget.OfValues(target), s_stump with { L2 = 0.5 }, Cancellation);
            double[] predicted = model.Predict(Matrix(columns), Cancellation);
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(expected[row], predicted[row], 1e-7);
            }
        }
    }

    [Fact]
    public void Stump_on_a_category_is_the_best_of_all_subsets_of_levels()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            int[] codes = [.. Enumerable.Range(0, 60).Select(_ => random.NextInt(6) - 1)];
            double[] target = [.. codes.Select(code => Math.Sin(code * 12.9) + random.NextGaussian())];
            double mean = target.Average();
            double best = 0;
            for (int subset = 1; subset < 63; subset++)
            {
                double[] inside = [.. target.Where((_, row) => ((subset >> (codes[row] + 1)) & 1) != 0)];
                double[] outside = [.. target.Where((_, row) => ((subset >> (codes[row] + 1)) & 1) == 0)];
                if (inside.Length > 0 && outside.Length > 0)
                {
                    best = Math.Max(best, (inside.Length * Math.Pow(inside.Average() - mean, 2)) + (outside.Length * Math.Pow(outside.Average() - mean, 2)));
                }
            }

            var features = new FeatureMatrix(codes.Length, [new CategoricalFeature("c", codes, 5)]);
            double[] predicted = GradientBoostedTrees.Fit(features, LearningTarget.OfValues(target), s_stump, Cancellation).Predict(features, Cancellation);
            Assert.Equal(best, predicted.Sum(value => Math.Pow(value - mean, 2)), 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(1.5, 0.5)]
    public void Leaves_of_a_binary_stump_follow_the_formula(double l1, double l2)
    {
        // Twenty rows, seven of them positive: prior p = 0.35, gradient p − y, second derivative p(1 − p).
        double[] x = [.. Enumerable.Range(0, 20).Select(row => row < 8 ? 0.0 : 1.0)];
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row is < 6 or 19 ? 1 : 0)];
        const double p = 0.35;
        double Leaf(double gradient, int rows) => -Math.Sign(gradient) * Math.Max(0, Math.Abs(gradient) - l1) / ((rows * p * (1 - p)) + l2);
        double prior = Math.Log(p / (1 - p));
        double low = prior + Leaf((8 * p) - 6, 8);
        double high = prior + Leaf((12 * p) - 1, 12);
        var features = FeatureMatrix.FromRows(x, 1);
        double[] predicted = GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(labels, 2), s_stump with { L1 = l1, L2 = l2 }, Cancellation).Predict(features, Cancellation);
        Assert.Equal(1 / (1 + Math.Exp(-low)), predicted[1], 1e-7);
        Assert.Equal(1 / (1 + Math.Exp(-high)), predicted[^1], 1e-7);
    }

    [Fact]
    public void Softmax_stump_takes_a_Newton_step_for_every_class()
    {
        // Six rows of three classes; the feature sets class 0 apart. Prior 1/3 each, second derivative 2/9 a row.
        double[] x = [0, 0, 1, 1, 1, 1];
        int[] labels = [0, 0, 1, 1, 2, 2];
        var features = FeatureMatrix.FromRows(x, 1);
        double[] predicted = GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(labels, 3), s_stump, Cancellation).Predict(features, Cancellation);
        // Left leaf: class 0 gains (4/3)/(4/9) = 3, the others lose (2/3)/(4/9) = 1.5.
        double[] left = [Math.Exp(3), Math.Exp(-1.5), Math.Exp(-1.5)];
        Assert.Equal(left[0] / left.Sum(), predicted[0], 1e-7);
        // Right leaf: class 0 loses (4/3)/(8/9) = 1.5, the others gain (2/3)/(8/9) = 0.75.
        double[] right = [Math.Exp(-1.5), Math.Exp(0.75), Math.Exp(0.75)];
        Assert.Equal(right[0] / right.Sum(), predicted[^3], 1e-7);
        Assert.Equal(right[1] / right.Sum(), predicted[^1], 1e-7);
    }

    [Fact]
    public void One_full_tree_repeats_every_distinct_row()
    {
        var random = new SeededRandom(5);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[] target = [.. x.Select(_ => random.NextGaussian())];
        var features = FeatureMatrix.FromRows(x, 1);
        double[] predicted = GradientBoostedTrees.Fit(features, LearningTarget.OfValues(target), s_stump with { MaxLeaves = 200 }, Cancellation).Predict(features, Cancellation);
        for (int row = 0; row < x.Length; row++)
        {
            Assert.Equal(target[row], predicted[row], 1e-7);
        }
    }

    [Fact]
    public void Leaf_limits_hold()
    {
        var random = new SeededRandom(6);
        double[] x = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        double[] target = [.. x.Select(_ => random.NextGaussian())];
        var features = FeatureMatrix.FromRows(x, 1);
        double[] byRows = GradientBoostedTrees.Fit(features, LearningTarget.OfValues(target), s_stump with { MaxLeaves = 100, MinLeafRows = 15 }, Cancellation).Predict(features, Cancellation);
        Assert.InRange(byRows.Distinct().Count(), 2, 100 / 15);
        Assert.All(byRows.GroupBy(value => value), leaf => Assert.True(leaf.Count() >= 15));
        double[] byDepth = GradientBoostedTrees.Fit(features, LearningTarget.OfValues(target), s_stump with { MaxLeaves = 100, MaxDepth = 2, MinLeafRows = 15 }, Cancellation).Predict(features, Cancellation);
        Assert.Equal(4, byDepth.Distinct().Count());
        double[] byLeaves = GradientBoostedTrees.Fit(features, LearningTarget.OfValues(target), s_stump with { MaxLeaves = 7 }, Cancellation).Predict(features, Cancellation);
        Assert.Equal(7, byLeaves.Distinct().Count());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Equal_bits_whatever_the_threads_and_the_order_of_rows(int classes)
    {
        (FeatureMatrix features, LearningTarget target) = Mixed(3_000, classes, 7);
        var options = new GradientBoostingOptions { Iterations = 8, MaxLeaves = 15, Threads = 1, FeatureShare = 0.7 };
        double[] one = GradientBoostedTrees.Fit(features, target, options, Cancellation).Predict(features, Cancellation);
        foreach (int threads in (int[])[2, 3, 5])
        {
            Assert.Equal(one, GradientBoostedTrees.Fit(features, target, options with { Threads = threads }, Cancellation).Predict(features, Cancellation));
        }

        int[] order = new SeededRandom(1).Permutation(3_000);
        double[] permuted = GradientBoostedTrees.Fit(features.Take(order), target.Take(order), options, Cancellation).Predict(features, Cancellation);
        Assert.Equal(one, permuted);
    }

    [Fact]
    public void Row_share_is_seeded_and_leaves_rows_out()
    {
        (FeatureMatrix features, LearningTarget target) = Mixed(1_000, 2, 8);
        var options = new GradientBoostingOptions { Iterations = 5, RowShare = 0.5, Threads = 2 };
        double[] first = GradientBoostedTrees.Fit(features, target, options, Cancellation).Predict(features, Cancellation);
        Assert.Equal(first, GradientBoostedTrees.Fit(features, target, options with { Threads = 1 }, Cancellation).Predict(features, Cancellation));
        Assert.NotEqual(first, GradientBoostedTrees.Fit(features, target, options with { Seed = 1 }, Cancellation).Predict(features, Cancellation));
    }

    [Fact]
    public void Early_stopping_keeps_no_tree_of_noise_and_many_of_signal()
    {
        var random = new SeededRandom(9);
        double[] x = [.. Enumerable.Range(0, 4_000).Select(_ => random.NextGaussian())];
        var features = FeatureMatrix.FromRows(x, 2);
        int[] noise = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextInt(2))];
        int[] signal = [.. Enumerable.Range(0, 2_000).Select(row => x[row * 2] * x[(row * 2) + 1] > 0 ? 1 : 0)];
        var options = new GradientBoostingOptions { Iterations = 200, ValidationShare = 0.3 };
        Assert.InRange(GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(noise, 2), options, Cancellation).IterationCount, 0, 8);
        var learned = GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(signal, 2), options, Cancellation);
        Assert.True(learned.IterationCount > 20);
        Assert.True(learned.ValidationLoss < 0.1);
    }

    [Fact]
    public void Features_without_information_give_the_shares_of_the_classes()
    {
        double[] x = [.. Enumerable.Repeat(double.NaN, 30)];
        int[] labels = [.. Enumerable.Range(0, 30).Select(row => row % 3 == 0 ? 1 : 0)];
        var features = FeatureMatrix.FromRows(x, 1);
        var model = GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(labels, 2), new GradientBoostingOptions { MinLeafRows = 1 }, Cancellation);
        Assert.Equal(0, model.IterationCount);
        Assert.Equal(1.0 / 3, model.Predict(features, Cancellation)[1], 1e-12);
        Assert.All(GradientBoostedTrees.Fit(features, LearningTarget.OfClasses(new int[30], 1), s_stump, Cancellation).Predict(features, Cancellation), p => Assert.Equal(1, p));
    }

    [Fact]
    public void Wrong_shapes_and_settings_are_refused()
    {
        var features = FeatureMatrix.FromRows([1, 2, 3, 4], 2);
        Assert.Throws<ArgumentException>(() => GradientBoostedTrees.Fit(features, LearningTarget.OfClasses([0, 1, 0], 2), s_stump, Cancellation));
        var model = GradientBoostedTrees.Fit(features, LearningTarget.OfClasses([0, 1], 2), s_stump, Cancellation);
        Assert.Throws<ArgumentException>(() => model.Predict(FeatureMatrix.FromRows([1, 2], 1), Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingOptions { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingOptions { MaxLeaves = 1 });
        Assert.Throws<ArgumentException>(() => LearningTarget.OfClasses([0, 2], 2));
        Assert.Throws<ArgumentException>(() => LearningTarget.OfValues([double.NaN]));
        Assert.Throws<ArgumentException>(() => new CategoricalFeature("c", new[] { 0, 3 }, 3));
    }

    [Fact]
    public void Cancellation_stops_training()
    {
        (FeatureMatrix features, LearningTarget target) = Mixed(500, 2, 3);
        Assert.Throws<OperationCanceledException>(() => GradientBoostedTrees.Fit(features, target, new GradientBoostingOptions(), new CancellationToken(canceled: true)));
    }

    internal static (FeatureMatrix Features, LearningTarget Target) Mixed(int rows, int classes, ulong seed)
    {
        var random = new SeededRandom(seed);
        double[][] columns = [.. Enumerable.Range(0, 4).Select(_ => Column(random, rows, missing: 0.1))];
        int[] codes = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(8) - 1)];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            double x = double.IsNaN(columns[0][row]) ? 0 : columns[0][row];
            double score = x + (0.7 * codes[row] % 2) + (0.5 * random.NextGaussian());
            labels[row] = Math.Clamp((int)Math.Floor((score + 1) * classes / 3), 0, classes - 1);
        }

        FeatureColumn[] features = [.. columns.Select((values, c) => new NumericFeature($"x{c}", values)), new CategoricalFeature("c", codes, 7)];
        return (new FeatureMatrix(rows, features), LearningTarget.OfClasses(labels, classes));
    }

    static double[] Column(SeededRandom random, int rows, double missing)
    {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            values[row] = random.NextDouble() < missing ? double.NaN : random.NextGaussian();
        }

        return values;
    }

    static FeatureMatrix Matrix(double[][] columns) =>
        new(columns[0].Length, [.. columns.Select((values, c) => new NumericFeature($"x{c}", values))]);

    /// <summary>Predictions after the best of all splits of all columns, missing rows on either side, with penalty λ₂ on the standardised target.</summary>
    static double[] BestStump(double[][] columns, double[] target, double l2)
    {
        double mean = target.Average();
        double deviation = Math.Sqrt(target.Average(value => (value - mean) * (value - mean)));
        double[] z = [.. target.Select(value => (value - mean) / deviation)];
        double bestGain = 0;
        bool[] best = [];
        foreach (double[] column in columns)
        {
            foreach (double cut in column.Where(value => !double.IsNaN(value)))
            {
                foreach (bool missingLeft in (bool[])[false, true])
                {
                    bool[] left = [.. column.Select(value => double.IsNaN(value) ? missingLeft : value <= cut)];
                    double gain = Score(z, left, true, l2) + Score(z, left, false, l2) - (Math.Pow(z.Sum(), 2) / (z.Length + l2));
                    if (left.Contains(true) && left.Contains(false) && gain > bestGain + 1e-12)
                    {
                        (bestGain, best) = (gain, left);
                    }
                }
            }
        }

        double Leaf(bool side) => z.Where((_, row) => best[row] == side).Sum() / (best.Count(b => b == side) + l2);
        return [.. best.Select(side => mean + (deviation * Leaf(side)))];
    }

    static double Score(double[] z, bool[] left, bool side, double l2) =>
        Math.Pow(z.Where((_, row) => left[row] == side).Sum(), 2) / (left.Count(value => value == side) + l2);
}
