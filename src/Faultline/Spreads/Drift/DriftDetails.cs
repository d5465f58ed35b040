namespace Faultline;

/// <summary>How far one column has drifted.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Statistic">What <paramref name="Effect"/> is: <c>kolmogorovSmirnov</c>, <c>totalVariation</c> or <c>missingShare</c>.</param>
/// <param name="Effect">Size of the difference in [0,1]: the largest difference of the two distribution functions, of the shares of any set of categories, or of the shares missing.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="P">p-value of no difference.</param>
/// <param name="Q">Benjamini–Hochberg over the columns.</param>
/// <param name="Drifted">True when <paramref name="Low"/> clears the practical threshold and q ≤ 0.05.</param>
public sealed record DriftColumn(string Column, string Statistic, double Effect, double Low, double High, double P, double Q, bool Drifted)
{
    /// <summary>Categories of this table that the reference lacks; 0 for numbers.</summary>
    public int UnseenCategories { get; init; }

    /// <summary>How much worse the classifier tells the tables apart without this column's values; null when it was not asked.</summary>
    public double? Carries { get; init; }
}

/// <summary>How well a classifier tells the rows of the two tables apart, out of fold.</summary>
/// <param name="Auc">Area under the ROC curve; 0.5 when it can not.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
public sealed record DriftAuc(double Auc, double Low, double High);

/// <summary>Figures of <see cref="Drift"/>.</summary>
/// <param name="Columns">Compared columns, largest effect first, at most 1,000.</param>
/// <param name="Count">Number of compared columns.</param>
/// <param name="Threshold">Practical threshold that an interval must clear.</param>
/// <param name="Detectable">Difference of two distribution functions that would just have been named.</param>
/// <param name="Classifier">The classifier test, or null when it was not made.</param>
public sealed record DriftDetails(IReadOnlyList<DriftColumn> Columns, int Count, double Threshold, double Detectable, DriftAuc? Classifier) : CheckDetails;
