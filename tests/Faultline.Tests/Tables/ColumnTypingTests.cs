using System.Text;

namespace Faultline.Tests.Tables;

public sealed class ColumnTypingTests
{
    static Column Type(IEnumerable<string> cells, bool decimalComma = false)
    {
        var texts = new DistinctTexts();
        var codes = cells.Select(cell => texts.Add(Encoding.UTF8.GetBytes(cell))).ToArray();
        var counts = new int[texts.Count];
        Array.ForEach(codes, code => counts[code]++);
        return ColumnTyping.Build("x", codes, texts, ColumnTyping.Decide(texts, counts, decimalComma));
    }

    static Column Type(params string[] cells) => Type(cells.AsEnumerable());

    static IEnumerable<string> Numbers(int count) => Enumerable.Range(10, count).Select(i => $"{i}");

    [Fact]
    public void A_mark_in_a_column_of_numbers_is_unreadable()
    {
        var column = Assert.IsType<NumberColumn>(Type([.. Numbers(50), "?", "12"]));
        Assert.Equal([new UnreadableCell(50, "?")], column.Unreadable);
        Assert.True(column.IsMissing(50));
    }

    [Fact]
    public void Marks_may_be_most_of_a_column_of_numbers()
    {
        var column = Type([.. Enumerable.Repeat("?", 80), .. Numbers(20)]);
        Assert.Equal(ColumnKind.Number, column.Kind);
        Assert.Equal(80, column.Unreadable.Count);
    }

    [Fact]
    public void Missing_words_are_missing_and_not_unreadable()
    {
        var column = Type("1", "NA", "NaN", "null", "N/A", " ", "2");
        Assert.Equal(ColumnKind.Number, column.Kind);
        Assert.Equal(5, column.MissingCount);
        Assert.Empty(column.Unreadable);
    }

    [Fact]
    public void A_few_words_among_numbers_are_unreadable_and_many_make_text()
    {
        Assert.Equal(3, Type([.. Numbers(97), "low", "n.d.", "high"]).Unreadable.Count);
        Assert.Equal(ColumnKind.Text, Type([.. Numbers(60), .. Enumerable.Range(0, 40).Select(i => $"A/{i}")]).Kind);
    }

    [Fact]
    public void Levels_of_which_one_has_a_mark_are_text() =>
        Assert.Equal(ColumnKind.Text, Type(Enumerable.Range(0, 100).Select(i => (i % 10) switch { < 5 => "0", < 7 => "1", < 9 => "2", _ => "3+" })).Kind);

    [Theory]
    [InlineData("02134", "10001", "94105")]
    [InlineData("12345678901234567890", "12345678901234567891", "12345678901234567892")]
    [InlineData("007", "012", "0113")]
    public void Codes_stay_text(string a, string b, string c) => Assert.Equal(ColumnKind.Text, Type(a, b, c).Kind);

    [Fact]
    public void One_leading_zero_among_many_quantities_makes_no_code() =>
        Assert.Equal(ColumnKind.Number, Type([.. Enumerable.Range(1, 500).Select(i => $"{i}"), "05"]).Kind);

    [Theory]
    [InlineData(false, 1234, 5678)]
    [InlineData(true, 1.234, 5.678)]
    public void One_comma_and_three_digits_mean_what_the_file_suggests(bool decimalComma, double first, double second) =>
        Assert.Equal([first, second], Assert.IsType<NumberColumn>(Type(["1,234", "5,678"], decimalComma)).Values.ToArray());

    [Fact]
    public void The_style_that_reads_most_cells_is_taken()
    {
        Assert.Equal([1234, 5.6], Assert.IsType<NumberColumn>(Type("1.234", "5,6")).Values.ToArray());
        Assert.Equal([1234.5, 1000000], Assert.IsType<NumberColumn>(Type("1,234.5", "1,000,000")).Values.ToArray());
        Assert.Equal([1.234, 2.345], Assert.IsType<NumberColumn>(Type(["1.234", "2.345"], decimalComma: true)).Values.ToArray());
    }

    [Fact]
    public void Booleans_whatever_their_letters()
    {
        var column = Assert.IsType<TextColumn>(Type("True", "FALSE", "true", "NA"));
        Assert.Equal(ColumnKind.Boolean, column.Kind);
        Assert.Equal(["true", "false", "true", null], Enumerable.Range(0, 4).Select(column.Text));
        Assert.Equal(ColumnKind.Text, Type("yes", "no").Kind);
    }

    [Fact]
    public void One_day_above_twelve_decides_the_order_of_all_dates()
    {
        Assert.Equal("2001-02-01", Type("1/2/2001", "13/2/2001").Text(0));
        Assert.Equal("2001-01-02", Type("1/2/2001", "2/13/2001").Text(0));
    }

    [Fact]
    public void A_date_that_cannot_be_is_unreadable()
    {
        var column = Type(["31/12/1999", .. Enumerable.Range(1, 28).Select(day => $"{day}/2/2001"), "31/2/2001"]);
        Assert.Equal(ColumnKind.Time, column.Kind);
        Assert.Equal([new UnreadableCell(29, "31/2/2001")], column.Unreadable);
    }

    [Fact]
    public void Na_is_a_code_among_codes_of_two_letters_and_missing_elsewhere()
    {
        Assert.Equal("NA", Type("NA", "ZA", "DE", "FR").Text(0));
        Assert.Null(Type("NA", "red", "blue").Text(0));
    }

    [Fact]
    public void Texts_keep_every_letter_and_blank()
    {
        var column = Assert.IsType<TextColumn>(Type(" a", "a", "A", "a ", "ä", "None", "?"));
        Assert.Equal([" a", "a", "A", "a ", "ä", "None", "?"], column.Categories);
        Assert.Equal(0, column.MissingCount);
    }

    [Fact]
    public void Distinct_texts_are_coded_in_order_of_appearance_however_many_there_are()
    {
        var texts = new DistinctTexts();
        var random = SeededRandom.For(1, "texts");
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 50_000; i++)
        {
            var text = new string((char)('a' + random.NextInt(26)), random.NextInt(40)) + random.NextInt(500);
            expected.TryAdd(text, expected.Count);
            Assert.Equal(expected[text], texts.Add(Encoding.UTF8.GetBytes(text)));
        }

        Assert.Equal(expected.Keys, texts.ToStrings());
    }
}
