using System.Text;

namespace Faultline;

/// <summary>A change of a text that a reader would not notice, or not mind.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Sentence">What it does, as the subject of a sentence.</param>
/// <param name="Apply">Changes a text.</param>
sealed record TextChange(string Name, string Sentence, Func<string, string> Apply)
{
    const int WordsATypo = 8;
    const int LeastLetters = 4;

    /// <summary>The changes.</summary>
    /// <param name="neutral">Words that say next to nothing of the class; none leaves that change out.</param>
    /// <param name="seed">Where typos go.</param>
    public static IReadOnlyList<TextChange> All(IReadOnlyList<string> neutral, long seed) =>
    [
        new("case", "Writing it in upper case", text => text.ToUpperInvariant()),
        new("punctuation", "Leaving out punctuation and adding '!!'", Unpunctuated),
        new("typos", "Swapping two letters in one word of eight", text => Mistyped(text, seed)),
        .. neutral.Count == 0 ? [] : new[] { new TextChange("neutral words", $"Adding words that say nothing of the class ({string.Join(", ", neutral)})", text => $"{neutral[0]} {text} {string.Join(' ', neutral.Skip(1))}") },
    ];

    static string Unpunctuated(string text)
    {
        var plain = new StringBuilder(text.Length + 3);
        for (int i = 0; i < text.Length; i++)
        {
            bool isApostrophe = text[i] is '\'' or '’' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]);
            plain.Append(char.IsPunctuation(text[i]) && !isApostrophe ? ' ' : text[i]);
        }

        return plain.Append(" !!").ToString();
    }

    /// <summary>The places follow from the text, so that equal texts get equal typos wherever they stand.</summary>
    static string Mistyped(string text, long seed)
    {
        TextToken[] words = [.. TextTokens.Of(text).Where(token => token.Length >= LeastLetters && text.AsSpan(token.Start, token.Length).IndexOfAnyInRange('0', '9') < 0)];
        if (words.Length == 0)
        {
            return text;
        }

        ulong hash = RowHash.Mix((ulong)seed);
        foreach (TextToken word in words)
        {
            hash = RowHash.Mix(hash ^ word.Hash);
        }

        var random = new SeededRandom(hash);
        char[] letters = text.ToCharArray();
        foreach (int i in random.Sample(words.Length, Math.Min(words.Length, Math.Max(1, (TextTokens.Of(text).Count + (WordsATypo / 2)) / WordsATypo))))
        {
            int at = words[i].Start + 1 + random.NextInt(words[i].Length - 2);
            for (int tries = 0; tries < words[i].Length && (letters[at] == letters[at + 1] || !char.IsLetter(letters[at]) || !char.IsLetter(letters[at + 1])); tries++)
            {
                at = at + 2 < words[i].Start + words[i].Length ? at + 1 : words[i].Start;
            }

            if (char.IsLetter(letters[at]) && char.IsLetter(letters[at + 1]))
            {
                (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
            }
        }

        return new string(letters);
    }
}
