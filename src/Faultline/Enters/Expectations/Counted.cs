using System.Globalization;

namespace Faultline;

/// <summary>Numbers of things in words.</summary>
static class Counted
{
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"3 cells", "1 cell".</summary>
    public static string Of(long count, string one) => Number(count) + " " + one + (count == 1 ? string.Empty : "s");

    /// <summary>"12.5 %".</summary>
    public static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
