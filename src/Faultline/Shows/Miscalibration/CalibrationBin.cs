namespace Faultline;

/// <summary>Rows of similar predicted probability.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Events">How often the event came.</param>
/// <param name="Sum">Sum of the predicted probabilities.</param>
/// <param name="Squares">Sum of their squares.</param>
/// <param name="SumOfEvents">Sum of the probabilities of rows where the event came.</param>
public sealed record CalibrationBin(long Rows, long Events, double Sum, double Squares, double SumOfEvents)
{
    internal static CalibrationBin Empty { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Mean predicted probability.</summary>
    public double Predicted => Sum / Rows;

    /// <summary>Share of rows where the event came.</summary>
    public double Observed => (double)Events / Rows;

    /// <summary>Predicted less observed: above 0 where too much is promised.</summary>
    public double Gap => Predicted - Observed;

    internal CalibrationBin With(long rows, long events, double sum, double squares, double sumOfEvents) =>
        new(Rows + rows, Events + events, Sum + sum, Squares + squares, SumOfEvents + sumOfEvents);
}
