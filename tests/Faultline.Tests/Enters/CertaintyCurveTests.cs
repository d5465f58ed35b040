namespace Faultline.Tests;

public sealed class CertaintyCurveTests
{
    [Fact]
    public void Certainty_is_the_log_odds_of_the_most_probable_class()
    {
        Assert.Equal(Math.Log(0.7 / 0.3), CertaintyCurve.Certainty([0.1, 0.7, 0.2], out int most), 1e-12);
        Assert.Equal(1, most);
        // 1 − 10⁻¹⁵ is less certain than 1 − 10⁻¹⁶, though both are 1 in their sum.
        Assert.True(CertaintyCurve.Certainty([1, 1e-15], out _) < CertaintyCurve.Certainty([1, 1e-16], out _));
        Assert.True(double.IsFinite(CertaintyCurve.Certainty([1, 0], out _)));
        CertaintyCurve.Certainty([0.5, 0.5], out most);
        Assert.Equal(0, most);
    }

    [Fact]
    public void Groups_hold_every_row_once_the_most_certain_first()
    {
        SeededRandom random = new(1);
        (double Certainty, bool Disagrees)[] rows = [.. Enumerable.Range(0, 4000).Select(_ => (Math.Abs(3 * random.NextGaussian()), random.NextDouble() < 0.2))];
        CertaintyCurve curve = Count(rows);
        IReadOnlyList<CertaintyGroup> groups = curve.Groups();
        Assert.InRange(groups.Count, 30, 40);
        Assert.Equal(4000, groups.Sum(g => g.Rows));
        Assert.Equal(rows.Count(r => r.Disagrees), groups.Sum(g => g.Disagreeing));
        Assert.Equal(groups.Select(g => g.Rank).Order(), groups.Select(g => g.Rank));
        // The first group is the top of the ranking by brute force.
        int first = (int)groups[0].Rows;
        Assert.Equal(rows.OrderByDescending(r => r.Certainty).Take(first).Count(r => r.Disagrees), groups[0].Disagreeing);
        Assert.Equal(first / 2.0 / 4000, groups[0].Rank, 1e-12);
    }

    [Fact]
    public void Rows_of_equal_certainty_stay_together()
    {
        CertaintyCurve curve = Count([.. Enumerable.Range(0, 900).Select(row => (row % 3 * 1.0, row % 5 == 0))]);
        Assert.Equal([300L, 300L, 300L], curve.Groups().Select(g => g.Rows));
    }

    [Fact]
    public void Merging_gives_what_counting_all_gives()
    {
        SeededRandom random = new(2);
        (double, bool)[] rows = [.. Enumerable.Range(0, 3000).Select(_ => (10 * random.NextDouble(), random.NextDouble() < 0.3))];
        CertaintyCurve merged = Count(rows[..1234]);
        merged.Merge(Count(rows[1234..]));
        Assert.Equal(Count(rows).Groups(), merged.Groups());
    }

    /// <summary>Rows drawn from the form itself: half-normal log odds of deviation 3 (logistic), so the fitted overlap must be 1 / (1 + exp |N|) by rank.</summary>
    [Fact]
    public void Fitted_overlap_is_that_of_the_rows()
    {
        SeededRandom random = new(3);
        const double Noise = 0.08;
        CertaintyCurve curve = new();
        for (int row = 0; row < 200_000; row++)
        {
            double odds = Math.Abs(3 * random.NextGaussian());
            double overlap = 1 / (1 + Math.Exp(odds));
            curve.Add(odds / 2, random.NextDouble() < Noise + (overlap * (1 - (2 * Noise))));
        }

        NoiseFloor floor = NoiseFloor.Fit(curve, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(floor.Share, 0.074, 0.086);
        Assert.True(floor.Interval.Contains(Noise));
        Assert.True(floor.P < 1e-10);
        // At the middle of each group, scipy: expit(-halfnorm.isf(rank, scale=3)).
        Assert.Equal(0.007141, OverlapNear(floor, 0.1), 0.006);
        Assert.Equal(0.116756, OverlapNear(floor, 0.5), 0.014);
        Assert.Equal(0.406854, OverlapNear(floor, 0.9), 0.025);
        // A tenth of the mean overlap, scipy: quad(lambda x: 2 * norm.pdf(x, scale=3) * expit(-x), 0, inf)[0] = 0.164086
        Assert.Equal(0.164086 / 10, floor.Misranked, 0.001);
        Assert.Equal(floor.Counted.Low - floor.Misranked, floor.Interval.Low, 1e-12);
    }

    [Fact]
    public void Overlap_of_a_wide_group_is_the_mean_over_its_rows()
    {
        OverlapForm form = new(0, 3, 0);
        // scipy: 2 * quad(lambda r: expit(-halfnorm.isf(r, scale=3)), 0, 0.5)[0], and expit(-halfnorm.isf(0.25, scale=3)) at the middle.
        Assert.Equal(0.0399216, form.Across(0, 0.5), 5e-4);
        Assert.Equal(0.0307376, form.Across(0.2499, 0.2501), 1e-5);
    }

    /// <summary>Rows drawn without a wrong label from predictions whose order is not the true one; what disagrees among the most certain is overlap that was ranked there.</summary>
    [Theory]
    [InlineData("a tenth ranked at random", 20_000)]
    [InlineData("three tenths far too certain", 4000)]
    [InlineData("votes of five", 4000)]
    public void Overlap_that_is_ranked_wrongly_is_not_told_as_noise(string order, int rows)
    {
        int found = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            SeededRandom random = SeededRandom.For(seed, order);
            CertaintyCurve curve = new();
            for (int row = 0; row < rows; row++)
            {
                double odds = 4 * random.NextGaussian();
                bool isFirst = random.NextDouble() < 1 / (1 + Math.Exp(-odds));
                double predicted = order switch
                {
                    "a tenth ranked at random" => random.NextDouble() < 0.1 ? Math.CopySign(4 * random.NextGaussian(), odds) : odds,
                    "three tenths far too certain" => random.NextDouble() < 0.3 ? Math.Clamp(odds + (20 * random.NextGaussian()), -39, 39) : odds,
                    _ => Votes(1 / (1 + Math.Exp(-odds)), 5, random),
                };
                curve.Add(Math.Abs(predicted), (predicted > 0) != isFirst);
            }

            NoiseFloor floor = NoiseFloor.Fit(curve, 2, cancellationToken: TestContext.Current.CancellationToken);
            found += LabelJudgement.Doubt(floor, kappa: 0.7) == NoiseDoubt.None && floor.Interval.Low >= LabelErrors.Standard.LeastNoise ? 1 : 0;
        }

        Assert.InRange(found, 0, 1);
    }

    static double Votes(double p, int votes, SeededRandom random)
    {
        double share = Enumerable.Range(0, votes).Count(_ => random.NextDouble() < p) / (double)votes;
        return Math.Log((share + 1e-9) / (1 - share + 1e-9));
    }

    static double OverlapNear(NoiseFloor floor, double rank) =>
        floor.OverlapIn(Enumerable.Range(0, floor.Groups.Count).MinBy(group => Math.Abs(floor.Groups[group].Rank - rank)));

    static CertaintyCurve Count(IEnumerable<(double Certainty, bool Disagrees)> rows)
    {
        CertaintyCurve curve = new();
        foreach ((double certainty, bool disagrees) in rows)
        {
            curve.Add(certainty, disagrees);
        }

        return curve;
    }
}
