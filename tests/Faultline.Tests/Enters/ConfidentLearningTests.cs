namespace Faultline.Tests;

public sealed class ConfidentLearningTests
{
    [Fact]
    public void Counts_a_joint_worked_out_by_hand()
    {
        // Thresholds: class 0 (0.9 + 0.7 + 0.2) / 3 = 0.6, class 1 (0.8 + 0.6) / 2 = 0.7; row 4 (0.4, 0.6) reaches neither, row 2 is confidently in class 1.
        int[] labels = [0, 0, 0, 1, 1];
        double[] probabilities = [0.9, 0.1, 0.7, 0.3, 0.2, 0.8, 0.2, 0.8, 0.4, 0.6];
        LabelNoise noise = ConfidentLearning.Estimate(labels, probabilities, 2);
        Assert.Equal(0.6, noise.Thresholds[0], 1e-15);
        Assert.Equal(0.7, noise.Thresholds[1], 1e-15);
        Assert.Equal([[2, 1], [0, 1]], noise.Joint.ToArray());
        Assert.Equal([[2, 1], [0, 2]], noise.CalibratedJoint.ToArray());
        Assert.Equal(1, noise.OffDiagonal);
        Assert.All(Enum.GetValues<LabelFilter>(), filter => Assert.Equal([false, false, true, false, false], ConfidentLearning.Find(labels, probabilities, 2, filter)));
    }

    [Fact]
    public void Unmeasured_rows_change_nothing_and_are_never_picked()
    {
        (int[] labels, double[] probabilities) = Draw(seed: 1, rows: 400, classes: 3);
        int[] padded = [.. labels.SelectMany(l => new[] { l, -1 })];
        double[] paddedProbabilities = [.. Enumerable.Range(0, labels.Length).SelectMany(r => probabilities[(3 * r)..((3 * r) + 3)].Concat([double.NaN, 7, -1]))];
        foreach (LabelFilter filter in Enum.GetValues<LabelFilter>())
        {
            bool[] expected = ConfidentLearning.Find(labels, probabilities, 3, filter);
            bool[] actual = ConfidentLearning.Find(padded, paddedProbabilities, 3, filter);
            Assert.Contains(true, expected);
            Assert.Equal(expected, actual.Where((_, i) => i % 2 == 0));
            Assert.DoesNotContain(true, actual.Where((_, i) => i % 2 == 1));
        }

        Assert.True(double.IsNaN(ConfidentLearning.Score(padded, paddedProbabilities, 3, LabelScore.SelfConfidence)[1]));
    }

    [Fact]
    public void A_class_without_labels_takes_no_row_where_others_are_confident()
    {
        int[] labels = [0, 0, 1, 1];
        double[] probabilities = [0.8, 0.1, 0.1, 0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.05, 0.05, 0.9];
        LabelNoise noise = ConfidentLearning.Estimate(labels, probabilities, 3);
        Assert.Equal(2, noise.Thresholds[2]);
        Assert.Equal([0, 0, 0], noise.CalibratedJoint.ToArray()[2]);
        Assert.Equal([false, false, false, true], ConfidentLearning.Find(labels, probabilities, 3, LabelFilter.PredictedNotGiven));
        Assert.DoesNotContain(true, ConfidentLearning.Find(labels, probabilities, 3, LabelFilter.PruneByNoiseRate));
        Assert.Equal(1, noise.TrueClassPrior().Sum(), 1e-12);
        Assert.All(noise.NoiseMatrix().Cast<double>(), rate => Assert.InRange(rate, 0, 1));
    }

    [Fact]
    public void One_class_and_no_rows_pick_nothing()
    {
        foreach (LabelFilter filter in Enum.GetValues<LabelFilter>())
        {
            Assert.Equal([false, false], ConfidentLearning.Find([0, 0], [1, 1], 1, filter));
            Assert.Empty(ConfidentLearning.Find([], [], 4, filter));
        }

        Assert.Equal([1, 1], ConfidentLearning.Score([0, 0], [1, 1], 1, LabelScore.ConfidenceWeightedEntropy));
    }

