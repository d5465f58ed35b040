using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>How many deviations are larger than the noise reaches.</summary>
/// <param name="Count">Deviations beyond the limits, which are flagged.</param>
/// <param name="Below">Deviations at or below it are flagged; −∞ when none.</param>
/// <param name="Above">Deviations at or above it are flagged; +∞ when none.</param>
/// <param name="Errors">How many of them noise does not explain, with an interval that includes 0 where noise may explain all.</param>
/// <param name="P">Chance of so many so far out in a tail as heavy as the body allows, corrected for the places tried.</param>
/// <param name="Freedom">Degrees of freedom of the heavier side's tail, at the heavy end of what the body allows; NaN where a side is too short to say.</param>
/// <param name="Surprise">How little is to be expected of each deviation: −ln of the share of its side's noise beyond it.</param>
sealed record ResidualTail(int Count, double Below, double Above, Estimate Errors, double P, double Freedom, double[] Surprise)
{
    const double Level = 1e-4;

    // At most a quarter of those flagged may be noise.
    const double NoiseShare = 0.25;
    const double GapLevel = 1e-3;
    const double GapRatio = 2;
    const int FewestBody = 40;

    // χ² of two degrees of freedom at 0.1 %, halved: the sides differ.
    const double SidesDiffer = 6.9;

    /// <summary>Judges deviations of one column: as <see cref="Body"/> says where so many are found that their share counts, else only what lies beyond a gap in the tail.</summary>
    /// <param name="deviations">One a value.</param>
    /// <param name="leastShare">The share of wrong values that the low end of the interval must reach.</param>
    public static ResidualTail Judge(double[] deviations, double leastShare)
    {
        double[] sorted = [.. deviations];
        NumberSort.Ascending(sorted);
        ResidualTail body = Body(sorted, deviations);
        if (body.Count > 0 && body.Errors.Low > 0 && body.Errors.Low >= leastShare * deviations.Length)
        {
            return body;
        }

        // A gap alone says little where noise as heavy as the body's reaches as far.
        int most = body.P <= GapLevel ? Math.Clamp(sorted.Length / 500, 5, 50) : 0;
        int above = TailGap.Upper(sorted, most, GapRatio, GapLevel).Count;
        int below = TailGap.Upper(TailGap.Mirror(sorted), most, GapRatio, GapLevel).Count;
        int count = above + below;
        return body with
        {
            Count = count,
            Below = below > 0 ? sorted[below - 1] : double.NegativeInfinity,
            Above = above > 0 ? sorted[^above] : double.PositiveInfinity,
            Errors = new Estimate(count, PoissonLow(count), Math.Max(count, body.Errors.High ?? count)),
            P = body.P,
        };
    }

    /// <summary>Another judgement, of some of these deviations; the others keep their surprise.</summary>
    /// <param name="part">The judgement.</param>
    /// <param name="isOut">Deviations that it left out.</param>
    public ResidualTail With(ResidualTail part, bool[] isOut)
    {
        double[] surprise = [.. Surprise];
        int next = 0;
        for (int i = 0; i < surprise.Length; i++)
        {
            surprise[i] = isOut[i] ? surprise[i] : part.Surprise[next++];
        }

        return part with { Surprise = surprise };
    }

    /// <summary>Judges how many deviations are larger than the body of the others lets expect.</summary>
    /// <remarks>
    /// Each side of the median is taken for half of a Student t, whose scale and degrees of freedom come from its inner nine tenths by censored likelihood: errors in the outer tenth
    /// do not move them. The tail beyond is then the heaviest that the body allows at 95 %.
    /// </remarks>
    static ResidualTail Body(double[] sorted, double[] deviations)
    {
        double centre = Quantiles.OfSorted(sorted, 0.5);
        double[] up = [.. sorted.Where(value => value > centre).Select(value => value - centre)];
        double[] down = [.. TailGap.Mirror(sorted).Where(value => value > -centre).Select(value => value + centre)];
        Side above = Side.Of(up), below = Side.Of(down);
        int count = above.Found + below.Found;
        double low = count == 0 ? 0 : Math.Max(0, PoissonLow(count) - above.Heavy - below.Heavy);
        return new ResidualTail(
            count,
            below.Found > 0 ? centre - below.Limit : double.NegativeInfinity,
            above.Found > 0 ? centre + above.Limit : double.PositiveInfinity,
            new Estimate(Math.Max(low, count - above.Expected - below.Expected), low, Math.Max(above.Highest + below.Highest, count)),
            Math.Min(1, 2 * Math.Min(above.P, below.P)),
            Math.Min(above.Freedom, below.Freedom),
            Surprises(deviations, centre, up, down));
    }

    /// <summary>Noise that is skewed surprises less on its long side; where the sides do not differ they are one.</summary>
    static double[] Surprises(double[] deviations, double centre, double[] up, double[] down)
    {
        double[] both = [.. up, .. down];
        NumberSort.Ascending(both);
        if (HalfStudent.Fit(both) is not { } pooled)
        {
            return Array.ConvertAll(deviations, Math.Abs);
        }

        var (above, below) = (pooled.Likely, pooled.Likely);
        if (up.Length >= FewestBody && down.Length >= FewestBody && HalfStudent.Fit(up) is { } upper && HalfStudent.Fit(down) is { } lower
            && pooled.Likely.Loss - upper.Likely.Loss - lower.Likely.Loss > SidesDiffer)
        {
            (above, below) = (upper.Likely, lower.Likely);
        }

        return Array.ConvertAll(deviations, deviation => -Math.Log(Math.Max(1e-300, deviation >= centre ? above.Beyond(deviation - centre) : below.Beyond(centre - deviation))));
    }

    static double PoissonLow(int count) => count == 0 ? 0 : Gamma.InvCDF(count, 1, 0.025);

    static double PoissonHigh(int count) => Gamma.InvCDF(count + 1, 1, 0.975);

    /// <summary>One side: sizes of the deviations above or below the median, ascending.</summary>
    sealed record Side(int Found, double Limit, double Expected, double Heavy, double Highest, double P, double Freedom)
    {
        public static Side Of(double[] sizes)
        {
            if (sizes.Length < FewestBody || HalfStudent.Fit(sizes) is not { } fit)
            {
                return new Side(0, double.PositiveInfinity, 0, 0, 0, 1, double.NaN);
            }

            int n = sizes.Length;
            var (found, p) = (0, 1.0);
            double highest = 0;
            int most = n - (int)(HalfStudent.BodyShare * n);
            for (int k = 1; k <= most; k++)
            {
                double size = sizes[n - k];
                double expected = n * fit.Heavy.Beyond(size);
                double corrected = Math.Min(1, 2 * (1 + Math.Log(most)) * Gamma.CDF(k, 1, expected));
                p = Math.Min(p, corrected);
                if (corrected <= Level && expected <= NoiseShare * k && (k == most || sizes[n - k - 1] < size))
                {
                    found = k;
                }

                highest = Math.Max(highest, PoissonHigh(k) - (n * fit.Light.Beyond(size)));
            }

            return found == 0
                ? new Side(0, double.PositiveInfinity, 0, 0, highest, p, fit.Heavy.Freedom)
                : new Side(found, sizes[n - found], n * fit.Likely.Beyond(sizes[n - found]), n * fit.Heavy.Beyond(sizes[n - found]), highest, p, fit.Heavy.Freedom);
        }
    }
}
