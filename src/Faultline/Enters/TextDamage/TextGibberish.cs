namespace Faultline;

/// <summary>
/// Letters that make no words: texts whose runs of three letters are far rarer in the other texts of the column than those of nearly all others. The column
/// itself is the measure, so abbreviations and technical words that are common there are none.
/// </summary>
static class TextGibberish
{
    const int FewestTexts = 100;
    const int LeastRuns = 8;
    const int Buckets = 1 << 20;
    const double Deviations = 7;
    const double MostShare = 0.05;
    const double UnknownWords = 0.7;

    /// <summary>Such texts, those in another language left out.</summary>
    public static TextFault? Find(TextCorpus corpus, TextFault? language)
    {
        if (corpus.Used.Length < FewestTexts)
        {
            return null;
        }

        int[] runs = new int[Buckets], pairs = new int[Buckets];
        foreach (int code in corpus.Used)
        {
            Read(corpus.Text(code), (pair, run) =>
            {
                pairs[pair]++;
                runs[run]++;
            });
        }

        corpus.Context.Cancellation.ThrowIfCancellationRequested();
        Dictionary<ulong, int> words = Frequencies(corpus);
        double[] surprise = new double[corpus.Used.Length];
        int[] length = new int[surprise.Length];
        for (int i = 0; i < surprise.Length; i++)
        {
            (surprise[i], length[i]) = Surprise(corpus.Text(corpus.Used[i]), runs, pairs);
        }

        double[] known = [.. surprise.Where((_, i) => length[i] >= LeastRuns)];
        if (known.Length < FewestTexts)
        {
            return null;
        }

        // The mean of few runs varies more: deviations are compared after multiplying by the root of their number.
        double centre = Quantiles.Of(known, 0.5);
        double[] far = [.. Enumerable.Range(0, surprise.Length).Where(i => length[i] >= LeastRuns).Select(i => Math.Abs(surprise[i] - centre) * Math.Sqrt(length[i]))];
        double scale = 1.4826 * Quantiles.Of(far, 0.5);
        string?[] mended = new string?[corpus.Counts.Length];
        var worst = new Dictionary<int, double>();
        for (int i = 0; i < surprise.Length; i++)
        {
            int code = corpus.Used[i];
            if (length[i] >= LeastRuns && scale > 0 && (surprise[i] - centre) * Math.Sqrt(length[i]) > Deviations * scale && language?.Mended[code] is null && Unknown(corpus.Text(code), words) >= UnknownWords)
            {
                mended[code] = string.Empty;
                worst[code] = -surprise[i];
            }
        }

        return worst.Count == 0 || corpus.RowsOf(mended) > MostShare * corpus.Rows ? null : new TextFault(
            TextFaultKind.Gibberish,
            TextFault.Weight(corpus.RowsOf(mended), corpus.Rows),
            mended,
            $"words and letters together that no other text has, as {corpus.Show(worst.MinBy(text => (text.Value, text.Key)).Key)}",
            "Keys struck at random, codes or another language where words are expected: nearly none of their words, and hardly any of their runs of three letters, stand in other texts.",
            "Look at the rows; leave out those that say nothing.")
        {
            Worst = worst,
        };
    }

    /// <summary>Mean of −log P(third letter | two before it), counted in the other texts, with one added for every letter.</summary>
    static (double Surprise, int Runs) Surprise(string text, int[] runs, int[] pairs)
    {
        const int letters = 30;
        var ownPairs = new Dictionary<int, int>();
        var ownRuns = new Dictionary<int, int>();
        Read(text, (pair, run) =>
        {
            ownPairs[pair] = ownPairs.GetValueOrDefault(pair) + 1;
            ownRuns[run] = ownRuns.GetValueOrDefault(run) + 1;
        });
        double sum = 0;
        int count = 0;
        Read(text, (pair, run) =>
        {
            sum -= Math.Log((runs[run] - ownRuns[run] + 1.0) / (pairs[pair] - ownPairs[pair] + letters));
            count++;
        });
        return (count == 0 ? 0 : sum / count, count);
    }

    static void Read(string text, Action<int, int> found)
    {
        char before = ' ', last = ' ';
        foreach (char c in text)
        {
            char letter = char.IsLetter(c) ? char.ToLowerInvariant(c) : ' ';
            if (letter == ' ' && last == ' ')
            {
                continue;
            }

            ulong pair = RowHash.Mix(((ulong)before << 16) | last);
            found((int)(pair % Buckets), (int)(RowHash.Mix(pair ^ letter) % Buckets));
            (before, last) = (last, letter);
        }
    }

    static Dictionary<ulong, int> Frequencies(TextCorpus corpus)
    {
        var words = new Dictionary<ulong, int>();
        var tokens = new List<TextToken>();
        var own = new HashSet<ulong>();
        foreach (int code in corpus.Used)
        {
            own.Clear();
            TextTokens.Read(corpus.Text(code), tokens);
            foreach (TextToken token in tokens)
            {
                if (own.Add(token.Hash))
                {
                    words[token.Hash] = words.GetValueOrDefault(token.Hash) + 1;
                }
            }
        }

        return words;
    }

    /// <summary>Share of a text's letters in words that no other text has.</summary>
    static double Unknown(string text, Dictionary<ulong, int> words)
    {
        int all = 0, unknown = 0;
        foreach (TextToken token in TextTokens.Of(text))
        {
            if (text.AsSpan(token.Start, token.Length).IndexOfAnyInRange('0', '9') < 0)
            {
                all += token.Length;
                unknown += words[token.Hash] <= 1 ? token.Length : 0;
            }
        }

        return all == 0 ? 0 : unknown / (double)all;
    }
}
