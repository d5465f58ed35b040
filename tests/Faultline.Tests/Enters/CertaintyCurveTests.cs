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
        // scipy.stats.halfnorm.isf([0.1, 0.5, 0.9], scale=3) = 4.934561, 2.023469, 0.376984
        Assert.Equal(1 / (1 + Math.Exp(4.934561)), floor.OverlapAt(0.1), 0.006);
        Assert.Equal(1 / (1 + Math.Exp(2.023469)), floor.OverlapAt(0.5), 0.012);
        Assert.Equal(1 / (1 + Math.Exp(0.376984)), floor.OverlapAt(0.9), 0.02);
    }

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
