namespace Faultline.Cli;

/// <summary>The word that somebody most likely meant.</summary>
static class Nearest
{
    /// <summary>The candidate with the smallest edit distance; words that begin alike win a tie.</summary>
    public static string To(string typed, IEnumerable<string> candidates) =>
        candidates.OrderBy(candidate => Distance(typed, candidate)).ThenByDescending(candidate => CommonPrefix(typed, candidate)).First();

    /// <summary>The nearest candidate if it is near enough to be worth naming, else null.</summary>
    public static string? IfClose(string typed, IEnumerable<string> candidates)
    {
        var nearest = To(typed, candidates);
        return Distance(typed, nearest) <= Math.Max(2, typed.Length / 3) || CommonPrefix(typed, nearest) >= Math.Max(3, typed.Length / 2) ? nearest : null;
    }

    static int Distance(string typed, string candidate) => EditDistance.Between(typed.ToUpperInvariant(), candidate.ToUpperInvariant());

    static int CommonPrefix(string left, string right)
    {
        var length = 0;
        while (length < Math.Min(left.Length, right.Length) && char.ToUpperInvariant(left[length]) == char.ToUpperInvariant(right[length]))
        {
            length++;
        }

        return length;
    }
}
