using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>How often words stand in the texts of each class.</summary>
sealed class WordUse
{
    const double CommonShare = 0.05;
    const int LeastTexts = 20;
    const int MostWords = 3;

    readonly Dictionary<ulong, (string Word, int Texts, int[] OfClass)> _words = [];
    readonly int[] _texts;

    /// <summary>Counts.</summary>
    public WordUse(TextClassifier words, IReadOnlyList<int> rows)
    {
        _texts = new int[words.Target.ClassCount];
        var seen = new HashSet<ulong>();
        var tokens = new List<TextToken>();
        foreach (int row in rows)
        {
            int label = words.Label(row);
            _texts[label]++;
            seen.Clear();
            foreach (int column in words.TextColumns)
            {
                string text = ((TextFeature)words.Features.Columns[column]).Text(words.Place(row)) ?? string.Empty;
                TextTokens.Read(text, tokens);
                foreach (TextToken token in tokens.Where(token => seen.Add(token.Hash)))
                {
                    ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, token.Hash, out bool known);
                    string word = text.Substring(token.Start, token.Length).ToLowerInvariant();
                    use = known ? use : (word, 0, new int[_texts.Length]);
                    use.Texts++;
                    use.OfClass[label]++;

                    // Of several spellings the first in order, so that the order of rows names none.
                    use.Word = string.CompareOrdinal(word, use.Word) < 0 ? word : use.Word;
                }
            }
        }
    }

    /// <summary>Up to three common words whose share hardly differs between classes.</summary>
    public IReadOnlyList<string> Neutral()
    {
        double all = Math.Max(1, _texts.Sum());
        return [.. _words.Values
            .Where(use => use.Texts >= Math.Max(LeastTexts, CommonShare * all) && use.Word.All(char.IsLetter))
            .Select(use => (use.Word, Difference: Difference(use.OfClass, use.Texts, all)))
            .OrderBy(use => use.Difference).ThenBy(use => use.Word, StringComparer.Ordinal)
            .Take(MostWords)
            .Select(use => use.Word)];
    }

    /// <summary>χ² of the word's spread over the classes, a text.</summary>
    double Difference(int[] ofClass, int texts, double all)
    {
        double sum = 0;
        for (int label = 0; label < ofClass.Length; label++)
        {
            double expected = texts * _texts[label] / all;
            sum += expected > 0 ? (ofClass[label] - expected) * (ofClass[label] - expected) / expected : 0;
        }

        return sum / texts;
    }
}
