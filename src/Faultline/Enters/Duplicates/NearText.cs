namespace Faultline;

/// <summary>A row whose text is that of an earlier row, or nearly.</summary>
/// <param name="Column">The column of text.</param>
/// <param name="Row">The row.</param>
/// <param name="First">The earlier row, or the row of the training table.</param>
/// <param name="Similarity">Share of the words and pairs of words that the two have in common, of all that either has, boilerplate left out; 1 where they differ in case, punctuation or nothing.</param>
/// <param name="IsEqual">The texts are equal letter by letter.</param>
readonly record struct NearText(string Column, int Row, int First, double Similarity, bool IsEqual);
