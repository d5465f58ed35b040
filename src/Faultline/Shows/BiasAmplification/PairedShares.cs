using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>The change of a share within the same rows (Bonett and Price, 2012, doi:10.3102/1076998611411915): one is added to the rows that gain and to those that lose.</summary>
static class PairedShares
{
    /// <summary>The change with its 95 % interval.</summary>
    /// <param name="gained">Rows that count after and not before.</param>
    /// <param name="lost">Rows that count before and not after.</param>
    /// <param name="rows">All rows, at least 1.</param>
    public static Interval Change(long gained, long lost, long rows)
    {
        double middle = (gained - lost) / (rows + 2.0);
        double half = Normal.InvCDF(0, 1, 0.975) * Math.Sqrt(Variance(gained, lost, rows));
        return new Interval(Math.Max(-1, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>Square of the standard error of the change.</summary>
    public static double Variance(long gained, long lost, long rows)
    {
        (double up, double down) = ((gained + 1) / (rows + 2.0), (lost + 1) / (rows + 2.0));
        return (up + down - ((up - down) * (up - down))) / (rows + 2);
    }
}
