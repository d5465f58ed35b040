namespace Faultline;

/// <summary>How far the numbers of a column are from what is expected, and would be if they were others.</summary>
/// <param name="Column">The column.</param>
/// <param name="Residual">Residual of another number in the place of a far value.</param>
/// <param name="Deviation">A residual in standard deviations.</param>
/// <param name="Expected">What is expected in the place of a far value, so many standard deviations up.</param>
/// <param name="IsLogarithmic">True where residuals far out are logarithms of how far.</param>
sealed record SlipScale(NumberColumn Column, Func<FarValue, double, double> Residual, Func<double, double> Deviation, Func<FarValue, double, double> Expected, bool IsLogarithmic)
{
    /// <summary>Digits after the point that nearly all values of the column do with.</summary>
    public int Decimals { get; } = Faultline.Decimals.Of(Column);
}
