using System.Globalization;

namespace Faultline.Studies;

/// <summary>Writes shares and means with their intervals.</summary>
static class Rates
{
    /// <summary>Hits of trials with Wilson's 95 % interval.</summary>
    public static string Share(long hits, long trials)
    {
        if (trials == 0)
        {
            return "–";
        }

        var interval = WilsonInterval.Of(hits, trials);
        return string.Create(CultureInfo.InvariantCulture, $"{hits:N0} of {trials:N0} ({100 * interval.Low:0.#}–{100 * interval.High:0.#} %)");
    }

    /// <summary>How many of the rows say so.</summary>
    public static string Share(IReadOnlyCollection<ResultRows.Row> rows, Func<ResultRows.Row, bool> hit) => Share(rows.Count(hit), rows.Count);

    /// <summary>Mean ± 1.96 standard errors.</summary>
    public static string Mean(IReadOnlyCollection<double> values, string format = "0.000")
    {
        var known = values.Where(double.IsFinite).ToArray();
        if (known.Length == 0)
        {
            return "–";
        }

        var mean = known.Average();
        var error = known.Length < 2 ? double.NaN : 1.96 * Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1.0) / known.Length);
        return known.Length < 2 ? mean.ToString(format, CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {error.ToString(format, CultureInfo.InvariantCulture)}");
    }

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Short(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Text(bool value) => value ? "1" : "0";
}
