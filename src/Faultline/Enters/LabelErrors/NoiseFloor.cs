using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// Splits the disagreement between labels and predictions into noise and overlap. Noise is the disagreement rate that is left among the most certain
/// rows, in the limit; what grows towards the boundary is overlap.
/// </summary>
/// <remarks>
/// The limit lies outside the rows, so it needs a form for the overlap: the log odds of the true class over the rows are normal and folded at 0, with mean
/// m and deviation s ≥ √(2m). Equality is two normal classes of equal covariance; a logistic model of normal scores has m = 0. Overlap at log odds x is
/// 1 / (1 + eˣ⁻ʰ), h between 0 (two classes meet at a boundary) and ln(K − 1) (all do). Rows enter by their rank of certainty alone. m, s, h and the noise
/// are fitted by maximum likelihood, the interval is the profile likelihood's, widened by the dispersion where the form does not fit.
/// Noise that lives only near the boundary looks like overlap and is counted as such; overlap that is the same everywhere looks like noise.
/// Predictions are estimates themselves, and so is their order: what they rank too high is overlap among the most certain rows and looks like noise. The low
/// end of the interval therefore leaves room for a tenth of the overlap ranked at random.
/// </remarks>
public sealed class NoiseFloor
{
    const double FewestExpected = 5;

    /// <summary>The share of the overlap that may be ranked at random.</summary>
    public const double RankedAtRandom = 0.1;

