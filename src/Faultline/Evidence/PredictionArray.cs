namespace Faultline;

/// <summary>
/// Predictions as an array without names, one row a row of the table: class probabilities whose columns are the sorted classes, or one column of
/// predicted values.
/// </summary>
/// <param name="Name">What it is called in messages, usually the file's name.</param>
/// <param name="Values">Row-major values; taken over, and changed where rows are normalised.</param>
/// <param name="Columns">Values a row, at least 1.</param>
public sealed record PredictionArray(string Name, double[] Values, int Columns)
{
    /// <summary>Number of rows.</summary>
    public int RowCount => Values.Length / Math.Max(1, Columns);
}
