namespace Faultline.Bench;

/// <summary>The power of the rows by which a time grows.</summary>
static class GrowthFit
{
    /// <summary>Slope of the logarithms by least squares: 1 is in proportion, 2 quadratic.</summary>
    /// <param name="points">Rows and seconds, all above 0; at least two different numbers of rows.</param>
    public static double Exponent(IReadOnlyCollection<(double Rows, double Seconds)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.Rows), Y: Math.Log(point.Seconds))).ToArray();
        var (x, y) = (logs.Average(log => log.X), logs.Average(log => log.Y));
        return logs.Sum(log => (log.X - x) * (log.Y - y)) / logs.Sum(log => (log.X - x) * (log.X - x));
    }
}
