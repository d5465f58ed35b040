using System.Text;

namespace Faultline.Studies;

/// <summary>
/// Tables of short texts with nothing wrong: made-up words of made-up topics between the small words of English, one to three sentences a text, each text
/// drawn by itself. The class is the topic that most of its words come from.
/// </summary>
static class CleanTexts
{
    const int TopicWords = 80;
    const int CommonWords = 150;
    const double OwnTopic = 0.75;

    static readonly string[] s_small = "the a of to and in is that it was for on with as at by this not are or from but have an they which one you had were all there been their has would when will if more about can could do did how what why my our your".Split(' ');
    static readonly string[] s_starts = "b br c cl d dr f fl g gr h j k l m n p pl r s st t tr v w".Split(' ');
    static readonly string[] s_middles = "a e i o u ea ai ou".Split(' ');
    static readonly string[] s_ends = "n r t l ck sh nd st m ve".Split(' ');

    /// <summary>The columns <c>text</c> and <c>topic</c>.</summary>
    /// <param name="index">Which table.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="classes">Number of topics.</param>
    public static Table Draw(int index, int rows, int classes)
    {
        var random = SeededRandom.For(index, "CleanTexts");
        string[] words = [.. Words(random, CommonWords + (classes * TopicWords))];
        string[] texts = new string[rows];
        int[] topics = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            topics[row] = random.NextInt(classes);
            texts[row] = Write(random, words, topics[row], classes);
        }

        return Table.FromColumns("texts", [TextColumn.From("text", texts), new TextColumn("topic", topics, [.. Enumerable.Range(0, classes).Select(topic => $"topic {(char)('a' + topic)}")])]);
    }

    /// <summary>The evidence of such a table.</summary>
    public static Evidence Evidence(Table table) =>
        new() { Data = table, Roles = new Roles { Label = "topic", Text = ["text"] }, Task = TaskKind.Classification };

    static string Write(SeededRandom random, string[] words, int topic, int classes)
    {
        var text = new StringBuilder();
        for (int sentence = 1 + random.NextInt(3); sentence > 0; sentence--)
        {
            int length = 6 + random.NextInt(9);
            for (int i = 0; i < length; i++)
            {
                string word = i % 2 == 0 ? s_small[Rank(random, s_small.Length)] : Content(random, words, topic, classes);
                text.Append(i == 0 && text.Length > 0 ? " " : string.Empty).Append(i == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : " " + word);
            }

            text.Append(random.NextInt(5) == 0 ? '?' : '.');
        }

        return text.ToString();
    }

    static string Content(SeededRandom random, string[] words, int topic, int classes)
    {
        if (random.NextInt(2) == 0)
        {
            return words[Rank(random, CommonWords)];
        }

        int from = random.NextDouble() < OwnTopic ? topic : random.NextInt(classes);
        return words[CommonWords + (from * TopicWords) + Rank(random, TopicWords)];
    }

    // The first is the commonest, the chance of the others falls about as one over their rank.
    static int Rank(SeededRandom random, int count) => Math.Min(count - 1, (int)(Math.Pow(count + 1, random.NextDouble()) - 1));

    static HashSet<string> Words(SeededRandom random, int count)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        while (made.Count < count)
        {
            var word = new StringBuilder();
            for (int syllables = 1 + random.NextInt(3); syllables > 0; syllables--)
            {
                word.Append(s_starts[random.NextInt(s_starts.Length)]).Append(s_middles[random.NextInt(s_middles.Length)]);
            }

            made.Add(word.Append(s_ends[random.NextInt(s_ends.Length)]).ToString());
        }

        return made;
    }
}
