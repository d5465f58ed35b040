using System.Globalization;

namespace Faultline;

/// <summary>Free text as counts of words, each word hashed to one of a few columns.</summary>
static class HashedWords
{
    const int MostColumns = 256;
    const int LeastColumns = 16;
    const int MostCells = 20_000_000;

    /// <summary>1 + log of the count of the words that fall into each column; missing text is missing.</summary>
    /// <param name="texts">The texts.</param>
    public static IReadOnlyList<FeatureColumn> Of(TextColumn texts)
    {
        int columns = Math.Clamp(MostCells / Math.Max(1, texts.RowCount), LeastColumns, MostColumns);
        int[][] wordsOf = [.. texts.Categories.Select(text => Words(text, columns))];
        double[][] values = [.. Enumerable.Range(0, columns).Select(_ => new double[texts.RowCount])];
        for (int row = 0; row < texts.RowCount; row++)
        {
            if (texts.IsMissing(row))
            {
                foreach (double[] column in values)
                {
                    column[row] = double.NaN;
                }

                continue;
            }

            foreach (int word in wordsOf[texts.Codes[row]])
            {
                values[word][row]++;
            }
        }

        foreach (double[] column in values)
        {
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = column[row] > 0 ? 1 + Math.Log(column[row]) : column[row];
            }
        }

        return [.. values.Select((column, c) => new NumericFeature(string.Create(CultureInfo.InvariantCulture, $"{texts.Name} words {c}"), column))];
    }

    static int[] Words(string text, int columns)
    {
        List<int> words = [];
        ulong hash = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                hash = RowHash.Mix(hash ^ char.ToLowerInvariant(c));
                inWord = true;
            }
            else if (inWord)
            {
                words.Add((int)(hash % (ulong)columns));
                (hash, inWord) = (0, false);
            }
        }

        if (inWord)
        {
            words.Add((int)(hash % (ulong)columns));
        }

        return [.. words];
    }
}
