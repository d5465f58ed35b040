using System.Collections.Frozen;
using System.Globalization;

namespace Faultline;

/// <summary>
/// The language of texts: by script where that says it, else by the commonest small words of eleven languages written in Latin letters. A text counts as
/// another language only where such words are many, and the main language's are few.
/// </summary>
static class TextLanguage
{
    const int LeastWords = 5;
    const int LeastHits = 3;
    const double LeastShare = 0.25;
    const double Clearly = 3;
    const double MainShare = 0.6;
    const double ScriptShare = 0.6;
    const int FewestTexts = 20;

    // Words that are common in one language and rare in most of the others.
    static readonly (string Name, string[] Words)[] s_languages =
    [
        ("English", "the and are was with this that have you for what how not from they will would can could should there been your when why which about i it is my of to if do does".Split(' ')),
        ("German", "der das und nicht ist ich ein eine mit auf für sie wir haben werden wie warum mein meine kann wird zu dem den einen auch aber bei oder noch wurde".Split(' ')),
        ("French", "le les des est une pas que dans pour vous avec sur nous mon ma quel comment je ne et du au sont cette mais pourquoi c'est j'ai il elle".Split(' ')),
        ("Spanish", "el los las una por para con pero como mi está qué cómo puedo tengo hay muy más del que es y su porque cuando mis donde si lo".Split(' ')),
        ("Italian", "il gli della che non per una sono come mio mia anche perché questo ho con di è nel alla si ma cosa più posso stato".Split(' ')),
        ("Portuguese", "não uma para com meu minha você como está mais os dos por que eu fazer é em um isso foi tem são mas quando ao".Split(' ')),
        ("Dutch", "het een van ik niet voor mijn met zijn hoe wat naar kan wordt deze en op dat maar ook heb mij waarom bij werd".Split(' ')),
        ("Swedish, Danish or Norwegian", "och att det jag inte är som för har med på vad kan min och hur och ikke jeg til og af mitt från eller".Split(' ')),
        ("Polish", "nie jest się że na jak moja moje czy dla mam co z w po ale dlaczego tego jestem mi tak być".Split(' ')),
        ("Turkish", "bir ve bu için ne nasıl değil var benim çok mi daha ama neden gibi olarak kadar ile ben kartım".Split(' ')),
        ("Indonesian or Malay", "yang dan tidak saya untuk dengan ini itu apa bagaimana bisa dari ada akan sudah kami mengapa juga atau pada ke".Split(' ')),
    ];

    static readonly FrozenDictionary<ulong, int> s_languagesOf = Words();

    static readonly (string Name, int Low, int High)[] s_scripts =
    [
        ("Greek", 0x370, 0x3FF), ("Cyrillic", 0x400, 0x52F), ("Armenian", 0x530, 0x58F), ("Hebrew", 0x590, 0x5FF), ("Arabic", 0x600, 0x6FF), ("Arabic", 0x750, 0x77F),
        ("Devanagari", 0x900, 0x97F), ("Bengali", 0x980, 0x9FF), ("Tamil", 0xB80, 0xBFF), ("Telugu", 0xC00, 0xC7F), ("Thai", 0xE00, 0xE7F), ("Georgian", 0x10A0, 0x10FF),
        ("Ethiopic", 0x1200, 0x137F), ("Khmer", 0x1780, 0x17FF), ("Korean", 0x1100, 0x11FF), ("Korean", 0xAC00, 0xD7AF), ("Japanese", 0x3040, 0x30FF), ("Chinese or Japanese", 0x3400, 0x9FFF),
    ];

