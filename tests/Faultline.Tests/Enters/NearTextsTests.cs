using Faultline.Studies;

namespace Faultline.Tests.Enters;

public sealed class NearTextsTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Edited_copies_are_found_and_agree_with_brute_force()
    {
        const int n = 1500, copies = 100;
        string[] texts = Texts(1, n);
        var random = SeededRandom.For(2, "edits");
        int[] long_ = [.. Enumerable.Range(0, n).Where(row => texts[row].Split(' ').Length >= 12)];
        int[] source = [.. random.Sample(long_.Length, copies).Select(i => long_[i])];
        string[] all = [.. texts, .. source.Select((row, i) => Edit(texts[row], i % 4, texts[(row + 17) % n], random))];
        (CheckReport check, AuditReport report) = Run(Evidence(all));
        var details = Assert.IsType<DuplicatesDetails>(check.Details);
        var called = new Dictionary<int, int>();
        foreach (DuplicateGroup group in details.Groups.Where(group => group.Kind == "near-text"))
        {
            foreach (int row in group.Rows.Skip(1))
            {
                called[row] = group.Rows[0];
            }
        }

        Assert.InRange(Enumerable.Range(0, copies).Count(i => called.TryGetValue(n + i, out int first) && first == source[i]), 0.9 * copies, copies);
        Assert.InRange(called.Keys.Count(row => row < n), 0, 2);
        Assert.Equal(called.Count, details.NearTextRows);
        RowScores scores = report.Scores.Single().Rows!;
        Assert.All(called, pair => Assert.Equal($"row {pair.Value}", scores.Suggestion!(pair.Key)));

        // Independent: plain sets of words and pairs, all pairs compared.
        HashSet<string>[] sets = [.. all.Select(Shingles)];
        Dictionary<string, int> frequency = sets.SelectMany(set => set).CountBy(shingle => shingle).ToDictionary();
        HashSet<string>[] kept = [.. sets.Select(set => set.Where(shingle => frequency[shingle] <= 0.05 * all.Length).ToHashSet())];
        Assert.All(called, pair => Assert.True(Jaccard(kept[pair.Key], kept[pair.Value]) >= 0.48, $"{all[pair.Key]} | {all[pair.Value]}"));
        int[] near = [.. Enumerable.Range(0, copies).Where(i => Jaccard(kept[n + i], kept[source[i]]) >= 0.7)];
        Assert.InRange(near.Count(i => called.ContainsKey(n + i)), 0.97 * near.Length, near.Length);
    }

    [Fact]
    public void Short_questions_with_a_word_changed_are_found_among_real_ones()
    {
        string[] texts = [.. SharedData.Lines("text", "banking77_test.csv.gz").Skip(1).Where(line => line.Contains(',', StringComparison.Ordinal)).Select(line => line[..line.LastIndexOf(',')].Trim('"')).Where(text => text.Length > 0)];
        var random = SeededRandom.For(14, "edits");
        int[] long_ = [.. Enumerable.Range(0, texts.Length).Where(row => texts[row].Split(' ').Length >= 10)];
        int[] source = [.. random.Sample(long_.Length, 120).Select(i => long_[i])];
        string[] all = [.. texts, .. source.Select((row, i) => Edit(texts[row], i % 4, texts[(row + 17) % texts.Length], random))];
        var called = Details(Evidence(all)).Groups.Where(group => group.Kind == "near-text").SelectMany(group => group.Rows.Skip(1)).ToHashSet();
        Assert.InRange(Enumerable.Range(texts.Length, source.Length).Count(called.Contains), 0.9 * source.Length, source.Length);

        // Some of the questions are one another but for a word; of 3,080 they are few.
        Assert.InRange(called.Count(row => row < texts.Length), 0, 60);
    }

    [Theory]
    [InlineData(2_100, 6_000, true)]
    [InlineData(6_000, 2_100, false)]
    public void Long_texts_are_compared_whole(int own, int shared, bool isCopy)
    {
        // The first words are each text's own and the last ones both texts' in the one case; the first are both texts' and the last each one's own in the other.
        string Words(string of, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"{of}{RowHash.Mix((ulong)(i + 1)) % 100_000}"));
        string[] texts = [.. Texts(11, 200), isCopy ? Words("a", own) + " " + Words("b", shared) : Words("b", shared) + " " + Words("a", own), isCopy ? Words("c", own) + " " + Words("b", shared) : Words("b", shared) + " " + Words("c", own)];
        Assert.Equal(isCopy ? 1 : 0, Details(Evidence(texts)).NearTextRows);
    }

    [Fact]
    public void A_text_near_a_copy_but_not_near_its_original_is_kept()
    {
        string[] texts = Texts(12, 600);
        string[] words = [.. Texts(13, 40).SelectMany(text => text.Split(' ')).Where(word => word.Length > 4).Distinct(StringComparer.Ordinal).Take(120)];
        texts[100] = string.Join(' ', words[..80]);
        texts[200] = string.Join(' ', words[20..100]);
        texts[300] = string.Join(' ', words[40..120]);

        // 60 of 100 words are shared by neighbours, 40 of 120 by the ends.
        DuplicatesDetails details = Details(Evidence(texts));
        DuplicateGroup group = Assert.Single(details.Groups, group => group.Kind == "near-text");
        Assert.Equal([100, 200], group.Rows);
    }

    [Fact]
    public void One_template_with_another_number_in_each_row_is_no_copy()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(row => $"Dear customer, your order number {100_000 + (row * 37)} has been shipped today and will reach you within three working days. Please keep this message until then.")];
        Assert.Equal(0, Details(Evidence(texts)).NearTextRows);
    }

    [Fact]
    public void Short_phrases_that_many_write_alike_are_no_copies()
    {
        string[] phrases = ["ok", "thanks", "thank you", "ok thanks", "see you later", "I don't know", "how are you", "yes please", "sorry, no"];
        var random = SeededRandom.For(3, "phrases");
        string[] texts = [.. Texts(4, 600), .. Enumerable.Range(0, 400).Select(_ => phrases[random.NextInt(phrases.Length)])];
        Assert.Equal(0, Details(Evidence(texts)).NearTextRows);
    }

    [Fact]
    public void Texts_of_the_training_table_are_found_in_the_test_set()
    {
        string[] train = Texts(5, 500);
        string[] test = [.. Texts(6, 300).Skip(0).Take(280), .. Enumerable.Range(0, 20).Select(i => train[i * 11].ToUpperInvariant() + "!!")];
        Evidence evidence = Evidence(test) with { Train = Evidence(train).Data };
        (_, AuditReport report) = Run(evidence);
        ReportFinding finding = report.Findings.Single(finding => finding.Title.Contains("training table", StringComparison.Ordinal));
        Assert.Equal(Severity.High, finding.Severity);
        int[] long_ = [.. Enumerable.Range(0, 20).Where(i => train[i * 11].Split(' ').Length >= 10).Select(i => 280 + i)];
        Assert.Superset(long_.ToHashSet(), finding.Rows.Sample.ToHashSet());
        Assert.All(finding.Rows.Sample, row => Assert.InRange(row, 280, 299));
    }

    [Fact]
    public void Independent_texts_hold_no_copies() =>
        Assert.All(Enumerable.Range(20, 5), seed => Assert.InRange(Details(Evidence(Texts(seed, 1000))).NearTextRows!.Value, 0, 1));

    [Fact]
    public void The_same_words_with_another_label_are_called_a_contradiction()
    {
        string[] texts = Texts(7, 400);
        int source = Array.FindIndex(texts, text => text.Split(' ').Length >= 20);
        texts[399] = texts[source].ToUpperInvariant();
        Table table = Table.FromColumns(TextColumn.From("text", texts), TextColumn.From("label", texts.Select((_, row) => row == 399 ? "b" : "a")));
        (_, AuditReport report) = Run(new Evidence { Data = table, Roles = new Roles { Label = "label", Text = ["text"] }, Task = TaskKind.Classification });
        Assert.Contains("another label", report.Findings.Single(finding => finding.Rows.Sample.Contains(399)).Cause, StringComparison.Ordinal);
    }

    static string[] Texts(int seed, int rows)
    {
        Table table = CleanTexts.Draw(seed, rows, 3);
        return [.. Enumerable.Range(0, rows).Select(row => table["text"].Text(row)!)];
    }

    static Evidence Evidence(string[] texts) => new() { Data = Table.FromColumns("t", [TextColumn.From("text", texts), new NumberColumn("n", [.. texts.Select((_, row) => row * 0.37)])]), Roles = new Roles { Text = ["text"], Features = ["n"] } };

    static string Edit(string text, int kind, string other, SeededRandom random)
    {
        string[] words = text.Split(' ');
        string[] others = other.Split(' ');
        switch (kind)
        {
            case 0:
                return text.ToUpperInvariant();
            case 1:
                return new string([.. text.Where(c => !char.IsPunctuation(c))]) + "!!";
            case 2:
                foreach (int at in random.Sample(words.Length, Math.Max(1, words.Length / 10)))
                {
                    words[at] = others[at % others.Length];
                }

                return string.Join(' ', words);
            default:
                return string.Join(' ', words.Where((_, i) => i != words.Length / 2));
        }
    }

    static HashSet<string> Shingles(string text)
    {
        string[] words = [.. new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return [.. words, .. words.Zip(words.Skip(1), (a, b) => a + " " + b)];
    }

    static double Jaccard(HashSet<string> a, HashSet<string> b) => a.Count(b.Contains) is var shared && a.Count + b.Count == 0 ? 0 : shared / (double)(a.Count + b.Count - shared);

    static DuplicatesDetails Details(Evidence evidence) => Assert.IsType<DuplicatesDetails>(Run(evidence).Check.Details);

    static (CheckReport Check, AuditReport Report) Run(Evidence evidence)
    {
        AuditReport report = Audit.Run(evidence, AuditOptions.Standard with { Checks = ["FL103"] }, Cancellation);
        return (report.Checks.Single(check => check.Id == "FL103"), report);
    }
}
