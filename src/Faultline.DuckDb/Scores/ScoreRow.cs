namespace Faultline.DuckDb;

/// <summary>One line of the scores file.</summary>
readonly record struct ScoreRow(int Row, string Check, string Column, double? Score, bool IsFlagged, string? Suggestion, string Id);
