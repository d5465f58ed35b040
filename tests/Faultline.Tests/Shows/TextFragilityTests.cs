using Faultline.Studies;

namespace Faultline.Tests.Shows;

public sealed class TextFragilityTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Clean_texts_bear_every_change_and_no_word_decides()
    {
        (CheckReport check, AuditReport report) = Run(CleanTexts.Draw(1, 900, 3));
        var details = Assert.IsType<TextFragilityDetails>(check.Details);
        Assert.Equal(CheckStatus.Clean, check.Status);
        Assert.All(report.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.Equal(["case", "punctuation", "typos", "neutral words"], details.Changes.Select(entry => entry.Change));

        // Words are read without case and punctuation, so these can change nothing.
        Assert.Equal([0, 0], details.Changes.Take(2).Select(entry => entry.All.Changed));
        Assert.All(details.Words, word => Assert.False(word.IsShortcut));
        Assert.All(details.Changes, entry =>
        {
            Assert.Equal(900, entry.All.Rows);
            Assert.Equal(entry.All.Changed, entry.Classes.Sum(share => share.Changed));
            Interval wilson = WilsonInterval.Of(entry.All.Changed, entry.All.Rows);
            Assert.Equal((wilson.Low, wilson.High), (entry.All.Low, entry.All.High));
        });
    }

    [Fact]
    public void A_word_that_alone_decides_a_class_is_named()
    {
        Table table = WithShortcut(CleanTexts.Draw(2, 900, 3), "blorpt");
        (CheckReport check, AuditReport report) = Run(table);
        CarryingWord word = Assert.Single(Assert.IsType<TextFragilityDetails>(check.Details).Words, word => word.IsShortcut);
        Assert.Equal(("other", "blorpt"), (word.Class, word.Word));
        ReportFinding finding = Assert.Single(report.Findings, finding => finding.Title.StartsWith("The word 'blorpt' alone decides", StringComparison.Ordinal));
        Assert.Equal(Severity.Low, finding.Severity);
        Assert.All(finding.Rows.Sample, row => Assert.Contains("blorpt", table["text"].Text(row), StringComparison.Ordinal));
        (_, AuditReport hidden) = Run(table, AuditOptions.Standard with { ShowValues = false });
        Assert.DoesNotContain("blorpt", System.Text.Encoding.UTF8.GetString(ReportJson.Write(hidden)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_names_its_class_may_decide_it()
    {
        Table table = WithShortcut(CleanTexts.Draw(2, 900, 3), "others");
        (CheckReport check, _) = Run(table);
        var details = Assert.IsType<TextFragilityDetails>(check.Details);
        Assert.Contains(details.Words, word => word is { Class: "other", Word: "others", Carries.Share: > 0.8 });
        Assert.All(details.Words, word => Assert.False(word.IsShortcut));
    }

    [Fact]
    public void Texts_of_one_word_do_not_bear_a_typo()
    {
        string[] words = ["alpine", "harbour", "cellar", "garden", "window", "kitchen"];
        var random = SeededRandom.For(3, "words");
        int[] drawn = [.. Enumerable.Range(0, 600).Select(_ => random.NextInt(words.Length))];
        Table table = Table.FromColumns(
            TextColumn.From("text", drawn.Select((word, row) => $"{words[word]} {row}")),
            new TextColumn("topic", [.. drawn.Select(word => word / 2)], ["one", "two", "three"]));
        (CheckReport check, AuditReport report) = Run(table);
        FragilityShare typos = Assert.IsType<TextFragilityDetails>(check.Details).Changes.Single(entry => entry.Change == "typos").All;

        // Without its word a text is predicted as whatever class comes first: two of three change.
        Assert.InRange(typos.Share, 0.5, 0.8);
        Assert.Contains(report.Findings, finding => finding.Severity == Severity.Medium && finding.Title.StartsWith("Swapping two letters", StringComparison.Ordinal));
    }

    [Fact]
    public void Given_predictions_can_not_be_asked_again()
    {
        Table table = CleanTexts.Draw(4, 100, 2);
        int[] labels = [.. ((TextColumn)table["topic"]).Codes];
        Evidence evidence = CleanTexts.Evidence(table) with { Classes = new ClassPredictions(["topic a", "topic b"], labels, [.. labels.SelectMany(label => new[] { 1.0 - label, label })], IsOutOfFold: false) };
        CheckReport check = Audit.Run(evidence, AuditOptions.Standard with { Checks = ["FL306"] }, Cancellation).Checks.Single(check => check.Id == "FL306");
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("given predictions are answers only", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void In_time_order_the_most_similar_rows_lie_before_the_row()
    {
        Table clean = CleanTexts.Draw(7, 600, 3);
        double[] time = [.. new SeededRandom(7).Permutation(600).Select(moment => (double)moment)];
        int[] labels = [.. ((TextColumn)clean["topic"]).Codes];
        for (int row = 0; row < labels.Length; row += 15)
        {
            labels[row] = (labels[row] + 1) % 3;
        }

        Table table = Table.FromColumns(clean["text"], new TextColumn("topic", labels, [.. ((TextColumn)clean["topic"]).Categories]), new NumberColumn("when", time));
        var evidence = new Evidence { Data = table, Roles = new Roles { Label = "topic", Text = ["text"], Time = "when" }, Task = TaskKind.Classification };
        AuditReport report = Audit.Run(evidence, AuditOptions.Standard with { Checks = ["FL306"] }, Cancellation);
        var details = Assert.IsType<TextFragilityDetails>(report.Checks.Single(check => check.Id == "FL306").Details);
        Assert.Equal(3, details.Mispredicted.Count);
        Assert.All(details.Mispredicted, text => Assert.NotEmpty(text.Similar));
        Assert.All(details.Mispredicted, text => Assert.All(text.Similar, near => Assert.True(time[near.Row] < time[text.Row])));
    }

    [Fact]
    public void The_interval_of_a_word_holds_for_all_that_were_taken_out()
    {
        (CheckReport check, _) = Run(WithShortcut(CleanTexts.Draw(2, 900, 3), "blorpt"));
        var details = Assert.IsType<TextFragilityDetails>(check.Details);
        Assert.InRange(details.WordsAsked, 100, 4 * 900);
        Assert.All(details.Words, word =>
        {
            // Bonferroni.
            Interval wilson = WilsonInterval.Of(word.Carries.Changed, word.Carries.Rows, 1 - (0.05 / details.WordsAsked));
            Assert.Equal((wilson.Low, wilson.High), (word.Carries.Low, word.Carries.High));
        });
    }

    [Fact]
    public void The_most_similar_rows_are_those_of_brute_force()
    {
        Table table = CleanTexts.Draw(5, 400, 3);
        (CheckReport check, _) = Run(table);
        MispredictedText wrong = Assert.IsType<TextFragilityDetails>(check.Details).Mispredicted[0];
        HashSet<string> Words(int row) => [.. table["text"].Text(row)!.ToLowerInvariant().Split([' ', '.', '?'], StringSplitOptions.RemoveEmptyEntries)];
        HashSet<string> own = Words(wrong.Row);
        double[] shared = [.. Enumerable.Range(0, 400).Select(row => row == wrong.Row ? 0 : Words(row).Count(own.Contains) / Math.Sqrt(Words(row).Count * (double)own.Count))];

        // Another weighting of words, so not the same order; but near the top of it.
        Assert.All(wrong.Similar, near => Assert.InRange(shared.Count(other => other > shared[near.Row]), 0, 60));
        Assert.Equal(wrong.Similar.Select(near => near.Similarity).OrderDescending(), wrong.Similar.Select(near => near.Similarity));
    }

    [Fact]
    public void Label_near_duplicate_and_robustness_faults_stand_side_by_side_in_one_report()
    {
        const int rows = 900, copies = 40;
        Table clean = WithShortcut(Longer(CleanTexts.Draw(6, (3 * rows) + 9, 3)), "blorpt").Take([.. Enumerable.Range(0, rows)]);
        string[] texts = [.. Enumerable.Range(0, rows).Select(row => clean["text"].Text(row)!)];
        int[] labels = [.. ((TextColumn)clean["topic"]).Codes];
        string[] classes = [.. ((TextColumn)clean["topic"]).Categories];
        int other = Array.IndexOf(classes, "other");
        var random = SeededRandom.For(6, "faults");
        int[] flipped = [.. random.Sample(rows, rows / 20).Where(row => labels[row] != other)];
        foreach (int row in flipped)
        {
            labels[row] = Enumerable.Range(0, classes.Length).First(label => label != other && label != labels[row]);
        }

        int[] source = [.. Enumerable.Range(0, rows).Where(row => texts[row].Split(' ').Length >= 20 && !flipped.Contains(row)).Take(copies)];
        Table table = Table.FromColumns(
            TextColumn.From("text", texts.Concat(source.Select(row => texts[row].ToUpperInvariant().Replace(" THE ", " A ", StringComparison.Ordinal)))),
            new TextColumn("topic", [.. labels, .. source.Select(row => labels[row])], classes));
        AuditReport report = Audit.Run(CleanTexts.Evidence(table), AuditOptions.Standard, Cancellation);

        ReportFinding label = Assert.Single(report.Findings, finding => finding.Check == "FL101" && finding.Severity > Severity.Info);
        bool[] wrong = report.Scores.Single(scores => scores.Check == "FL101").Rows!.Flagged;
        Assert.InRange(flipped.Count(row => wrong[row]), 0.6 * flipped.Length, flipped.Length);
        Assert.Equal(Stage.Enters, label.Stage);

        ReportFinding copied = Assert.Single(report.Findings, finding => finding.Check == "FL103" && finding.Severity > Severity.Info);
        Assert.InRange(copied.Rows.Sample.Count(row => row >= rows), 0.9 * copies, copies);
        Assert.Equal(Stage.Enters, copied.Stage);

        ReportFinding shortcut = Assert.Single(report.Findings, finding => finding.Check == "FL306" && finding.Severity > Severity.Info && finding.Title.Contains("blorpt", StringComparison.Ordinal));
        Assert.Equal(Stage.Shows, shortcut.Stage);
    }

    /// <summary>Three texts of one topic in each row, so that topics are told apart surely.</summary>
    static Table Longer(Table table)
    {
        var joined = Enumerable.Range(0, table.RowCount).GroupBy(row => table["topic"].Text(row)!, StringComparer.Ordinal)
            .SelectMany(topic => topic.Chunk(3).Select(rows => (Topic: topic.Key, First: rows[0], Text: string.Join(' ', rows.Select(row => table["text"].Text(row))))))
            .OrderBy(row => row.First).ToArray();
        return Table.FromColumns(TextColumn.From("text", joined.Select(row => row.Text)), TextColumn.From("topic", joined.Select(row => row.Topic)));
    }

    /// <summary>Every fifth text becomes one of another class, which nothing but one word tells from the rest.</summary>
    static Table WithShortcut(Table table, string word) => Table.FromColumns(
        TextColumn.From("text", Enumerable.Range(0, table.RowCount).Select(row => row % 5 == 0 ? $"{table["text"].Text(row)} {word}." : table["text"].Text(row))),
        TextColumn.From("topic", Enumerable.Range(0, table.RowCount).Select(row => row % 5 == 0 ? "other" : table["topic"].Text(row))));

    static (CheckReport Check, AuditReport Report) Run(Table table, AuditOptions? options = null)
    {
        AuditReport report = Audit.Run(CleanTexts.Evidence(table), (options ?? AuditOptions.Standard) with { Checks = ["FL306"] }, Cancellation);
        return (report.Checks.Single(check => check.Id == "FL306"), report);
    }
}
