namespace Faultline;

/// <summary>Rows found, and what chance makes of them.</summary>
/// <param name="Found">Rows that repeat an earlier one.</param>
/// <param name="Groups">Groups that they are in.</param>
/// <param name="Odds">Sum over the groups of the odds that chance makes a pair agree.</param>
/// <param name="Expected">Pairs that chance is expected to make, counted from the near misses.</param>
/// <param name="Squares">Sum of the near misses' squared parts in it.</param>
readonly record struct ChanceSum(double Found, double Groups, double Odds, double Expected, double Squares)
{
    const double ModelError = 1.5;
    const double UnseenPairs = 3;

    /// <summary>An upper bound of the pairs that chance makes: half as many again, two standard errors, and the near misses that a table may have without showing any (the rule of three).</summary>
    public double Bound => (ModelError * Expected) + (2 * Math.Sqrt(Squares)) + (Groups > 0 ? UnseenPairs * Odds / Groups : 0);

    /// <summary>Probability that chance, at its upper bound, makes as many as were found: P(X ≥ found) for a Poisson variable.</summary>
    public double P
    {
        get
        {
            double mean = Bound;
            if (Found <= 0 || mean <= 0)
            {
                return Found > 0 ? 0 : 1;
            }

            // Upper tail term by term from the count on; the terms fall once past the mean.
            double term = Math.Exp((Found * Math.Log(mean)) - mean - MathNet.Numerics.SpecialFunctions.GammaLn(Found + 1)), sum = 0;
            for (double i = Found; term > sum * 1e-12 || i <= mean; i++)
            {
                sum += term;
                term *= mean / (i + 1);
            }

            return Math.Min(1, sum);
        }
    }

    /// <summary>Both sets together.</summary>
    public static ChanceSum operator +(ChanceSum a, ChanceSum b) =>
        new(a.Found + b.Found, a.Groups + b.Groups, a.Odds + b.Odds, a.Expected + b.Expected, a.Squares + b.Squares);
}
