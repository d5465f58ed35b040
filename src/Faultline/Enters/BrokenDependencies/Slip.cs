namespace Faultline;

/// <summary>Tells slips of the pen and of the reader (one letter for another throughout, one too many, one too few, two exchanged) from values that merely look alike.</summary>
static class Slip
{
    /// <summary>
    /// Whether one text is the other with one slip: one character written for another wherever it stands so, one added, one lost, or two neighbours
    /// exchanged. One digit for another is no slip: such numbers are other numbers.
    /// </summary>
    /// <param name="written">The text in doubt.</param>
    /// <param name="meant">What it may stand for.</param>
    /// <param name="leastWord">Least length of the word of <paramref name="meant"/> in which the slip stands; a letter for a digit or a sign counts anywhere.</param>
    public static bool Is(string written, string meant, int leastWord = 1)
    {
        if (string.Equals(written, meant, StringComparison.Ordinal) || Math.Abs(written.Length - meant.Length) > 1)
        {
            return false;
        }

        var first = 0;
        while (first < Math.Min(written.Length, meant.Length) && written[first] == meant[first])
        {
            first++;
        }

        if (written.Length == meant.Length)
        {
            return IsReplaced(written, meant, first, leastWord) || IsExchanged(written, meant, first, leastWord);
        }

        var (longer, shorter) = written.Length > meant.Length ? (written, meant) : (meant, written);
        return string.CompareOrdinal(longer, first + 1, shorter, first, shorter.Length - first) == 0
            && !char.IsDigit(longer[first])
            && Word(meant, Math.Min(first, meant.Length - 1)) >= leastWord;
    }

    static bool IsReplaced(string written, string meant, int first, int leastWord)
    {
        var (wrong, right) = (written[first], meant[first]);
        if (char.IsDigit(wrong) || (char.IsLetter(right) ? Word(meant, first) < leastWord : !char.IsLetter(wrong)))
        {
            return false;
        }

        for (var i = first + 1; i < written.Length; i++)
        {
            if (written[i] != meant[i] && (written[i] != wrong || meant[i] != right))
            {
                return false;
            }
        }

        return true;
    }

    static bool IsExchanged(string written, string meant, int first, int leastWord) =>
        first + 1 < written.Length && written[first] == meant[first + 1] && written[first + 1] == meant[first] && !char.IsDigit(written[first])
        && string.CompareOrdinal(written, first + 2, meant, first + 2, written.Length) == 0 && Word(meant, first) >= leastWord;

    // Length of the run of letters around a place; a sign counts as part of the longer neighbour.
    static int Word(string text, int at)
    {
        var begin = at;
        while (begin > 0 && char.IsLetter(text[begin - 1]))
        {
            begin--;
        }

        var end = at + 1;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return end - begin;
    }
}