    [Fact]
    public void Misshapen_input_is_refused_with_what_and_where()
    {
        Assert.Contains("need 4 probabilities", Assert.Throws<ArgumentException>(() => ConfidentLearning.Find([0, 1], [0.5, 0.5, 1], 2, LabelFilter.Both)).Message, StringComparison.Ordinal);
        Assert.Contains("label of row 1 is 2", Assert.Throws<ArgumentException>(() => ConfidentLearning.Find([0, 2], [0.5, 0.5, 1, 0], 2, LabelFilter.Both)).Message, StringComparison.Ordinal);
        Assert.Contains("row 1 sum to NaN", Assert.Throws<ArgumentException>(() => ConfidentLearning.Find([0, 1], [0.5, 0.5, 1, double.NaN], 2, LabelFilter.Both)).Message, StringComparison.Ordinal);
        Assert.Contains("row 0 sum to 0", Assert.Throws<ArgumentException>(() => ConfidentLearning.Find([0, 1], [0, 0, 1, 0], 2, LabelFilter.Both)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        (int[] labels, double[] probabilities) = Draw(seed: 2, rows: 60_000, classes: 7);
        foreach (LabelFilter filter in Enum.GetValues<LabelFilter>())
        {
            bool[] one = ConfidentLearning.Find(labels, probabilities, 7, filter, out LabelNoise noiseOfOne, 1, TestContext.Current.CancellationToken);
            bool[] four = ConfidentLearning.Find(labels, probabilities, 7, filter, out LabelNoise noiseOfFour, 4, TestContext.Current.CancellationToken);
            Assert.Contains(true, one);
            Assert.Equal(one, four);
            Assert.Equal(noiseOfOne.Thresholds, noiseOfFour.Thresholds);
        }
    }

    [Theory]
    [InlineData(2, 50)]
    [InlineData(3, 300)]
    [InlineData(6, 300)]
    [InlineData(12, 1000)]
    public void Pruning_equals_sorting_every_class_by_every_margin(int classes, int rows)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (int[] labels, double[] probabilities) = Draw(seed, rows, classes);
            int[][] joint = ConfidentLearning.Estimate(labels, probabilities, classes).CalibratedJoint.ToArray();
            bool[] byRate = new bool[rows];
            bool[] byClass = new bool[rows];
            for (int given = 0; given < classes; given++)
            {
                int[] members = [.. Enumerable.Range(0, rows).Where(r => labels[r] == given)];
                Assert.Equal(members.Length, joint[given].Sum());
                foreach (int row in members.OrderBy(r => probabilities[(r * classes) + given]).Take(members.Length - Math.Max(1, joint[given][given])))
                {
                    byClass[row] = !Agrees(row);
                }

                for (int actual = 0; actual < classes; actual++)
                {
                    foreach (int row in members.OrderBy(r => probabilities[(r * classes) + given] - probabilities[(r * classes) + actual]).Take(actual == given ? 0 : joint[given][actual]))
                    {
                        byRate[row] = !Agrees(row);
                    }
                }
            }

            Assert.Equal(byRate, ConfidentLearning.Find(labels, probabilities, classes, LabelFilter.PruneByNoiseRate));
            Assert.Equal(byClass, ConfidentLearning.Find(labels, probabilities, classes, LabelFilter.PruneByClass));

            bool Agrees(int row) => Enumerable.Range(0, classes).MaxBy(k => probabilities[(row * classes) + k] + (k == labels[row] ? 1e-6 : 0)) == labels[row];
        }
    }

    static (int[] Labels, double[] Probabilities) Draw(int seed, int rows, int classes)
    {
        SeededRandom random = SeededRandom.For(seed, "test");
        int[] labels = new int[rows];
        double[] probabilities = new double[rows * classes];
        for (int row = 0; row < rows; row++)
        {
            // Every class has at least two rows, so that no cell is taken from the diagonal.
            labels[row] = row < 2 * classes ? row / 2 : random.NextInt(classes);
            int likely = random.NextDouble() < 0.8 ? labels[row] : random.NextInt(classes);
            Span<double> values = probabilities.AsSpan(row * classes, classes);
            double sum = 0;
            for (int k = 0; k < classes; k++)
            {
                values[k] = random.NextExponential() * (k == likely ? 1 + (10 * random.NextDouble()) : 1);
                sum += values[k];
            }

            for (int k = 0; k < classes; k++)
            {
                values[k] /= sum;
            }
        }

        return (labels, probabilities);
    }

    // numpy.argsort (1.24.2) of [7 * i % 5 for i in range(n)].
    [Theory]
    [InlineData(17, new[] { 0, 10, 15, 5, 13, 8, 3, 6, 11, 1, 16, 9, 14, 4, 7, 2, 12 })]
    [InlineData(18, new[] { 0, 15, 10, 5, 13, 8, 3, 6, 16, 11, 1, 9, 14, 4, 7, 12, 2, 17 })]
    [InlineData(40, new[] { 0, 20, 15, 30, 10, 25, 35, 5, 23, 8, 33, 28, 13, 3, 38, 18, 6, 21, 1, 36, 16, 26, 11, 31, 34, 29, 19, 14, 9, 4, 24, 39, 27, 22, 17, 12, 32, 7, 2, 37 })]
    public void Ties_come_in_the_order_of_the_reference(int count, int[] expected) =>
        Assert.Equal(expected, ConfidentLearning.QuicksortOrder([.. Enumerable.Range(0, count).Select(i => (double)(7 * i % 5))]));
}
