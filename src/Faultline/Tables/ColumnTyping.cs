using System.Text;

namespace Faultline;

/// <summary>
/// Decides from all cells of a column of text what they are, and makes the typed column: numbers, booleans, times, or text.
/// Texts that do not fit are kept as <see cref="Column.Unreadable"/>, so that <c>?</c> in a column of numbers can be spoken of.
/// </summary>
public static class ColumnTyping
{
    // A column is numbers (or times) with unreadable cells, rather than text, when at least this share of its cells can be read …
    const double MostlyReadable = 0.9;

    // … or at least this share, and what cannot be read is one or two words as `missing`.
    const double HalfReadable = 0.5;
    const int FewWords = 3;

    /// <summary>Decides what a column is.</summary>
    /// <param name="texts">Its distinct texts.</param>
    /// <param name="cells">How many cells hold each.</param>
    /// <param name="decimalComma">True where <c>1,234</c> is more likely 1.234 than 1234: in files delimited by <c>;</c>.</param>
    public static TypeDecision Decide(DistinctTexts texts, ReadOnlySpan<int> cells, bool decimalComma)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var present = Enumerable.Range(0, texts.Count).Where(code => !IsMissingWord(texts[code])).ToArray();
        long total = 0;
        foreach (var code in present)
        {
            total += cells[code];
        }

        if (total == 0)
        {
            return new TypeDecision(ColumnKind.Text);
        }

        if (present.All(code => IsBoolean(texts[code])))
        {
            return new TypeDecision(ColumnKind.Boolean);
        }