    /// <summary>The language of each distinct text, null where too little tells it; and the fault, if rows are in another than most.</summary>
    public static (string?[] Languages, TextFault? Fault) Find(TextCorpus corpus)
    {
        string?[] scripts = corpus.Where(Script);
        var hits = new int[corpus.Counts.Length][];
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(1, corpus.Used.Length)), new ParallelOptions { MaxDegreeOfParallelism = corpus.Context.Threads, CancellationToken = corpus.Context.Cancellation }, range =>
        {
            var tokens = new List<TextToken>();
            for (int i = range.Item1; i < Math.Min(range.Item2, corpus.Used.Length); i++)
            {
                hits[corpus.Used[i]] = Hits(corpus.Text(corpus.Used[i]), tokens);
            }
        });
        int main = Main(corpus, hits);
        string?[] languages = new string?[corpus.Counts.Length];
        foreach (int code in corpus.Used)
        {
            languages[code] = scripts[code] is { } script && script != "Latin" ? script
                : Best(hits[code], corpus.Tokens[code], main) is >= 0 and var best ? s_languages[best].Name
                : null;
        }

        return (languages, Fault(corpus, languages));
    }

    static TextFault? Fault(TextCorpus corpus, string?[] languages)
    {
        var rows = corpus.Used.Where(code => languages[code] is not null)
            .GroupBy(code => languages[code]!, StringComparer.Ordinal)
            .Select(group => (Language: group.Key, Rows: group.Sum(code => corpus.Counts[code])))
            .OrderByDescending(group => group.Rows).ThenBy(group => group.Language, StringComparer.Ordinal).ToArray();
        int known = rows.Sum(group => group.Rows);
        if (rows.Length < 2 || corpus.Used.Length < FewestTexts || known < 0.3 * corpus.Rows)
        {
            return null;
        }

        string main = rows[0].Language;
        bool isMixed = rows[0].Rows < MainShare * known;
        string?[] mended = new string?[corpus.Counts.Length];
        foreach (int code in corpus.Used)
        {
            mended[code] = languages[code] is { } language && language != main ? string.Empty : null;
        }

        string others = string.Join(", ", rows.Skip(1).Take(4).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Rows:N0} {group.Language}")));
        return new TextFault(
            TextFaultKind.Language,
            isMixed ? Severity.Info : TextFault.Weight(known - rows[0].Rows, corpus.Rows),
            mended,
            $"in another language than the rest, which {(isMixed ? "is mixed itself, most often" : "is")} {main}: {others}",
            "Rows of another country, a field filled in the writer's own language, or two sources put together. A model of words learns nothing of them from the others.",
            "Decide whether these rows belong to the question. If they do, translate them or learn each language by itself; if not, leave them out.");
    }

    /// <summary>The language whose small words the most texts have.</summary>
    static int Main(TextCorpus corpus, int[][] hits)
    {
        long[] rows = new long[s_languages.Length];
        foreach (int code in corpus.Used)
        {
            int best = Best(hits[code], corpus.Tokens[code], -1);
            if (best >= 0)
            {
                rows[best] += corpus.Counts[code];
            }
        }

        return Array.IndexOf(rows, rows.Max());
    }

    /// <summary>The language of a text, or −1; the main one needs less to be believed than another.</summary>
    static int Best(int[] hits, int words, int main)
    {
        int best = 0;
        for (int language = 1; language < hits.Length; language++)
        {
            best = hits[language] > hits[best] || (hits[language] == hits[best] && language == main) ? language : best;
        }

        int second = hits.Where((_, language) => language != best).Max();
        return best == main ? (hits[best] > 0 && hits[best] > second ? best : -1)
            : words >= LeastWords && hits[best] >= LeastHits && hits[best] >= LeastShare * words && hits[best] > second && (main < 0 || hits[best] >= Clearly * hits[main]) ? best
            : -1;
    }

    /// <summary>Different small words of each language.</summary>
    static int[] Hits(string text, List<TextToken> tokens)
    {
        int[] hits = new int[s_languages.Length];
        var seen = new HashSet<ulong>();
        TextTokens.Read(text, tokens);
        foreach (TextToken token in tokens)
        {
            if (s_languagesOf.TryGetValue(token.Hash, out int languages) && seen.Add(token.Hash))
            {
                for (int language = 0; language < hits.Length; language++)
                {
                    hits[language] += (languages >> language) & 1;
                }
            }
        }

        return hits;
    }

    /// <summary>The script of most letters, <c>Latin</c> for those of western Europe; null without letters or without a clear one.</summary>
    static string? Script(string text)
    {
        int letters = 0;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (char c in text)
        {
            if (char.IsLetter(c))
            {
                letters++;
                string script = c < 0x250 ? "Latin" : s_scripts.FirstOrDefault(range => c >= range.Low && c <= range.High).Name ?? "another script";
                counts[script] = counts.GetValueOrDefault(script) + 1;
            }
        }

        // Japanese writes kana between Chinese signs.
        if (counts.TryGetValue("Japanese", out int kana) && counts.Remove("Chinese or Japanese", out int signs))
        {
            counts["Japanese"] = kana + signs;
        }

        var most = counts.OrderByDescending(script => script.Value).ThenBy(script => script.Key, StringComparer.Ordinal).FirstOrDefault();
        return letters >= LeastHits && most.Value >= ScriptShare * letters ? most.Key : null;
    }

    static FrozenDictionary<ulong, int> Words()
    {
        var words = new Dictionary<ulong, int>();
        for (int language = 0; language < s_languages.Length; language++)
        {
            foreach (TextToken token in s_languages[language].Words.SelectMany(TextTokens.Of))
            {
                words[token.Hash] = words.GetValueOrDefault(token.Hash) | (1 << language);
            }
        }

        return words.ToFrozenDictionary();
    }
}
