using Faultline.Studies;

namespace Faultline.Tests.Enters;

public sealed class TextDamageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is put into how many of 1,000 clean texts, the kind that must say so, and what the scores suggest for the first.</summary>
    public static TheoryData<string, string, string?> Damage => new()
    {
        { "Encoding", "CafÃ© crÃ¨me is what they had there.", "Café crème is what they had there." },
        { "EncodingControls", "That\u0092s what they had there for you.", "That’s what they had there for you." },
        { "EncodingLost", "What they \uFFFD had there was not for you.", null },
        { "Markup", "R&amp;D is what they <b>had</b> there.", "R&D is what they  had  there." },
        { "Invisible", "What they had there was not\u200B for\u0007 you.", "What they had there was not for you." },
        { "MixedAlphabets", "What they had there was your аccount.", null },
        { "Empty", "...", null },
        { "Repetition", "test test test test test test test", null },
        { "Repetition", "what aaaaaaaaaaaaaaa", null },
        { "Language", "Der Zug ist nicht für mich und ich habe das auch nicht gewusst", null },
        { "Language", "Привет, как у вас дела сегодня", null },
        { "Gibberish", "asdfghjkl qwertzuiop yxcvbnm asdfjklö poiuztrewq", null },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void Damage_is_found_in_the_rows_that_have_it_and_nowhere_else(string kind, string text, string? mended)
    {
        string[] texts = Texts(1, 1000);
        int[] rows = [17, 300, 555];
        foreach (int row in rows)
        {
            // Keys struck at random are others every time.
            texts[row] = kind == "Gibberish" ? new string([.. text.Select(c => char.IsAsciiLetter(c) ? (char)('a' + ((c - 'a' + row) % 26)) : c)]) : text;
        }

        AuditReport report = Run(texts);
        var details = Assert.IsType<TextDamageDetails>(report.Checks.Single(check => check.Id == "FL111").Details);
        TextDamageEntry fault = Assert.Single(details.Faults);
        Assert.Equal((kind, 3, "text"), (fault.Kind, fault.Rows, fault.Column));
        Assert.Equal(rows, report.Findings.Single().Rows.Sample.Order());
        Assert.Equal(Severity.Low, report.Findings.Single().Severity);
        Assert.Equal(mended, report.Scores.Single().Cells[0].Suggestion);
    }

    [Fact]
    public void Each_thing_that_a_wrong_encoding_does_is_said_with_its_own_cause()
    {
        string[] texts = Texts(8, 1000);
        texts[1] = "CafÃ© crÃ¨me is “what” they had there.";
        texts[2] = "That\u0092s what they had there for you.";
        texts[3] = "What they \uFFFD had there was not for you.";
        AuditReport report = Run(texts);
        var told = report.Findings.ToDictionary(finding => Assert.Single(finding.Rows.Sample), finding => finding.Cause);
        Assert.Equal([1, 2, 3], told.Keys.Order());
        Assert.StartsWith("UTF-8 text was read", told[1], StringComparison.Ordinal);
        Assert.StartsWith("Windows-1252 text was read", told[2], StringComparison.Ordinal);
        Assert.Contains("characters were lost", told[3], StringComparison.Ordinal);
        Assert.Equal("Café crème is “what” they had there.", report.Scores.Single().Cells.Single(cell => cell.Row == 1).Suggestion);
    }

    [Fact]
    public void All_that_can_be_mended_in_a_cell_is_mended_in_its_suggestion()
    {
        string[] texts = Texts(9, 1000);
        texts[5] = "CafÃ© crÃ¨me\u0092s R&amp;D\u200B <b>there</b> is what they had for your аccount.";
        AuditReport report = Run(texts);
        Assert.Equal(["Encoding", "EncodingControls", "Invisible", "Markup", "MixedAlphabets"], Assert.IsType<TextDamageDetails>(Check(report).Details).Faults.Select(fault => fault.Kind).Order());
        Assert.Equal("Café crème’s R&D  there  is what they had for your аccount.", Assert.Single(report.Scores.Single().Cells).Suggestion);
    }

    [Fact]
    public void What_is_counted_are_rows_also_where_texts_are_equal()
    {
        string[] texts = Texts(10, 1000);
        texts[4] = texts[5] = texts[6] = "R&amp;D is what they had there.";
        texts[7] = "Zero\u200Bwidth is what they had there.";
        texts[8] = texts[7];
        AuditReport report = Run(texts);
        Assert.Contains(report.Findings, finding => finding.Title.StartsWith("3 of 1,000 texts", StringComparison.Ordinal) && finding.Title.EndsWith("&amp; in 3", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Title.StartsWith("2 of 1,000 texts", StringComparison.Ordinal) && finding.Title.EndsWith("U+200B in 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_cut_off_at_one_length_are_found()
    {
        string[] texts = [.. Texts(2, 2000).Select(text => text.Length > 120 ? text[..120] : text)];
        var details = Assert.IsType<TextDamageDetails>(Check(Run(texts)).Details);
        TextDamageEntry fault = Assert.Single(details.Faults);
        Assert.Equal(("Truncated", texts.Count(text => text.Length == 120)), (fault.Kind, fault.Rows));
    }

    [Fact]
    public void One_text_in_many_rows_and_a_footer_of_all_are_told_apart()
    {
        string[] texts = [.. Texts(3, 1000).Select((text, row) => row % 20 == 0 ? "No comment was left." : text + " Sent from my phone, please excuse any typing errors.")];
        AuditReport report = Run(texts);
        Assert.Equal(["Boilerplate", "SharedSentence"], Assert.IsType<TextDamageDetails>(Check(report).Details).Faults.Select(fault => fault.Kind));
        Assert.Equal([Severity.Low, Severity.Info], report.Findings.Select(finding => finding.Severity));
        Assert.Contains("50 of 1,000", report.Findings[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_far_longer_text_is_a_mere_fact()
    {
        string[] texts = Texts(4, 500);
        texts[9] = string.Join(' ', Texts(5, 40));
        AuditReport report = Run(texts);
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        Assert.Equal("TooLong", Assert.Single(Assert.IsType<TextDamageDetails>(Check(report).Details).Faults).Kind);
    }

    [Fact]
    public void Of_clean_texts_nothing_is_said() =>
        Assert.All(Enumerable.Range(100, 40), seed => Assert.Empty(Run(Texts(seed, 60 + (25 * (seed % 13)))).Findings));

    [Fact]
    public void Without_a_column_of_text_it_is_skipped_with_the_flag()
    {
        AuditReport report = Audit.Run(new Evidence { Data = Table.FromColumns(TextColumn.From("text", ["a", "b"])), Roles = new Roles() }, AuditOptions.Standard, Cancellation);
        Assert.Equal(CheckStatus.Skipped, Check(report).Status);
        Assert.Contains("--text", Check(report).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoding_damage_of_free_text_is_told_once()
    {
        string[] texts = Texts(6, 200);
        texts[3] = "CafÃ© crÃ¨me is what they had there.";
        Table table = Table.FromColumns(TextColumn.From("text", texts));
        AuditReport report = Audit.Run(new Evidence { Data = table, Roles = new Roles { Text = ["text"] } }, AuditOptions.Standard with { Checks = ["FL107", "FL111"] }, Cancellation);
        Assert.Equal("FL111", Assert.Single(report.Findings, finding => finding.Title.Contains("encoding", StringComparison.Ordinal)).Check);
    }

    static string[] Texts(int seed, int rows)
    {
        Table table = CleanTexts.Draw(seed, rows, 3);
        return [.. Enumerable.Range(0, rows).Select(row => table["text"].Text(row)!)];
    }

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL111");

    static AuditReport Run(string[] texts) => Audit.Run(
        new Evidence { Data = Table.FromColumns(TextColumn.From("text", texts)), Roles = new Roles { Text = ["text"] } },
        AuditOptions.Standard with { Checks = ["FL111"] },
        Cancellation);
}
