namespace Faultline.Cli;

/// <summary>The option nearest to a word that is none, near or not: an unknown option is an error that names one.</summary>
static class Nearest
{
    /// <summary>The candidate with the smallest edit distance; words that begin alike win a tie.</summary>
    public static string To(string typed, IEnumerable<string> candidates) =>
        candidates.OrderBy(candidate => Distance(typed, candidate)).ThenByDescending(candidate => CommonPrefix(typed, candidate)).First();

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
