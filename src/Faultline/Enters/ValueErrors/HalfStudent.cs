using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Half of a Student t: sizes of deviations on one side of the median.</summary>
/// <param name="Freedom">Degrees of freedom.</param>
/// <param name="Scale">Scale.</param>
/// <param name="Loss">Negative log likelihood of the values it was fitted to, the outer ones censored.</param>
readonly record struct HalfStudent(double Freedom, double Scale, double Loss)
{
    /// <summary>Share of the values that is fitted; the others count as no more than larger.</summary>
    public const double BodyShare = 0.9;

    const int MostBody = 4_000;

    // Half the 95 % point of χ² with one degree of freedom.
    const double Allowed = 1.92;
    static readonly double[] s_freedoms = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 25, 50, 200];

    /// <summary>Share of the values beyond a size.</summary>
    public double Beyond(double size) => 2 * StudentT.CDF(0, Scale, Freedom, -size);

    /// <summary>The likeliest, and the heaviest- and lightest-tailed that the values allow at 95 %; null where more than half are zero.</summary>
    /// <param name="sizes">Ascending, not negative.</param>
    public static (HalfStudent Likely, HalfStudent Heavy, HalfStudent Light)? Fit(double[] sizes)
    {
        int body = (int)(BodyShare * sizes.Length);
        if (body == 0 || !(sizes[body / 2] > 0))
        {
            return null;
        }

        double step = Math.Max(1, body / (double)MostBody);
        double[] inner = [.. Enumerable.Range(0, (int)(body / step)).Select(i => sizes[(int)(i * step)])];
        double cut = sizes[body - 1], outer = (sizes.Length - body) / step;
        HalfStudent[] fits = [.. s_freedoms.Select(freedom => Fit(freedom, inner, cut, outer))];
        HalfStudent likely = fits.MinBy(fit => fit.Loss);

        // Every step-th value was used; all of them together say so many times as much.
        HalfStudent[] allowed = [.. fits.Where(fit => (fit.Loss - likely.Loss) * step <= Allowed)];
        return (likely with { Loss = likely.Loss * step }, allowed[0], allowed[^1]);
    }

    static HalfStudent Fit(double freedom, double[] inner, double cut, double outer)
    {
        double constant = SpecialFunctions.GammaLn((freedom + 1) / 2) - SpecialFunctions.GammaLn(freedom / 2) - (0.5 * Math.Log(freedom * Math.PI)) + Math.Log(2);
        double Loss(double logScale)
        {
            double scale = Math.Exp(logScale);
            double sum = 0;
            foreach (double size in inner)
            {
                double t = size / scale;
                sum += Math.Log(1 + (t * t / freedom));
            }

            return (inner.Length * (logScale - constant)) + ((freedom + 1) / 2 * sum) - (outer * Math.Log(Math.Max(1e-300, 2 * StudentT.CDF(0, scale, freedom, -cut))));
        }

        double middle = Math.Log(inner[inner.Length / 2] / 0.6);
        double at = GoldenSection.Minimum(Loss, middle - 2.5, middle + 2.5, 30);
        return new HalfStudent(freedom, Math.Exp(at), Loss(at));
    }
}
