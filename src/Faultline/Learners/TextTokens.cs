using System.Globalization;

namespace Faultline;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Hash">A hash of its letters without case and apostrophes.</param>
/// <param name="Shape">The same with every digit as one; equal to <paramref name="Hash"/> in a word without digits.</param>
readonly record struct TextToken(int Start, int Length, ulong Hash, ulong Shape);

/// <summary>
/// Cuts texts into words: runs of letters and digits, ignoring case and apostrophes; a sign of a script that writes no blanks, an emoji and a currency sign
/// are words of their own.
/// </summary>
static class TextTokens
{
    /// <summary>Most words that a model reads of a text.</summary>
    public const int Most = 2_000;

    const ulong Basis = 14695981039346656037UL;
    const ulong Prime = 1099511628211UL;

    /// <summary>The words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="into">Emptied, then filled.</param>
    /// <param name="most">How many of them, from the beginning.</param>
    public static void Read(string text, List<TextToken> into, int most = Most)
    {
        into.Clear();
        for (int at = 0; at < text.Length && into.Count < most;)
        {
            int length = StandsAlone(text, at);
            if (length > 0)
            {
                ulong own = RowHash.Mix(Basis ^ (uint)char.ConvertToUtf32(text, at));
                into.Add(new TextToken(at, length, own, own));
                at += length;
            }
            else if (IsWordCharacter(text[at]))
            {
                at = Word(text, at, into);
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>The words of a text, the first 2,000 of them.</summary>
    public static List<TextToken> Of(string text)
    {
        var tokens = new List<TextToken>();
        Read(text, tokens);
        return tokens;
    }

    static int Word(string text, int start, List<TextToken> into)
    {
        ulong hash = Basis, shape = Basis;
        int end = start;
        for (; end < text.Length && StandsAlone(text, end) == 0; end++)
        {
            char c = text[end];
            if (c is '\'' or '’')
            {
                // Between letters it belongs to the word; behind it, it closes a quotation.
                if (end + 1 >= text.Length || !char.IsLetter(text[end + 1]))
                {
                    break;
                }

                continue;
            }

            if (!IsWordCharacter(c))
            {
                break;
            }

            char lower = char.ToLowerInvariant(c);
            hash = (hash ^ lower) * Prime;
            shape = (shape ^ (char.IsDigit(c) ? '0' : lower)) * Prime;
        }

        into.Add(new TextToken(start, end - start, RowHash.Mix(hash), RowHash.Mix(shape)));
        return end;
    }

    static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>How many characters a sign takes that is a word of its own; 0 for none.</summary>
    static int StandsAlone(string text, int at)
    {
        char c = text[at];
        return char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2
            : c is >= '\u3040' and <= '\u9FFF' or >= '\u0E00' and <= '\u0EFF' or >= '\u1780' and <= '\u17FF' && char.IsLetterOrDigit(c) ? 1
            : c > '~' && char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol ? 1
            : c == '$' ? 1
            : 0;
    }
}
