namespace Faultline;

/// <summary>Numbers of every row that are tested for an order.</summary>
/// <param name="Column">The column; null for a dimension of an embedding.</param>
/// <param name="Name">The column's name, or the dimension's.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="ValueOf">The number of a row; NaN is missing.</param>
/// <param name="IsSpread">True for the distance from the column's median.</param>
/// <param name="Code">The category that is 1, or −1.</param>
sealed record TestedDimension(Column? Column, string Name, int Rows, Func<int, double> ValueOf, bool IsSpread = false, int Code = -1)
{
    /// <summary>The numbers of every row, made anew: of hundreds of dimensions few are held at once.</summary>
    public double[] Values()
    {
        var values = new double[Rows];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = ValueOf(row);
        }

        return values;
    }
}