    static readonly double[] s_means = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 25, 30];
    static readonly double[] s_extraDeviations = [0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.7, 1, 1.4, 1.9, 2.5, 3.2, 4, 6, 9];
    static readonly double[] s_shares = Shares();

    readonly double[] _chanceOf;
    readonly double[] _overlapOf;
    readonly int _classes;
    readonly Func<double, Interval> _countedAt;

    NoiseFloor(CertaintyCurve curve, IReadOnlyList<CertaintyGroup> groups, int classes, OverlapForm form, double share, double level, Func<double, Interval> countedAt, Func<double, double> pOfAtMost)
    {
        _countedAt = countedAt;
        _classes = classes;
        Curve = curve;
        Groups = groups;
        Share = share;
        Counted = countedAt(level);
        _overlapOf = [.. groups.Select(group => form.Across(group.From, group.To))];
        Misranked = RankedAtRandom * groups.Select((group, place) => group.Rows * _overlapOf[place]).Sum() / curve.Rows;
        P = pOfAtMost(Misranked);
        (double From, double To)[] ranks = curve.RanksByBucket();
        _chanceOf = [.. ranks.Select(rank => rank.To > rank.From ? NoiseGivenDisagreement(form.Across(rank.From, rank.To)) : 0)];
        Reach = ranks.Where((_, bucket) => _chanceOf[bucket] >= 0.5).Select(rank => rank.To).DefaultIfEmpty(0).Max();
    }

    /// <summary>The counts that were fitted.</summary>
    public CertaintyCurve Curve { get; }

    /// <summary>The groups that were fitted, most certain first.</summary>
    public IReadOnlyList<CertaintyGroup> Groups { get; }

    /// <summary>The estimated share of rows whose label is wrong.</summary>
    public double Share { get; }

    /// <summary>The interval of <see cref="Share"/> that the counts give if the order of certainty is right.</summary>
    public Interval Counted { get; }

    /// <summary>The share of rows that disagree among the most certain if <see cref="RankedAtRandom"/> of the overlap is.</summary>
    public double Misranked { get; }

    /// <summary>The interval of <see cref="Share"/>, its low end lower than the counts' by <see cref="Misranked"/>.</summary>
    public Interval Interval => WithMisranked(Counted);

    /// <summary>The interval of <see cref="Share"/> at another level.</summary>
    /// <param name="level">Coverage, between 0 and 1.</param>
    public Interval IntervalAt(double level) => WithMisranked(_countedAt(level));

    /// <summary>p-value for no more noise than <see cref="Misranked"/>.</summary>
    public double P { get; }

    /// <summary>Of the rows that disagree, the share that overlap alone explains, 0 … 1; 1 where none disagrees.</summary>
    public double OverlapShare
    {
        get
        {
            double overlap = Groups.Select((group, place) => group.Disagreeing * (1 - NoiseGivenDisagreement(_overlapOf[place]))).Sum();
            return Curve.Disagreeing > 0 ? overlap / Curve.Disagreeing : 1;
        }
    }

    /// <summary>The share of rows at whose certainty noise is the likelier reason to disagree: where it can be seen at all.</summary>
    public double Reach { get; }

    /// <summary>
    /// The least probability, over the first one, two, … groups, of as few disagreements as the most certain rows have if the fitted rates were right. Noise
    /// that they do not show is no floor: the form bends to rows farther down.
    /// </summary>
    public double FewerP => LeastP(Poisson.CDF);

    /// <summary>
    /// The same for as many disagreements. Labels that are wrong at random are so no more often among the most certain rows than below them; predictions that
    /// are far too sure of some rows rank those highest.
    /// </summary>
    public double MoreP => LeastP((expected, disagreeing) => disagreeing > 0 ? 1 - Poisson.CDF(expected, disagreeing - 1) : 1);

    /// <summary>The disagreement rate that is expected in a group.</summary>
    /// <param name="group">Its place in <see cref="Groups"/>.</param>
    public double DisagreementIn(int group) => Disagreement(_overlapOf[group]);

    /// <summary>The rate at which rows of a group are not of their most probable class although every label is right.</summary>
    /// <param name="group">Its place in <see cref="Groups"/>.</param>
    public double OverlapIn(int group) => _overlapOf[group];

    /// <summary>The probability that a row which disagrees has a wrong label.</summary>
    /// <param name="certainty">The row's certainty.</param>
    public double NoiseGivenDisagreementAt(double certainty) => _chanceOf[CertaintyCurve.Bucket(certainty)];

    Interval WithMisranked(Interval counted) => counted with { Low = Math.Max(0, counted.Low - Misranked) };

    double Disagreement(double overlap) => Share + (overlap * (1 - (Share * _classes / (_classes - 1))));

    double NoiseGivenDisagreement(double overlap) => Share <= 0 ? 0 : Share * (1 - overlap) / Disagreement(overlap);

    double LeastP(Func<double, double, double> p)
    {
        double expected = 0;
        double disagreeing = 0;
        double least = 1;
        for (int group = 0; group < Groups.Count && Groups[group].Rank <= Reach; group++)
        {
            expected += Groups[group].Rows * DisagreementIn(group);
            disagreeing += Groups[group].Disagreeing;
            if (Math.Max(expected, disagreeing) >= FewestExpected)
            {
                least = Math.Min(least, p(expected, disagreeing));
            }
        }

        return least;
    }

    /// <summary>Fits noise and overlap to a curve.</summary>
    /// <param name="curve">At least one row.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <param name="threads">The most threads to use; the answer is the same for any number.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static NoiseFloor Fit(CertaintyCurve curve, int classes, double level = 0.95, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        IReadOnlyList<CertaintyGroup> groups = curve.Groups();
        NoiseProfile profiles = new(groups, classes, s_shares);
        profiles.Search(s_means, s_extraDeviations, threads, cancellationToken);
        double[] profile = profiles.LogLikelihoods;
        int best = Array.IndexOf(profile, profile.Max());
        double dispersion = profiles.Dispersion;
        double[] deviance = [.. profile.Select(fit => 2 * (profile[best] - fit) / dispersion)];
        (double Share, double Deviance) vertex = Vertex(deviance, best);
        Interval At(double coverage)
        {
            double critical = ChiSquared.InvCDF(1, coverage);
            return new Interval(Crossing(deviance, best, -1, vertex, critical), Crossing(deviance, best, 1, vertex, critical), coverage);
        }

        return new NoiseFloor(curve, groups, classes, profiles.Forms[best], vertex.Share, level, At, share => share >= vertex.Share ? 1 : PAt(deviance, share));
    }

    // One-sided, from the deviance of the next share that was tried: never too small.
    static double PAt(double[] deviance, double share)
    {
        int above = Array.FindIndex(s_shares, tried => tried >= share);
        return (1 - ChiSquared.CDF(1, Math.Max(0, deviance[above]))) / 2;
    }

    /// <summary>
    /// The farthest share towards one side whose deviance is within the critical value. Between the shares that were tried the root of the deviance is taken
    /// as a straight line, as it is for a parabola.
    /// </summary>
    static double Crossing(double[] deviance, int best, int step, (double Share, double Deviance) vertex, double critical)
    {
        double limit = critical + vertex.Deviance;
        int inside = step < 0 ? 0 : deviance.Length - 1;
        while (inside != best && deviance[inside] > limit)
        {
            inside -= step;
        }

        int outside = inside + step;
        if (outside < 0 || outside >= deviance.Length)
        {
            return s_shares[inside];
        }

        double root = Math.Sqrt(Math.Max(0, deviance[inside] - vertex.Deviance)) * (inside == best && (s_shares[best] - vertex.Share) * step < 0 ? -1 : 1);
        double rootOutside = Math.Sqrt(deviance[outside] - vertex.Deviance);
        double part = Math.Clamp((Math.Sqrt(critical) - root) / (rootOutside - root), 0, 1);
        return s_shares[inside] + (part * (s_shares[outside] - s_shares[inside]));
    }

    /// <summary>The lowest point of the parabola through the best share and its neighbours; its deviance is at most 0.</summary>
    static (double Share, double Deviance) Vertex(double[] deviance, int best)
    {
        if (best == 0 || best == deviance.Length - 1)
        {
            return (s_shares[best], 0);
        }

        double left = s_shares[best] - s_shares[best - 1];
        double right = s_shares[best + 1] - s_shares[best];
        double slopes = (deviance[best - 1] / left) + (deviance[best + 1] / right);
        if (!(slopes > 0))
        {
            return (s_shares[best], 0);
        }

        double curvature = slopes / (left + right);
        double shift = ((deviance[best - 1] * right / left) - (deviance[best + 1] * left / right)) / (2 * slopes);
        return (s_shares[best] + shift, -curvature * shift * shift);
    }

    static double[] Shares()
    {
        // Finer than any interval that counts can give: steps of a twelfth, between 0.05 % and 45 %.
        List<double> shares = [0, 0.0001, 0.0002, 0.00035];
        for (double share = 0.0005; share < 0.45; share *= 13.0 / 12)
        {
            shares.Add(share);
        }

        return [.. shares];
    }
}
