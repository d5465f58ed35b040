using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Tells slips from sound values of a second mode, which a conversion brings to the first one as well.</summary>
static class SecondMode
{
    // The most of a column's variance that may be left unexplained where its rows are to tell a slip from a second mode.
    const double MostUnexplained = 0.5;

    // Standard deviation of what is left unexplained, as a ratio, of a column that is narrow by itself.
    const double NarrowRatio = 0.15;

    // Conversions of units are many: by chance a mode is more easily where one of them puts it.
    const double NarrowRatioOfUnits = 0.05;
    const int FewestOfAUnit = 5;

    // How far the mean of values brought back may lie from the middle, in standard errors, and how narrow they may be by chance.
    const double MostOff = 3;
    const double NarrowLevel = 0.005;

    /// <summary>
    /// Whether values brought back say more than that the column has a second mode: the other columns tell where in its range each value belongs, or the column is so narrow that
    /// a mode of its own would hardly stand just where a moved decimal point or another unit puts it, about as wide and as central as sound values.
    /// </summary>
    /// <param name="scale">The column beside what is expected.</param>
    /// <param name="conversion">What brings them back.</param>
    /// <param name="slipped">The values.</param>
    public static bool IsRuledOut(SlipScale scale, UnitConversion conversion, FarValue[] slipped)
    {
        double[] places = SortedValues.Finite(SortedValues.Of(scale.Column)).ToArray();
        bool ratios = places.Length > 0 && places[0] > 0;
        double On(double value) => ratios ? Math.Log(value) : value;
        double[] halves = [.. slipped.Select(value => (On(scale.Expected(value, 1)) - On(scale.Expected(value, -1))) / 2).Where(double.IsFinite)];
        if (halves.Length == 0)
        {
            return false;
        }

        double residual = Math.Abs(Quantiles.Of(halves, 0.5));
        double spread = Quantiles.Spread(Array.ConvertAll(places, On));
        if (residual * residual <= MostUnexplained * spread * spread)
        {
            return true;
        }

        double[] deviations = [.. slipped.Select(value => scale.Deviation(scale.Residual(value, conversion.Apply(scale.Column.Values[value.Row]))))];
        double mean = deviations.Average(), square = deviations.Sum(deviation => (deviation - mean) * (deviation - mean));
        return ratios && (conversion.IsDecimal ? residual <= NarrowRatio : residual <= NarrowRatioOfUnits && deviations.Length >= FewestOfAUnit)
            && Math.Abs(mean) * Math.Sqrt(deviations.Length) <= MostOff
            && (deviations.Length < 4 || square >= ChiSquared.InvCDF(deviations.Length - 1, NarrowLevel));
    }
}
