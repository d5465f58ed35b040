using System.Globalization;

namespace Faultline;

/// <summary>What the lengths of texts and what they have in common show: cut off, far too long, one text or one sentence in many rows, words over and over.</summary>
static class TextShapes
{
    const int FewestTexts = 50;
    const int LeastCut = 8;
    const double CutOverNeighbours = 5;
    const int NeighbourLengths = 10;
    const int LeastCutLength = 20;
    const double MostlyDifferent = 0.3;
    const int SentenceWords = 6;
    const int RepeatsInARow = 6;
    const int LettersInARow = 10;

    /// <summary>What is wrong with a column's shapes.</summary>
    public static IEnumerable<TextFault> Find(TextCorpus corpus) =>
        new[] { Truncated(corpus), TooLong(corpus), Boilerplate(corpus), SharedSentence(corpus), Repetition(corpus) }.OfType<TextFault>();

    /// <summary>Many different texts of the greatest length, few a little shorter, and they end within a word or sentence.</summary>
    static TextFault? Truncated(TextCorpus corpus)
    {
        if (corpus.Used.Length < FewestTexts)
        {
            return null;
        }

        int longest = corpus.Used.Max(code => corpus.Text(code).Length);
        int[] at = [.. corpus.Used.Where(code => corpus.Text(code).Length == longest)];
        double near = corpus.Used.Count(code => corpus.Text(code).Length is var length && length < longest && length >= longest - NeighbourLengths) / (double)NeighbourLengths;
        int cut = at.Count(code => EndsOpen(corpus.Text(code)));
        int others = corpus.Used.Length - at.Length;
        double open = others == 0 ? 1 : corpus.Used.Count(code => corpus.Text(code).Length < longest && EndsOpen(corpus.Text(code))) / (double)others;

        // Where the other texts end without a full stop too, only the pile of equal lengths speaks.
        bool endsSay = cut > 0.5 * at.Length && cut / (double)at.Length > 1.5 * open;
        if (longest < LeastCutLength || at.Length < LeastCut || others < at.Length * 0.25 || at.Length < CutOverNeighbours * (endsSay ? 1 : 4) * Math.Max(1, near) || (!endsSay && (open < 0.5 || cut < 0.9 * at.Length)))
        {
            return null;
        }

        string?[] mended = new string?[corpus.Counts.Length];
        foreach (int code in at)
        {
            mended[code] = string.Empty;
        }

        return new TextFault(
            TextFaultKind.Truncated,
            TextFault.Weight(corpus.RowsOf(mended), corpus.Rows),
            mended,
            string.Create(CultureInfo.InvariantCulture, $"cut off at {longest:N0} characters: none is longer, and of each of the {NeighbourLengths} lengths below there are {near:0.#} different texts"),
            string.Create(CultureInfo.InvariantCulture, $"A field, a form or an export keeps {longest:N0} characters and drops the rest; {cut:N0} of the {at.Length:N0} different ones end within a word or sentence."),
            "Read the source again with a longer field. What was cut off can not be guessed; a model that is used on whole texts should be trained on whole texts.")
        {
            Figure = Lengths(corpus, longest),
        };
    }

    static TextFault? TooLong(TextCorpus corpus)
    {
        if (corpus.Used.Length < FewestTexts)
        {
            return null;
        }

        double[] lengths = [.. corpus.Used.Select(code => (double)corpus.Text(code).Length).Order()];
        const double ratio = 3, level = 1e-3;
        int far = TailGap.Upper(lengths, Math.Max(1, corpus.Used.Length / 100), ratio, level).Count;
        if (far == 0)
        {
            return null;
        }

        double least = lengths[^far], most = lengths[^(far + 1)];
        string?[] mended = corpus.Where(text => text.Length >= least ? string.Empty : null);
        return new TextFault(
            TextFaultKind.TooLong,
            Severity.Info,
            mended,
            string.Create(CultureInfo.InvariantCulture, $"far longer than the others: {least:N0} characters or more, the others at most {most:N0}"),
            "Perhaps several records in one cell (a quotation mark that was never closed), a document pasted in, or simply a long text.",
            "Look at the rows.");
    }

    static TextFault? Boilerplate(TextCorpus corpus)
    {
        var ngrams = TextNgrams.Of([.. corpus.Used.Select(corpus.Text)], corpus.Context.Threads, cancellation: corpus.Context.Cancellation);
        var texts = Enumerable.Range(0, corpus.Used.Length).Where(i => corpus.Tokens[corpus.Used[i]] > 0).GroupBy(i => ngrams.Hash(i)).Select(same => (Codes: same.Select(i => corpus.Used[i]).ToArray(), Rows: same.Sum(i => corpus.Counts[corpus.Used[i]]))).ToArray();
        double least = Math.Max(10, 0.01 * corpus.Rows);
        var common = texts.Where(text => text.Rows >= least).OrderByDescending(text => text.Rows).ThenBy(text => corpus.Text(text.Codes[0]), StringComparer.Ordinal).ToArray();
        if (common.Length == 0 || texts.Length < MostlyDifferent * corpus.Rows)
        {
            return null;
        }

        string?[] mended = new string?[corpus.Counts.Length];
        foreach (int code in common.SelectMany(text => text.Codes))
        {
            mended[code] = string.Empty;
        }

        return new TextFault(
            TextFaultKind.Boilerplate,
            TextFault.Weight(corpus.RowsOf(mended), 10L * corpus.Rows),
            mended,
            string.Create(CultureInfo.InvariantCulture, $"{(common.Length == 1 ? "one text" : $"one of {common.Length:N0} texts")} that come{(common.Length == 1 ? "s" : string.Empty)} again and again, as {corpus.Show(common[0].Codes[0])} in {common[0].Rows:N0} rows"),
            "A template, an automatic answer or a stock phrase stands where the other rows have a text of their own.",
            "Decide whether these rows say anything; if not, leave the cell empty, and keep them out of training and test data.");
    }

