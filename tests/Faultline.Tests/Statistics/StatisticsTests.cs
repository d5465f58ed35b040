namespace Faultline.Tests;

/// <summary>Small statistics against SciPy 1.10 and NumPy 1.24 (the numbers were printed by them) and against brute force.</summary>
public sealed class StatisticsTests
{
    static readonly double[] s_first = [1, 2, 2, 3, 5, 8, 9, 12, 4.5, 7];
    static readonly double[] s_second = [2, 6, 7, 7, 9, 10, 11, 13, 14, 15, 3, 21];

    // scipy.stats.binomtest(k, n).proportion_ci(level, 'wilson' and 'exact')
    [Theory]
    [InlineData(0, 10, 0.95, 0.0, 0.27753279986288926, 0.0, 0.30849710781876294)]
    [InlineData(3, 10, 0.95, 0.10779126740630102, 0.6032218525388546, 0.06673951117773447, 0.652452850060008)]
    [InlineData(10, 10, 0.95, 0.7224672001371109, 1.0, 0.6915028921812371, 1.0)]
    [InlineData(50, 1000, 0.99, 0.035025075722532446, 0.0709069726905337, 0.03392666271022022, 0.07050437520145779)]
    public void Intervals_for_a_share(int successes, int trials, double level, double wilsonLow, double wilsonHigh, double exactLow, double exactHigh)
    {
        Interval wilson = WilsonInterval.Of(successes, trials, level);
        Assert.Equal(wilsonLow, wilson.Low, 1e-12);
        Assert.Equal(wilsonHigh, wilson.High, 1e-12);
        Interval exact = ClopperPearson.Of(successes, trials, level);
        Assert.Equal(exactLow, exact.Low, 1e-7);
        Assert.Equal(exactHigh, exact.High, 1e-7);
        Assert.Equal(level, exact.Level);
    }

    [Fact]
    public void Without_trials_a_share_may_be_anything()
    {
        Assert.Equal(new Interval(0, 1), WilsonInterval.Of(0, 0));
        Assert.Equal(new Interval(0, 1), ClopperPearson.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
    }

    // scipy.special.kolmogorov
    [Theory]
    [InlineData(0.1, 1.0)]
    [InlineData(0.3, 0.9999906941986655)]
    [InlineData(0.5, 0.9639452436648751)]
    [InlineData(0.9, 0.3927307079406543)]
    [InlineData(1, 0.26999967167735456)]
    [InlineData(1.36, 0.049485876755377876)]
    [InlineData(4, 2.532833109818835e-14)]
    public void Kolmogorovs_distribution(double x, double expected) => Assert.Equal(expected, KolmogorovSmirnov.Survival(x), 1e-14 + (1e-10 * expected));

    [Fact]
    public void Two_samples_differ_by_the_largest_step()
    {
        KolmogorovSmirnov test = KolmogorovSmirnov.TwoSample(s_first, s_second);
        Assert.Equal(0.43333333333333335, test.Statistic, 1e-15);
        // scipy.stats.ks_2samp(mode='exact'); the limit with Stephens' correction comes near it at 10 against 12.
        Assert.Equal(0.18629667546076212, test.P, 0.02);
        Assert.Equal(new KolmogorovSmirnov(0, 1), KolmogorovSmirnov.TwoSample(s_first, s_first));
        Assert.Equal(new KolmogorovSmirnov(0, 1), KolmogorovSmirnov.TwoSample([], s_first));
        Assert.Equal(1, KolmogorovSmirnov.TwoSample([1, 2], [3, 4]).Statistic);
    }

    [Fact]
    public void Equal_distributions_are_called_different_no_more_often_than_said()
    {
        SeededRandom random = new(11);
        int calls = 0;
        for (int repeat = 0; repeat < 2000; repeat++)
        {
            double[] a = [.. Enumerable.Range(0, 40).Select(_ => random.NextGaussian())];
            double[] b = [.. Enumerable.Range(0, 60).Select(_ => random.NextGaussian())];
            calls += KolmogorovSmirnov.TwoSample(a, b).P < 0.05 ? 1 : 0;
        }

        // Binomial(2000, 0.05): 100 ± 4 standard deviations; the test is discrete, so it may call less.
        Assert.InRange(calls, 50, 139);
    }

    // numpy.quantile
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(0.1, 1.9)]
    [InlineData(0.25, 2.25)]
    [InlineData(0.5, 4.75)]
    [InlineData(0.9, 9.299999999999999)]
    [InlineData(1, 12.0)]
    public void Quantiles_interpolate(double share, double expected) => Assert.Equal(expected, Quantiles.Of(s_first, share), 1e-14);

    [Fact]
    public void Quantile_of_nothing_is_no_number() => Assert.True(double.IsNaN(Quantiles.Of([], 0.5)));

    // scipy.stats.rankdata
    [Fact]
    public void Ties_share_their_ranks() => Assert.Equal([5.5, 1, 3, 3, 7, 3, 8, 5.5], Ranks.Average([3, 1, 2, 2, 5, 2, 9, 3]));

