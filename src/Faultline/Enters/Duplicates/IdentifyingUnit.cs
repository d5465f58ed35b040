using System.Numerics;

namespace Faultline;

/// <summary>A column by whose agreement chance is told from copying.</summary>
/// <param name="Unit">Its place.</param>
/// <param name="Given">Share of the pairs that agree in it, among pairs that agree in the other columns it hangs together with most.</param>
/// <param name="Lifts">By how much agreement elsewhere raises agreement here, for values held by 2 to 3 rows, 4 to 7, 8 to 15, …; the last one stands for all commoner ones.</param>
/// <param name="Keys">Each row's value, as a key.</param>
/// <param name="Commonness">For each row, how many rows have its value.</param>
sealed record IdentifyingUnit(int Unit, double Given, double[] Lifts, ulong[] Keys, int[] Commonness)
{
    const double HighestChance = 0.9;
    const double MostOfKey = 0.005;

    /// <summary>True where two rows that agree elsewhere hardly ever agree here: in fewer than one of 200 pairs.</summary>
    public bool NearlyKey => Given <= MostOfKey;

    /// <summary>The share of the other rows that have a value that <paramref name="count"/> rows have; one row's own value is not never seen again: half a row.</summary>
    public static double Frequency(int count, int rows) => Math.Max(count - 1, 0.5) / rows;

    /// <summary>The odds that a row that agrees elsewhere has, by chance, a value that <paramref name="count"/> rows have.</summary>
    public double Odds(int count)
    {
        int of = Math.Min(BitOperations.Log2((uint)Math.Max(count, 2)) - 1, Lifts.Length - 1);
        double chance = Math.Min(HighestChance, Lifts[of] * Frequency(count, Keys.Length));
        return chance / (1 - chance);
    }
}