        return Number(texts, cells, present, total, decimalComma) ?? Time(texts, cells, present, total) ?? new TypeDecision(ColumnKind.Text);
    }

    /// <summary>Makes the typed column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="codes">Code of each row's text; −1 is missing.</param>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="decision">What <see cref="Decide"/> said.</param>
    public static Column Build(string name, int[] codes, DistinctTexts texts, TypeDecision decision)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(texts);
        return decision.Kind switch
        {
            ColumnKind.Number => Numbers(name, codes, texts, decision.Style),
            ColumnKind.Time => Times(name, codes, texts, decision.DayFirst),
            ColumnKind.Boolean => Booleans(name, codes, texts),
            _ => Texts(name, codes, texts),
        };
    }

    /// <summary>True for the words that programs write for a missing value: <c>NA</c>, <c>N/A</c>, <c>#N/A</c>, <c>NaN</c>, <c>null</c>.</summary>
    public static bool IsMissingWord(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 4 || (text[0] | 32) is not ('n' or '#'))
        {
            text = NumberParser.Trim(text);
        }

        return text.Length switch
        {
            0 => true,
            2 => text.SequenceEqual("NA"u8),
            3 => Ascii.EqualsIgnoreCase(text, "nan"u8) || text.SequenceEqual("N/A"u8),
            4 => Ascii.EqualsIgnoreCase(text, "null"u8) || text.SequenceEqual("#N/A"u8) || text.SequenceEqual("-NaN"u8) || text.SequenceEqual("<NA>"u8),
            _ => false,
        };
    }

    /// <summary>True for the missing words but <c>#N/A</c>: a spreadsheet writes it where a look-up failed, so in a column of numbers or times it is spoken of.</summary>
    public static bool IsMissingInSilence(ReadOnlySpan<byte> text) => IsMissingWord(text) && !NumberParser.Trim(text).SequenceEqual("#N/A"u8);

    /// <summary>True when some other reading than the chosen one would make a value of this text.</summary>
    public static bool IsReadableAnyhow(ReadOnlySpan<byte> text) =>
        NumberParser.TryParse(text, NumberStyle.Plain, out _)
        || NumberParser.TryParse(text, NumberStyle.CommaGroups, out _)
        || NumberParser.TryParse(text, NumberStyle.DecimalComma, out _)
        || TimeText.TryParse(text, dayFirst: false, out _, out _)
        || TimeText.TryParse(text, dayFirst: true, out _, out _);

    static TypeDecision? Number(DistinctTexts texts, ReadOnlySpan<int> cells, int[] present, long total, bool decimalComma)
    {
        ReadOnlySpan<NumberStyle> styles = decimalComma
            ? [NumberStyle.Plain, NumberStyle.DecimalComma, NumberStyle.CommaGroups]
            : [NumberStyle.Plain, NumberStyle.CommaGroups, NumberStyle.DecimalComma];
        long most = 0;
        var best = NumberStyle.Plain;
        ColumnTypingTally tally = default;
        foreach (var style in styles)
        {
            ColumnTypingTally candidate = default;
            foreach (var code in present)
            {
                if (NumberParser.TryParse(texts[code], style, out var value))
                {
                    candidate.Add(texts[code], value, cells[code]);
                }
            }

            if (candidate.Numbers > most)
            {
                (most, best, tally) = (candidate.Numbers, style, candidate);
            }

            if (most == total)
            {
                break;
            }
        }

        var readable = new List<int>();
        var unreadable = new List<int>();
        foreach (var code in present)
        {
            (NumberParser.TryParse(texts[code], best, out _) ? readable : unreadable).Add(code);
        }

        return most > 0 && !tally.IsCode && IsMostly(texts, cells, readable.Count, unreadable, most, total) ? new TypeDecision(ColumnKind.Number, best) : null;
    }

    static TypeDecision? Time(DistinctTexts texts, ReadOnlySpan<int> cells, int[] present, long total)
    {
        Span<long> read = stackalloc long[2];
        List<int>[] unreadable = [[], []];
        var mattered = false;
        for (var order = 0; order < 2; order++)
        {
            foreach (var code in present)
            {
                if (TimeText.TryParse(texts[code], order == 1, out _, out var numeric))
                {
                    read[order] += cells[code];
                    mattered |= numeric;
                }
                else
                {
                    unreadable[order].Add(code);
                }
            }
        }

        var best = read[1] > read[0] ? 1 : 0;
        return read[best] > 0 && IsMostly(texts, cells, present.Length - unreadable[best].Count, unreadable[best], read[best], total)
            ? new TypeDecision(ColumnKind.Time, DayFirst: best == 1, OrderGuessed: mattered && read[0] == read[1])
            : null;
    }

    static bool IsMostly(DistinctTexts texts, ReadOnlySpan<int> cells, int readable, List<int> unreadable, long read, long total)
    {
        if (read == total)
        {
            return true;
        }

        var marks = true;
        var common = 0L;
        foreach (var code in unreadable)
        {
            var isMark = IsMark(texts[code]);
            marks &= isMark;
            common = isMark ? common : Math.Max(common, cells[code]);
        }

        if (marks && unreadable.Count <= FewWords)
        {
            // `?` or `.` stands for a missing value however often it stands there.
            return readable > 1 || read * 2 >= total;
        }

        // 0, 1, 2, 3+: levels of a category, one of which has letters or marks.
        if (readable <= 20 && common * 100 >= total)
        {
            return false;
        }

        return read >= MostlyReadable * total || (read >= HalfReadable * total && unreadable.Count <= FewWords);
    }

    static bool IsMark(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit((char)c) || c >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    static bool IsBoolean(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8);

    static NumberColumn Numbers(string name, int[] codes, DistinctTexts texts, NumberStyle style)
    {
        var values = new double[texts.Count];
        var unreadable = new string?[texts.Count];
        for (var code = 0; code < values.Length; code++)
        {
            if (!NumberParser.TryParse(texts[code], style, out values[code]))
            {
                values[code] = double.NaN;
                unreadable[code] = IsMissingInSilence(texts[code]) ? null : Encoding.UTF8.GetString(texts[code]);
            }
        }

        var rows = new double[codes.Length];
        var cells = new List<UnreadableCell>();
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = codes[row] < 0 ? double.NaN : values[codes[row]];
            if (codes[row] >= 0 && unreadable[codes[row]] is { } text)
            {
                cells.Add(new UnreadableCell(row, text));
            }
        }

        return new NumberColumn(name, rows, cells);
    }

    static TimeColumn Times(string name, int[] codes, DistinctTexts texts, bool dayFirst)
    {
        var values = new long[texts.Count];
        var numeric = new bool[texts.Count];
        var unreadable = new string?[texts.Count];
        for (var code = 0; code < values.Length; code++)
        {
            if (!TimeText.TryParse(texts[code], dayFirst, out values[code], out numeric[code]))
            {
                values[code] = TimeColumn.Missing;
                unreadable[code] = IsMissingInSilence(texts[code]) ? null : Encoding.UTF8.GetString(texts[code]);
            }
        }

        var forms = new DateForms();

        var rows = new long[codes.Length];
        var cells = new List<UnreadableCell>();
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = codes[row] < 0 ? TimeColumn.Missing : values[codes[row]];
            if (codes[row] >= 0 && unreadable[codes[row]] is { } text)
            {
                cells.Add(new UnreadableCell(row, text));
            }
            else if (rows[row] != TimeColumn.Missing)
            {
                forms.Add(row, numeric[codes[row]]);
            }
        }

        return new TimeColumn(name, rows, cells) { Mixed = forms.Mixed(rows, dayFirst) };
    }

    static TextColumn Booleans(string name, int[] codes, DistinctTexts texts)
    {
        Span<int> values = texts.Count <= 64 ? stackalloc int[texts.Count] : new int[texts.Count];
        for (var code = 0; code < values.Length; code++)
        {
            values[code] = IsBoolean(texts[code]) ? (texts[code].Length == 4 ? 1 : 0) : -1;
        }

        var rows = new int[codes.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = codes[row] < 0 ? -1 : values[codes[row]];
        }

        return new TextColumn(name, rows, ["false", "true"], isBoolean: true);
    }

    static TextColumn Texts(string name, int[] codes, DistinctTexts texts)
    {
        // A missing word is a missing cell of text too, except NA among two-letter codes: Namibia, North America, sodium.
        var pairs = 0;
        var others = 0;
        for (var code = 0; code < texts.Count; code++)
        {
            var text = texts[code];
            if (!IsMissingWord(text))
            {
                others++;
                pairs += text.Length == 2 && char.IsAsciiLetterUpper((char)text[0]) && char.IsAsciiLetter((char)text[1]) ? 1 : 0;
            }
        }

        var keepsNa = pairs * 2 > others;
        var map = new int[texts.Count];
        var kept = new List<string>(texts.Count);
        for (var code = 0; code < map.Length; code++)
        {
            var text = texts[code];
            if (IsMissingWord(text) && NumberParser.Trim(text).Length > 0 && !(keepsNa && text.SequenceEqual("NA"u8)))
            {
                map[code] = -1;
                continue;
            }

            map[code] = kept.Count;
            kept.Add(Encoding.UTF8.GetString(text));
        }

        if (kept.Count < map.Length)
        {
            codes = Array.ConvertAll(codes, code => code < 0 ? -1 : map[code]);
        }

        return new TextColumn(name, codes, [.. kept]);
    }
}