    // The mean of all pairs and DeLong's variance, by NumPy; the ends where the score test turns, by SciPy's brentq.
    [Fact]
    public void Area_under_the_curve_is_the_share_of_ordered_pairs()
    {
        Auc auc = Auc.Of([0.9, 0.8, 0.7, 0.7, 0.6, 0.35, 0.5], [0.1, 0.4, 0.7, 0.3, 0.2, 0.55, 0.6, 0.05]);
        Assert.Equal(0.8303571428571429, auc.Value, 1e-14);
        Assert.Equal(0.10652101290579333, auc.StandardError, 1e-14);
        Assert.Equal(0.5331168616323902, auc.Interval.Low, 1e-12);
        Assert.Equal(0.9497077036559892, auc.Interval.High, 1e-12);
    }

    [Fact]
    public void Area_of_separated_scores_is_one_with_an_interval_that_is_not_a_point()
    {
        Auc auc = Auc.Of([3, 4, 5], [1, 2]);
        Assert.Equal(1, auc.Value);
        Assert.Equal(0.4389123890958571, auc.Interval.Low, 1e-12);
        Assert.Equal(1, auc.Interval.High, 1e-12);
        Assert.Throws<ArgumentException>(() => Auc.Of([], [1]));
    }

    // By SciPy's brentq on the same equation: all 2,500 pairs in order, and all but 5 of them.
    [Fact]
    public void Interval_of_a_perfect_area_reaches_less_far_down_than_that_of_one_with_errors()
    {
        double[] negatives = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        double[] perfect = [.. Enumerable.Range(100, 50).Select(i => (double)i)];
        double[] nearly = [44.5, .. perfect[1..]];
        Assert.Equal((0.9603442831892498, 0.9578742835161991), (Auc.Of(perfect, negatives).Interval.Low, Auc.Of(nearly, negatives).Interval.Low), Near);
        Assert.Equal((1, 0.9999039737475443), (Auc.Of(perfect, negatives).Interval.High, Auc.Of(nearly, negatives).Interval.High), Near);

        static bool Near((double, double) one, (double, double) other) => Math.Abs(one.Item1 - other.Item1) < 1e-10 && Math.Abs(one.Item2 - other.Item2) < 1e-10;
    }

    [Theory]
    [InlineData(50, 50, 0.99)]
    [InlineData(30, 300, 0.99)]
    [InlineData(30, 300, 0.95)]
    public void Interval_of_the_area_covers_the_truth_near_one(int positives, int negatives, double truth)
    {
        // Two normals √2·Φ⁻¹(truth) apart.
        double apart = Math.Sqrt(2) * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, truth);
        SeededRandom random = new(12);
        int covered = 0;
        for (int repeat = 0; repeat < 1000; repeat++)
        {
            double[] high = [.. Enumerable.Range(0, positives).Select(_ => apart + random.NextGaussian())];
            double[] low = [.. Enumerable.Range(0, negatives).Select(_ => random.NextGaussian())];
            covered += Auc.Of(high, low).Interval.Contains(truth) ? 1 : 0;
        }

        Assert.InRange(covered, 930, 995);
    }

    [Fact]
    public void Interval_of_the_area_covers_the_truth()
    {
        // Two normals one apart: the area is Φ(1/√2).
        const double Truth = 0.7602499389065233;
        SeededRandom random = new(12);
        int covered = 0;
        for (int repeat = 0; repeat < 1000; repeat++)
        {
            double[] positives = [.. Enumerable.Range(0, 80).Select(_ => 1 + random.NextGaussian())];
            double[] negatives = [.. Enumerable.Range(0, 120).Select(_ => random.NextGaussian())];
            covered += Auc.Of(positives, negatives).Interval.Contains(Truth) ? 1 : 0;
        }

        Assert.InRange(covered, 925, 970);
    }

    [Fact]
    public void Nth_value_equals_sorting()
    {
        SeededRandom random = new(13);
        for (int repeat = 0; repeat < 300; repeat++)
        {
            int levels = repeat % 3 == 0 ? 4 : 1_000_000;
            double[] values = [.. Enumerable.Range(0, 1 + random.NextInt(200)).Select(_ => (double)random.NextInt(levels))];
            double[] sorted = [.. values.Order()];
            int rank = random.NextInt(values.Length);
            Assert.Equal(sorted[rank], Selection.Nth(values, rank));
        }
    }

    [Fact]
    public void Bootstrap_interval_of_a_mean_covers_it()
    {
        SeededRandom random = new(14);
        int covered = 0;
        for (int repeat = 0; repeat < 400; repeat++)
        {
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => random.NextExponential())];
            Interval interval = Bootstrap.Percentile(values.Length, 300, random, rows => rows.Average(row => values[row]), cancellationToken: TestContext.Current.CancellationToken);
            covered += interval.Contains(1) ? 1 : 0;
        }

        // Nominal 95 % less the known shortfall of the percentile interval at 60 skewed rows; ± 3 standard deviations.
        Assert.InRange(covered, 355, 395);
    }
}
