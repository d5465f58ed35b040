using System.Globalization;

namespace Faultline;

/// <summary>Texts that stand for missing, categories unlike all others, and text among numbers or moments.</summary>
static class ColumnHygieneMissing
{
    // Nobody's category: a whole cell of one of these says that there is no value.
    static readonly HashSet<string> s_sure = new(StringComparer.Ordinal)
    {
        "", "?", "??", "???", ".", "..", "...", "…", "-", "--", "---", "–", "—", "\\n", "n/a", "n.a.", "n.a", "n/d", "n.d.", "na", "#n/a", "#na", "nan", "null", "nil",
        "(null)", "<null>", "<na>", "[null]", "missing", "(missing)", "not available", "not applicable", "no data", "no value", "undefined", "tbd", "#value!", "#ref!", "#div/0!", "#name?", "#num!",
    };

    // May be a category in its own right.
    static readonly HashSet<string> s_unsure = new(StringComparer.Ordinal)
    {
        "none", "unknown", "unk", "unspecified", "not specified", "not known", "not stated", "(unknown)", "<unknown>", "(blank)", "blank", "empty",
    };

    /// <summary>The faults of one column.</summary>
    public static IEnumerable<HygieneFault> Find(Column column, double rareShare, CheckContext context) =>
        column is TextColumn text ? InTexts(text, rareShare, context) : Unreadable(column, context);

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var first = faults[0];
        var cells = faults.Sum(fault => fault.Cells.Count);
        var rows = faults.Sum(fault => fault.Column.RowCount);
        var where = ColumnHygieneWriter.Columns(faults);
        if (first.Kind == HygieneKind.MixedTypes)
        {
            return ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(cells, "cell")} of {where} can not be read as {first.Others}, as {first.Shown} in row {first.Cells[0].Row}",
                $"All other cells of {where} are {first.Others}; these were typed or pasted differently, or belong to another column.",
                "Correct the cells, or leave them missing; until then every one of them counts as missing.");
        }

        var odd = cells == 1 && first.Others.Length > 0;
        var title = odd
            ? $"{where} is {first.Shown} in row {first.Cells[0].Row}, everywhere else {first.Others}"
            : first.Kind == HygieneKind.OddCategory
                ? $"{where} is {first.Shown} in {ColumnHygieneWriter.Count(cells, "row")}, everywhere else {first.Others}"
            : first.Severity == Severity.Info && faults.All(fault => fault.Severity == Severity.Info)
                ? $"{first.Shown} in {ColumnHygieneWriter.Count(cells, "cell")} of {where} may stand for a missing value"
            : $"{first.Shown} stands for a missing value in {ColumnHygieneWriter.Count(cells, "cell")} of {where} ({ColumnHygieneWriter.Share(cells / (double)rows)})";
        return ColumnHygieneWriter.Write(
            faults,
            context,
            title,
            first.Kind == HygieneKind.OddCategory
                ? $"{first.Shown} is written unlike every other category: a slip of the hand, a shifted field, or a mark for 'not known'."
                : $"The source writes {first.Shown} where it has no value. Read as it stands, it becomes a category of its own, or turns numbers into text.",
            context.Show.ShowValues && first.Kind == HygieneKind.MissingToken
                ? $"Read it as missing: --null {first.Shown}."
                : "Read it as missing, or correct it at the source.");
    }

    static IEnumerable<HygieneFault> InTexts(TextColumn column, double rareShare, CheckContext context)
    {
        var counts = column.Counts();
        var used = Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).ToArray();
        var present = column.RowCount - column.MissingCount;
        var tokens = used.Where(code => IsToken(column.Categories[code], s_sure) || IsToken(column.Categories[code], s_unsure)).ToArray();
        var others = used.Except(tokens).ToArray();
        if (others.Length == 0)
        {
            yield break;
        }

        var punctuation = others.Where(code => Shape(column.Categories[code]) == CellShape.Punctuation).ToArray();
        foreach (var code in tokens)
        {
            var text = column.Categories[code];
            var shape = Shape(text);
            var legitimate = (shape == CellShape.Punctuation && punctuation.Length > 0) || (IsShortCapitals(text) && LooksLikeCodes(column, others, counts));
            if (!legitimate)
            {
                var sure = IsToken(text, s_sure);
                var severity = !sure ? Severity.Info : counts[code] >= 0.01 * column.RowCount && counts[code] > 1 ? Severity.Medium : Severity.Low;
                yield return Fault(HygieneKind.MissingToken, text.Trim(), column, code, counts, others, severity, context);
            }
        }

        if (present >= 30 && others.Length is >= 3 and <= 50)
        {
            foreach (var code in others.Where(code => counts[code] <= Math.Max(2, 0.001 * present) && Shape(column.Categories[code]) is CellShape.Digits or CellShape.Punctuation))
            {
                var rest = others.Where(other => other != code).ToArray();
                if (rest.Count(other => counts[other] >= 5) >= 2 && rest.All(other => Shape(column.Categories[other]) == CellShape.Letters))
                {
                    yield return Fault(HygieneKind.OddCategory, column.Categories[code], column, code, counts, rest, Severity.Low, context);
                }
            }
        }

        if (NotNumbers(column, others, counts, rareShare) is { Length: > 0 } strange)
        {
            var isStrange = new bool[counts.Length];
            foreach (var code in strange)
            {
                isStrange[code] = true;
            }

            var cells = RowsOf(column, code => isStrange[code]).Select(row => new HygieneCell(row, Number(column.Text(row)!))).ToArray();
            yield return Mixed(column, cells, "numbers", context.Show.Category(column, column.Codes[cells[0].Row]), present);
        }
    }

    static IEnumerable<HygieneFault> Unreadable(Column column, CheckContext context)
    {
        var texts = column.Unreadable;
        foreach (var group in texts.Where(cell => IsToken(cell.Text, s_sure) || IsToken(cell.Text, s_unsure)).GroupBy(cell => cell.Text.Trim(), StringComparer.Ordinal))
        {
            var cells = group.Select(cell => new HygieneCell(cell.Row, "missing")).ToArray();
            yield return new HygieneFault(
                HygieneKind.MissingToken, group.Key, column, cells, cells.Length >= 0.01 * column.RowCount && cells.Length > 1 ? Severity.Medium : Severity.Low, context.Show.Free(column, group.Key), 0.02)
            {
                Others = column.Kind == ColumnKind.Number ? "numbers" : "dates",
            };
        }

        var strange = texts.Where(cell => !IsToken(cell.Text, s_sure) && !IsToken(cell.Text, s_unsure)).ToArray();
        if (strange.Length > 0)
        {
            var what = column.Kind == ColumnKind.Number ? "numbers" : "dates";
            var cells = strange.Select(cell => new HygieneCell(cell.Row, column.Kind == ColumnKind.Number ? Number(cell.Text) : null)).ToArray();
            yield return Mixed(column, cells, what, context.Show.Free(column, strange[0].Text), column.RowCount - column.MissingCount + texts.Count);
        }
    }

    static HygieneFault Mixed(Column column, HygieneCell[] cells, string what, string shown, int present) =>
        new(HygieneKind.MixedTypes, what, column, cells, cells.Length >= 0.01 * present && cells.Length > 1 ? Severity.Medium : Severity.Low, shown, 0.05) { Others = what };

    static HygieneFault Fault(HygieneKind kind, string token, TextColumn column, int code, int[] counts, int[] others, Severity severity, CheckContext context)
    {
        var frequent = others.OrderByDescending(other => counts[other]).ThenBy(other => other).Take(3).Select(other => context.Show.Category(column, other).Trim('\'')).ToList();
        var few = others.Length <= 3;
        if (!few)
        {
            frequent = [$"one of {ColumnHygieneWriter.Count(others.Length, "other category", "other categories")}"];
        }

        if (column.MissingCount > 0)
        {
            frequent.Add("missing");
        }

        var named = others.Length > 20 ? string.Empty : frequent.Count == 1 ? frequent[0] : string.Join(", ", frequent[..^1]) + " or " + frequent[^1];
        var bars = others.Append(code).OrderByDescending(other => counts[other]).ThenBy(other => other).Take(8).Append(code).Distinct()
            .Select(other => new Bar(context.Show.Category(column, other), counts[other], Marked: other == code));
        return new HygieneFault(
            kind,
            token,
            column,
            [.. RowsOf(column, other => other == code).Select(row => new HygieneCell(row, "missing"))],
            severity,
            context.Show.Category(column, code),
            0.02)
        {
            Others = named,
            Figure = new BarFigure($"Rows by category of {column.Name}", "rows", [.. bars]),
        };
    }

    static int[] NotNumbers(TextColumn column, int[] others, int[] counts, double rareShare)
    {
        var numbers = 0;
        long rows = 0, strangeRows = 0;
        var strange = new List<int>();
        foreach (var code in others)
        {
            rows += counts[code];
            if (double.TryParse(column.Categories[code], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _))
            {
                numbers++;
            }
            else
            {
                strange.Add(code);
                strangeRows += counts[code];
            }
        }

        return numbers >= 5 && strangeRows <= rareShare * rows ? [.. strange] : [];
    }

    static List<int> RowsOf(TextColumn column, Func<int, bool> wanted)
    {
        var rows = new List<int>();
        var codes = column.Codes;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0 && wanted(codes[row]))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    static bool IsToken(string text, HashSet<string> tokens) => text.Length <= 20 && tokens.Contains(text.Trim().ToLowerInvariant());

    static bool IsShortCapitals(string text) => text.Length is 2 or 3 && text.All(char.IsAsciiLetterUpper);

    // "NA" among codes of two or three capitals is Namibia, North America or sodium.
    static bool LooksLikeCodes(TextColumn column, int[] others, int[] counts) =>
        others.Length >= 3 && others.Where(code => IsShortCapitals(column.Categories[code])).Sum(code => (long)counts[code]) >= 0.8 * others.Sum(code => (long)counts[code]);

    // The number inside a text with exactly one, as in "12 kg".
    static string? Number(string text)
    {
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return null;
        }

        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] is '.' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        var alone = text.AsSpan(end).IndexOfAnyInRange('0', '9') < 0 && !text.AsSpan(0, start).ContainsAny("-−") && (start == 0 || !char.IsLetter(text[start - 1]));
        return alone && double.TryParse(text.AsSpan(start, end - start), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value)
            ? NumberColumn.Write(value)
            : null;
    }

    static CellShape Shape(string text)
    {
        var (letters, digits, others) = (0, 0, 0);
        foreach (var c in text)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            digits += char.IsDigit(c) ? 1 : 0;
            others += char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) ? 0 : 1;
        }

        return letters > 0 && digits == 0 ? CellShape.Letters
            : digits > 0 && letters == 0 ? CellShape.Digits
            : letters == 0 && digits == 0 && others > 0 ? CellShape.Punctuation
            : CellShape.Mixed;
    }

    enum CellShape
    {
        Letters,
        Digits,
        Punctuation,
        Mixed,
    }
}
