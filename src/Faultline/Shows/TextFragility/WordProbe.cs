using System.Text;

namespace Faultline;

/// <summary>What taking single words out of a text does to its prediction.</summary>
static class WordProbe
{
    const int MostProbed = 4;

    /// <summary>The words that speak most for the prediction, and whether the prediction changes without each of them.</summary>
    public static (string Word, bool Decides)[] Of(TextClassifier words, int row, double[] probabilities)
    {
        int predicted = ModelSummary.MostProbable(probabilities);
        int second = Enumerable.Range(0, probabilities.Length).Where(label => label != predicted).MaxBy(label => probabilities[label]);
        SparseLogisticRegression model = words.Model(row)!;
        var votes = new Dictionary<ulong, (string Word, double Vote)>();
        foreach (int column in words.TextColumns)
        {
            string text = ((TextFeature)words.Features.Columns[column]).Text(words.Place(row)) ?? string.Empty;
            List<TextToken> tokens = TextTokens.Of(text);
            for (int i = 0; i < tokens.Count; i++)
            {
                double vote = model.Weight(column, TextNgrams.One(tokens[i]), predicted, second)
                    + (i > 0 ? model.Weight(column, TextNgrams.Pair(tokens[i - 1], tokens[i]), predicted, second) / 2 : 0)
                    + (i + 1 < tokens.Count ? model.Weight(column, TextNgrams.Pair(tokens[i], tokens[i + 1]), predicted, second) / 2 : 0);
                votes[tokens[i].Hash] = (text.Substring(tokens[i].Start, tokens[i].Length).ToLowerInvariant(), votes.GetValueOrDefault(tokens[i].Hash).Vote + vote);
            }
        }

        return [.. votes.Where(vote => vote.Value.Vote > 0)
            .OrderByDescending(vote => vote.Value.Vote).ThenBy(vote => vote.Key)
            .Take(MostProbed)
            .Select(vote => (vote.Value.Word, ModelSummary.MostProbable(words.Changed(row, text => Without(text, vote.Key))) != predicted))];
    }

    /// <summary>A text without a word, wherever it stands in it.</summary>
    static string Without(string text, ulong hash)
    {
        var rest = new StringBuilder(text.Length);
        int from = 0;
        foreach (TextToken token in TextTokens.Of(text).Where(token => token.Hash == hash))
        {
            rest.Append(text, from, token.Start - from);
            from = token.Start + token.Length;
        }

        return rest.Append(text, from, text.Length - from).ToString();
    }
}
