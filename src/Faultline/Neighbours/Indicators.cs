namespace Faultline;

/// <summary>What a screen of pairs need not multiply: groups of dimensions of which every row has exactly one at a value and the others at 0 (categories, one dimension a level).</summary>
/// <param name="Value">The value of the one.</param>
/// <param name="Groups">First dimension and number of dimensions of each group, at most 255, of at most 255 dimensions each.</param>
/// <param name="Unscreened">Further dimensions that add so little to a distance that a screen is as sharp without them.</param>
sealed record Indicators(float Value, IReadOnlyList<(int From, int Count)> Groups, IReadOnlyList<int> Unscreened)
{
    /// <summary>Codes that a screen can count.</summary>
    public const int MostGroups = 255;

    /// <summary>The dimensions that a screen multiplies.</summary>
    public int[] Screened(int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Except(Groups.SelectMany(group => Enumerable.Range(group.From, group.Count))).Except(Unscreened)];
}
