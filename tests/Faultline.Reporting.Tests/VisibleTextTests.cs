namespace Faultline.Reporting.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\u0000b\u001B[31m", "a⟨U+0000⟩b⟨U+001B⟩[31m")]
    [InlineData("a\u007Fb\u0085", "a⟨U+007F⟩b⟨U+0085⟩")]
    [InlineData("a\r\nb\tc", "a⏎b⇥c")]
    [InlineData("\u202Egnp.exe", "⟨U+202E⟩gnp.exe")]
    [InlineData("a\u200Bb\uFEFF", "a⟨U+200B⟩b⟨U+FEFF⟩")]
    [InlineData("é 中 עולם 🙂", "é 中 עולם 🙂")]
    public void What_can_not_be_seen_is_written_out(string text, string expected) => Assert.Equal(expected, VisibleText.Line(text));

    [Fact]
    public void Half_a_character_is_the_replacement_character() => Assert.Equal("x\uFFFDy", VisibleText.Line("x" + (char)0xD800 + "y"));

    [Theory]
    [InlineData(" a ", "␣a␣")]
    [InlineData("  ", "␣␣")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    public void Blanks_at_the_ends_of_a_cell_are_seen(string text, string expected) => Assert.Equal(expected, VisibleText.Cell(text));

    // A blank that follows 90 letters is the fault, so the cut goes before it.
    [Fact]
    public void A_blank_at_the_end_outlives_the_cut()
    {
        var cell = CellText.Cell(TextColumn.From("c", [new string('a', 90) + " ", new string('b', 90)]), 0)!;
        Assert.Equal(new string('a', 78) + "… ", cell);
        Assert.Equal(new string('a', 78) + "…␣", VisibleText.Cell(cell));
        Assert.Equal("aaaaaaaa…␣", VisibleText.Cut(VisibleText.Cell(cell), 10));
        Assert.Equal(new string('b', 79) + "…", CellText.Cut(new string('b', 90)));
    }

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        Assert.Equal("ab…", VisibleText.Cut("ab🙂cd", 4));
        Assert.Equal("abcd", VisibleText.Cut("abcd", 4));
    }

    [Theory]
    [InlineData("One thing, another thing", 24, "One thing, another thing")]
    [InlineData("One thing, another thing", 20, "One thing, another…")]
    [InlineData("One thing, another thing", 14, "One thing…")]
    [InlineData("'Said. so' he, 14 rows", 16, "'Said. so' he…")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 8, "abcdefg…")]
    [InlineData("a bcdefghijklmnopqrstuvwxyz", 8, "a bcdef…")]
    public void A_sentence_ends_with_a_word(string text, int length, string expected) => Assert.Equal(expected, VisibleText.Shorten(text, length));

    [Theory]
    [InlineData("One thing. Another thing", 24, "One thing. Another thing")]
    [InlineData("One thing. Another thing", 16, "One thing.")]
    [InlineData("A. word of 1.5 and more", 18, "A. word of 1.5…")]
    public void Prose_ends_with_a_sentence(string text, int length, string expected) => Assert.Equal(expected, VisibleText.ShortenProse(text, length));
}
