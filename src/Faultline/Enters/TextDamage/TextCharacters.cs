using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Faultline;

/// <summary>Damage that single characters show: encoding, markup, invisible characters, alphabets mixed in a word, no word at all.</summary>
static class TextCharacters
{
    const double MarkupIsTheText = 0.5;

    static readonly (EncodingFault Fault, TextFaultKind Kind, string How)[] s_encodings =
    [
        (EncodingFault.Utf8, TextFaultKind.Encoding, string.Empty),
        (EncodingFault.Windows1252, TextFaultKind.EncodingControls, " that left control characters"),
        (EncodingFault.Lost, TextFaultKind.EncodingLost, " that lost characters"),
    ];

    static readonly Regex s_tag = new(@"</?(?:p|br|hr|div|span|a|b|i|u|ul|ol|li|td|tr|th|table|tbody|img|h[1-6]|font|strong|em|script|style|html|body|head|iframe)(?:\s[^<>]{0,500})?/?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    static readonly Regex s_entity = new("&(?:amp|lt|gt|quot|apos|nbsp|euro|pound|copy|reg|trade|hellip|ndash|mdash|[lr][sd]quo|bull|deg|middot|[aeiounycAEIOUNYC](?:acute|grave|uml|circ|tilde|cedil|ring)|szlig|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>What is wrong with a column's characters.</summary>
    public static IEnumerable<TextFault> Find(TextCorpus corpus)
    {
        foreach (TextFault encoding in Encoding(corpus))
        {
            yield return encoding;
        }

        string?[] markup = corpus.Where(WithoutMarkup);
        if (First(corpus, markup) is { } marked)
        {
            int rows = corpus.RowsOf(markup);
            bool isNormal = rows >= MarkupIsTheText * corpus.Rows;
            yield return new TextFault(
                TextFaultKind.Markup,
                isNormal ? Severity.Info : TextFault.Weight(rows, corpus.Rows),
                markup,
                $"HTML left in: {Commonest(corpus, markup)}",
                isNormal ? "The column holds HTML." : "The texts were taken from web pages or a web form and their tags and entities were not decoded in all of them; a model reads 'lt' and 'amp' as words.",
                isNormal ? "Nothing, if the tags are wanted; else take them off before a model reads them." : "Decode entities and take tags off at the source; the scores give the text without them.")
            { Mend = text => WithoutMarkup(text) ?? text };
        }

        string?[] invisible = corpus.Where(text => text.Any(IsInvisible) || HasLoneSurrogate(text) ? Visible(text) : null);
        if (First(corpus, invisible) is not null)
        {
            yield return new TextFault(
                TextFaultKind.Invisible,
                TextFault.Weight(corpus.RowsOf(invisible), corpus.Rows),
                invisible,
                $"characters that no one sees: {Characters(corpus, invisible)}",
                "Control characters, zero-width blanks and the like come with text copied from pages and documents; equal words then count as different ones, and searches miss them.",
                "Take them out; the scores give the text without them.")
            { Mend = Visible };
        }

        string?[] mixed = corpus.Where(text => MixesAlphabets(text) ? string.Empty : null);
        if (First(corpus, mixed) is { } odd)
        {
            yield return new TextFault(
                TextFaultKind.MixedAlphabets,
                TextFault.Weight(corpus.RowsOf(mixed), corpus.Rows),
                mixed,
                $"two alphabets in one word, as {corpus.Show(odd)}",
                "Letters that look alike (Latin a, Cyrillic а) stand in one word: a slip of the keyboard, or a text made to get past a filter.",
                "Look at the rows; write each word in one alphabet.");
        }

        string?[] empty = corpus.Where(_ => null);
        foreach (int code in corpus.Used.Where(code => corpus.Tokens[code] == 0))
        {
            empty[code] = string.Empty;
        }

        if (First(corpus, empty) is { } bare)
        {
            yield return new TextFault(
                TextFaultKind.Empty,
                TextFault.Weight(corpus.RowsOf(empty), corpus.Rows),
                empty,
                $"no word, as {(corpus.Context.Show.ShowValues && string.IsNullOrWhiteSpace(corpus.Text(bare)) ? "a cell of blanks" : corpus.Show(bare))}",
                "The field was left blank, or filled with a sign to get past a form that asks for text.",
                "Leave the cell empty (missing) instead, and decide what a model is to do with rows without text.");
        }
    }

    /// <summary>One fault for each thing that a wrong encoding does.</summary>
    static IEnumerable<TextFault> Encoding(TextCorpus corpus)
    {
        foreach ((EncodingFault fault, TextFaultKind kind, string how) in s_encodings)
        {
            string?[] damaged = corpus.Where(text => EncodingDamage.Of(text).Contains(fault) ? EncodingDamage.Mended(text) : null);
            if (First(corpus, damaged) is not { } broken)
            {
                continue;
            }

            (string cause, string repair) = EncodingDamage.Why(fault);
            yield return new TextFault(
                kind,
                TextFault.Weight(corpus.RowsOf(damaged), corpus.Rows),
                fault == EncodingFault.Lost ? Array.ConvertAll(damaged, text => text is null ? null : string.Empty) : damaged,
                $"damaged by a wrong encoding{how}, as {corpus.Show(broken)}",
                cause,
                repair)
            { Mend = fault == EncodingFault.Lost ? null : EncodingDamage.Mended };
        }
    }

    static int? First(TextCorpus corpus, string?[] mended) => corpus.Used.Where(code => mended[code] is not null).Select(code => (int?)code).FirstOrDefault();

    static string? WithoutMarkup(string text)
    {
        if (text.AsSpan().IndexOfAny('&', '<') < 0)
        {
            return null;
        }

        string plain = s_tag.Replace(text, " ");
        bool hasTag = plain != text;
        string decoded = s_entity.IsMatch(plain) ? WebUtility.HtmlDecode(plain) : plain;
        return hasTag || decoded != plain ? decoded.Trim() : null;
    }

    /// <summary>The commonest tags and entities with the number of rows that have them.</summary>
    static string Commonest(TextCorpus corpus, string?[] markup) => string.Join(", ", corpus.Used
        .Where(code => markup[code] is not null)
        .SelectMany(code => s_tag.Matches(corpus.Text(code)).Concat(s_entity.Matches(corpus.Text(code))).Select(match => Plain(match.Value)).Distinct(StringComparer.Ordinal).Select(mark => (Mark: mark, Rows: corpus.Counts[code])))
        .GroupBy(text => text.Mark, text => text.Rows, StringComparer.Ordinal)
        .Select(mark => (mark.Key, Rows: mark.Sum()))
        .OrderByDescending(mark => mark.Rows)
        .ThenBy(mark => mark.Key, StringComparer.Ordinal)
        .Take(3)
        .Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Key} in {mark.Rows:N0}")));

    // Attributes of a tag are the text's own.
    static string Plain(string mark) => mark[0] == '<' ? "<" + new string([.. mark.Skip(1).TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '/')]).ToLowerInvariant() + ">" : mark;

    static bool IsInvisible(char c) =>
        c is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\v') or '\u007F' or '\u00AD' or '\u200B' or '\u2060' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or '\uFFFE' or '\uFFFF';

    static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!(rune.IsBmp && IsInvisible((char)rune.Value)) && rune != Rune.ReplacementChar)
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }

    static string Characters(TextCorpus corpus, string?[] invisible) => string.Join(", ", corpus.Used
        .Where(code => invisible[code] is not null)
        .SelectMany(code => corpus.Text(code).Where(IsInvisible).Distinct().Select(c => (Character: c, Rows: corpus.Counts[code])))
        .GroupBy(text => text.Character, text => text.Rows)
        .Select(c => (c.Key, Rows: c.Sum()))
        .OrderByDescending(c => c.Rows)
        .ThenBy(c => c.Key)
        .Take(3)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"U+{(int)c.Key:X4} in {c.Rows:N0}"))
        .DefaultIfEmpty("halves of characters"));

    static bool MixesAlphabets(string text)
    {
        bool latin = false, other = false;
        foreach (char c in text)
        {
            if (!char.IsLetter(c))
            {
                latin = other = false;
                continue;
            }

            latin |= c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
            other |= c is >= '\u0370' and <= '\u052F' and not ('μ' or 'Ω' or 'π' or 'α' or 'β' or 'γ' or 'δ' or 'Δ' or 'λ' or 'σ' or 'θ');
            if (latin && other)
            {
                return true;
            }
        }

        return false;
    }
}
