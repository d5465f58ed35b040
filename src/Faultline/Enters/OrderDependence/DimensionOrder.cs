namespace Faultline;

/// <summary>How one dimension depends on its place in the file.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Scores">Makes the standardised ranks in file order anew.</param>
/// <param name="Means">Mean score of each block of the file; empty where blocks say nothing.</param>
/// <param name="ByPlace">Share of the variance that blocks explain, chance taken off.</param>
/// <param name="Half">Half the width of its interval.</param>
/// <param name="PlaceP">p-value over all that was tested.</param>
/// <param name="Serial">Correlation with the row <paramref name="Lag"/> before.</param>
/// <param name="Lag">1 to 3.</param>
/// <param name="SerialP">p-value over all that was tested.</param>
/// <param name="TrendP">p-value of the correlation with the place, over all that was tested.</param>
sealed record DimensionOrder(TestedDimension Dimension, Func<double[]> Scores, double[] Means, double ByPlace, double Half, double PlaceP, double Serial, int Lag, double SerialP, double TrendP = 1)
{
    /// <summary>Largest p-value, over all that was tested, of a finding.</summary>
    public const double Level = 0.01;

    // A trend that explains half of what blocks explain is drift rather than a stretch.
    const double TrendShare = 0.5;

    // A drift of a quarter of a standard deviation from the first row to the last.
    const double LeastTrend = 0.07;

    double SerialHalf => 1.96 / Math.Sqrt(Dimension.Rows);

    public double P => Math.Min(Math.Min(PlaceP, TrendP), SerialP);

    /// <summary>For ranking: the larger effect.</summary>
    public double Strength => Math.Max(ByPlace, Math.Abs(Serial) * Math.Abs(Serial));

    /// <summary>True when blocks of the file explain more than a correlation of neighbours would bring about.</summary>
    public bool IsByPlace => Means.Length > 0 && ByPlace > 0 && (ByPlace >= 0.2 * Math.Abs(Serial) || TrendP < SerialP);

    public string Kind => !IsByPlace ? "neighbours" : Trend * Trend >= TrendShare * Means.Average(mean => mean * mean) ? "drift" : "interval";

    /// <summary>Correlation of score and place, over the blocks.</summary>
    public double Trend
    {
        get
        {
            var count = Means.Length;
            var scale = Math.Sqrt(((count * count) - 1) / 12.0);
            return Enumerable.Range(0, count).Average(b => Means[b] * (b - ((count - 1) / 2.0)) / scale);
        }
    }

    public OrderedColumn Entry => IsByPlace
        ? new OrderedColumn(Dimension.Name, Kind, ByPlace, Math.Max(0, ByPlace - Half), Math.Min(1, ByPlace + Half), P)
        : new OrderedColumn(Dimension.Name, Kind, Serial, Math.Max(-1, Serial - SerialHalf), Math.Min(1, Serial + SerialHalf), P);

    public bool IsFound(double share, double correlation) =>
        (ByPlace - Half > share && PlaceP <= Level) || (Means.Length > 0 && Math.Abs(Trend) - SerialHalf > LeastTrend && TrendP <= Level) || (Math.Abs(Serial) - SerialHalf > correlation && SerialP <= Level);

    /// <summary>The stretch of rows whose scores differ most from the others' (the largest step of the cumulated scores).</summary>
    public (int From, int To) Stretch()
    {
        var scores = Scores();
        double sum = 0, low = 0, high = 0;
        int lowAt = 0, highAt = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            sum += scores[row];
            if (sum < low)
            {
                (low, lowAt) = (sum, row + 1);
            }

            if (sum > high)
            {
                (high, highAt) = (sum, row + 1);
            }
        }

        return (Math.Min(lowAt, highAt), Math.Max(lowAt, highAt) - 1);
    }
}