    static TextFault? SharedSentence(TextCorpus corpus)
    {
        var holders = new Dictionary<ulong, (int Texts, int Code, int Start, int End)>();
        var tokens = new List<TextToken>();
        var own = new HashSet<ulong>();
        foreach (int code in corpus.Used)
        {
            own.Clear();
            string text = corpus.Text(code);
            TextTokens.Read(text, tokens);
            foreach ((int from, int to) in Sentences(text, tokens))
            {
                ulong hash = 0;
                for (int i = from; i < to; i++)
                {
                    hash = RowHash.Mix(hash ^ tokens[i].Hash);
                }

                if (own.Add(hash))
                {
                    (int texts, int first, int start, int end) = holders.GetValueOrDefault(hash, (0, code, tokens[from].Start, tokens[to - 1].Start + tokens[to - 1].Length));
                    holders[hash] = (texts + 1, first, start, end);
                }
            }
        }

        double least = Math.Max(20, 0.1 * corpus.Used.Length);
        var common = holders.Values.Where(sentence => sentence.Texts >= least).OrderByDescending(sentence => sentence.Texts).ThenBy(sentence => corpus.Text(sentence.Code)[sentence.Start..sentence.End], StringComparer.Ordinal).ToArray();
        if (common.Length == 0)
        {
            return null;
        }

        string sentence = corpus.Context.Show.Free(corpus.Column, corpus.Text(common[0].Code)[common[0].Start..common[0].End]);
        string[] shown = [corpus.Text(common[0].Code)[common[0].Start..common[0].End]];
        string?[] mended = corpus.Where(text => text.Contains(shown[0], StringComparison.OrdinalIgnoreCase) ? string.Empty : null);
        return new TextFault(
            TextFaultKind.SharedSentence,
            Severity.Info,
            mended,
            $"the words {sentence}{(common.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"; {common.Length - 1:N0} more sentences, beginnings or endings come about as often") : string.Empty)}",
            "A greeting, a footer or a template that the texts have in common. It says nothing of the single row.",
            "Take it off before a model reads the texts if it differs between classes for no good reason; near-duplicate search leaves it out by itself.");
    }

    /// <summary>Sentences of at least six words, the first six and the last six words.</summary>
    static IEnumerable<(int From, int To)> Sentences(string text, List<TextToken> tokens)
    {
        if (tokens.Count < SentenceWords)
        {
            yield break;
        }

        yield return (0, SentenceWords);
        yield return (tokens.Count - SentenceWords, tokens.Count);
        int from = 0;
        for (int i = 1; i <= tokens.Count; i++)
        {
            bool ends = i == tokens.Count || text.AsSpan(tokens[i - 1].Start + tokens[i - 1].Length, tokens[i].Start - tokens[i - 1].Start - tokens[i - 1].Length).IndexOfAny(".!?\n") >= 0;
            if (ends)
            {
                if (i - from > SentenceWords)
                {
                    yield return (from, i);
                }

                from = i;
            }
        }
    }

    static TextFault? Repetition(TextCorpus corpus)
    {
        string?[] mended = corpus.Where(text => Repeats(text) ? string.Empty : null);
        int first = Array.FindIndex(mended, text => text is not null);
        return first < 0 ? null : new TextFault(
            TextFaultKind.Repetition,
            TextFault.Weight(corpus.RowsOf(mended), corpus.Rows),
            mended,
            $"one word or letter over and over, as {corpus.Show(first)}",
            "A key held down, a test entry, or a form filled to its least length.",
            "Look at the rows; leave out those that say nothing.");
    }

    static bool Repeats(string text)
    {
        int run = 1;
        for (int i = 1; i < text.Length; i++)
        {
            run = text[i] == text[i - 1] ? run + 1 : 1;
            if (run >= LettersInARow && char.IsLetter(text[i]))
            {
                return true;
            }
        }

        List<TextToken> tokens = TextTokens.Of(text);
        int same = 1;
        for (int i = 1; i < tokens.Count; i++)
        {
            same = tokens[i].Hash == tokens[i - 1].Hash ? same + 1 : 1;
            if (same >= RepeatsInARow)
            {
                return true;
            }
        }

        return false;
    }

    static bool EndsOpen(string text) => text.Length > 0 && (char.IsLetterOrDigit(text[^1]) || text[^1] is ',' or ' ' or '-' or '(' or ';');

    static HistogramFigure Lengths(TextCorpus corpus, int longest)
    {
        const int bins = 40;
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => Math.Round(longest * (i / (double)bins), 1))];
        double[] counts = new double[bins];
        foreach (int code in corpus.Used)
        {
            counts[Math.Min(bins - 1, (int)((long)corpus.Text(code).Length * bins / (longest + 1)))]++;
        }

        return new HistogramFigure("Lengths of the different texts", "characters", edges, [], [new HistogramSeries("texts", counts)], [longest]);
    }
}
