namespace Faultline.Tests;

public class BinningTests
{
    [Fact]
    public void Few_values_get_a_bin_each_cut_halfway()
    {
        var bins = NumericBins.Learn([5, 1, 1, 3, 3, 3]);
        Assert.Equal([2.0, 4.0], bins.Cuts.ToArray());
        Assert.Equal([0, 0, 1, 1, 2, 2], new double[] { -9, 2, 2.1, 4, 4.1, 99 }.Select(value => (int)bins.BinOf(value)));
        Assert.Equal(3, bins.BinOf(double.NaN));
    }

    [Fact]
    public void Infinities_stand_beyond_every_finite_value()
    {
        var bins = NumericBins.Learn([double.NegativeInfinity, 0, double.PositiveInfinity]);
        Assert.Equal([0, 1, 2], new[] { double.NegativeInfinity, 0, double.PositiveInfinity }.Select(value => (int)bins.BinOf(value)));
        Assert.Equal(0, NumericBins.Learn([]).BinOf(7));
        Assert.Equal(1, NumericBins.Learn([]).BinOf(double.NaN));
    }

    [Fact]
    public void Many_values_fill_bins_evenly_and_a_heavy_value_has_its_own()
    {
        var random = new SeededRandom(1);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(row => row % 4 == 0 ? 0.0 : random.NextGaussian())];
        var bins = NumericBins.Learn([.. values]);
        Assert.InRange(bins.BinCount, 230, 255);
        var counts = values.GroupBy(bins.BinOf).ToDictionary(bin => bin.Key, bin => bin.Count());
        Assert.Equal(5_000, counts[bins.BinOf(0)]);
        Assert.All(counts.Where(bin => bin.Key != bins.BinOf(0)), bin => Assert.InRange(bin.Value, 1, 120));
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.True(pair.First <= pair.Second == bins.BinOf(pair.First) <= bins.BinOf(pair.Second) || bins.BinOf(pair.First) == bins.BinOf(pair.Second)));
    }

    [Fact]
    public void A_level_seen_once_learns_nothing_of_its_own_label()
    {
        // Every row is a level of its own: what is known of it without its own part is the mean of all, whatever its label.
        int[] codes = [.. Enumerable.Range(0, 300)];
        int[] labels = [.. codes.Select(code => code * 7919 % 3 == 0 ? 1 : 0)];
        var matrix = new FeatureMatrix(300, [new CategoricalFeature("c", codes, 300)]);
        TargetEncoder.Learn(matrix, [0], LearningTarget.OfClasses(labels, 2), codes, out BinnedRows encoded);
        Assert.All(codes, row => Assert.Equal(encoded[0, 0], encoded[row, 0]));
    }

    [Fact]
    public void Levels_that_differ_are_told_apart_and_levels_of_noise_are_not()
    {
        var random = new SeededRandom(3);
        int[] codes = [.. Enumerable.Range(0, 6_000).Select(_ => random.NextInt(300))];
        int[] all = [.. Enumerable.Range(0, 6_000)];
        double[] real = [.. codes.Select(code => (code % 2) + random.NextGaussian())];
        double[] noise = [.. codes.Select(_ => random.NextGaussian())];
        var matrix = new FeatureMatrix(6_000, [new CategoricalFeature("c", codes, 300)]);
        var options = new GradientBoostingOptions { Iterations = 60, ValidationShare = 0.25, Seed = 1 };
        double[] learned = GradientBoostedTrees.Fit(matrix, LearningTarget.OfValues(real), options, TestContext.Current.CancellationToken).Predict(matrix, TestContext.Current.CancellationToken);
        double even = all.Where(row => codes[row] % 2 == 0).Average(row => learned[row]);
        double odd = all.Where(row => codes[row] % 2 == 1).Average(row => learned[row]);
        Assert.InRange(odd - even, 0.85, 1.15);
        double[] nothing = GradientBoostedTrees.Fit(matrix, LearningTarget.OfValues(noise), options, TestContext.Current.CancellationToken).Predict(matrix, TestContext.Current.CancellationToken);
        Assert.InRange(nothing.Max() - nothing.Min(), 0, 0.3);
    }
}
