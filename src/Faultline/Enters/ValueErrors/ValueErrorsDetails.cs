namespace Faultline;

/// <summary>Figures of <see cref="ValueErrors"/>.</summary>
/// <param name="ColumnsJudged">Columns of numbers that were judged beside the other columns of their rows.</param>
/// <param name="Kinds">What was found, at most 1,000 kinds.</param>
/// <param name="Fits">The numeric label, and the columns asked for: how well their values fit their rows.</param>
public sealed record ValueErrorsDetails(int ColumnsJudged, IReadOnlyList<ValueErrorsKind> Kinds, IReadOnlyList<ValueErrorsFit> Fits) : CheckDetails;

/// <summary>One kind of fault.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Columns">In which columns.</param>
/// <param name="Cells">In how many cells.</param>
public sealed record ValueErrorsKind(string Kind, IReadOnlyList<string> Columns, long Cells);

/// <summary>How well the values of one column fit their rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rows">Rows with a value and a prediction.</param>
/// <param name="EstimatedErrors">Wrong values beyond what noise reaches; the upper end counts those that noise may hide.</param>
/// <param name="Flagged">Values that are flagged.</param>
/// <param name="Filtered">Share of the rows left out when the predictions were made anew.</param>
/// <param name="R2">Share of the variance that the first predictions explain.</param>
/// <param name="RefitR2">The same of the predictions made anew.</param>
/// <param name="Freedom">Degrees of freedom of Student's t at the heavy end of what the residuals allow; null where they could not be judged.</param>
public sealed record ValueErrorsFit(string Column, long Rows, Estimate EstimatedErrors, long Flagged, double Filtered, double R2, double RefitR2, double? Freedom);
