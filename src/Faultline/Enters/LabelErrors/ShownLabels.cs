namespace Faultline;

/// <summary>The rows that <see cref="LabelErrors"/> shows: flagged, or where noise is not established the first of those that the filter picks.</summary>
/// <param name="Rows">How many, and which come first.</param>
/// <param name="Pairs">Given and suggested class, the most frequent first.</param>
/// <param name="Examples">The first of them.</param>
sealed record ShownLabels(FoundRows Rows, IReadOnlyList<(int Given, int Suggested, long Rows)> Pairs, IReadOnlyList<ExampleRow> Examples)
{
    /// <summary>Pairs in the order in which they are told.</summary>
    public static (int Given, int Suggested, long Rows)[] InOrder(IEnumerable<(int Given, int Suggested, long Rows)> pairs) =>
        [.. pairs.OrderByDescending(pair => pair.Rows).ThenBy(pair => pair.Given).ThenBy(pair => pair.Suggested)];
}
