using System.Text;

namespace Faultline;

/// <summary>One category in several spellings (case, blanks), blanks around text, and text that went through the wrong encoding.</summary>
static class ColumnHygieneSpellings
{
    static readonly (string Yes, string No)[] s_truths = [("true", "false"), ("yes", "no"), ("on", "off")];
    static readonly HashSet<string> s_yes = new(StringComparer.Ordinal) { "true", "t", "yes", "y", "on" };
    static readonly HashSet<string> s_no = new(StringComparer.Ordinal) { "false", "f", "no", "n", "off" };

    /// <summary>The faults of one column.</summary>
    public static IEnumerable<HygieneFault> Find(TextColumn column, CheckContext context)
    {
        if (column.Kind == ColumnKind.Boolean || column.Name == context.Roles.Id)
        {
            yield break;
        }

        var counts = column.Counts();
        var used = Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).ToArray();
        var suggestions = new string?[counts.Length];
        var spellings = Variants(column, used, counts, suggestions);
        if (spellings.Count > 0)
        {
            yield return Fault(HygieneKind.Spellings, column, suggestions, spellings, context);
        }

        // Of the other columns FL106 tells slips, beside what depends on what.
        foreach (var fault in column.Name == context.Roles.Label && context.Evidence.Task == TaskKind.Classification ? Misspelt(column, counts, suggestions, context) : [])
        {
            yield return fault;
        }

        var blanks = new string?[counts.Length];
        foreach (var code in used)
        {
            var text = column.Categories[code];
            var trimmed = text.Trim();
            if (suggestions[code] is null && trimmed.Any(char.IsLetterOrDigit) && trimmed.Length != text.Length)
            {
                blanks[code] = trimmed;
            }
        }

        if (blanks.Any(text => text is not null))
        {
            yield return Fault(HygieneKind.Blanks, column, blanks, [], context);
        }

        // Of free text FL111 tells the damage.
        foreach (var fault in context.Roles.Text.Contains(column.Name) ? [] : Damaged(column, used, context))
        {
            yield return fault;
        }
    }

    static IEnumerable<HygieneFault> Misspelt(TextColumn column, int[] counts, string?[] told, CheckContext context)
    {
        var slips = NearMisses.Of(CodedColumn.Of(column)!, context.Cancellation).Typos.Where(slip => told[slip.Key] is null).OrderByDescending(slip => counts[slip.Key]).ThenBy(slip => column.Categories[slip.Key], StringComparer.Ordinal).ToArray();
        if (slips.Length == 0)
        {
            yield break;
        }

        var suggestions = new string?[counts.Length];
        foreach (var (code, meant) in slips)
        {
            suggestions[code] = meant ?? string.Empty;
        }

        string Shown(int code) => $"'{CellText.Cut(column.Categories[code])}' ({ColumnHygieneWriter.Count(counts[code], "row")})";
        var pairs = slips.Select(slip => slip.Value is { } meant ? $"{Shown(slip.Key)} beside {Shown(column.Categories.ToList().IndexOf(meant))}" : Shown(slip.Key));
        yield return Fault(HygieneKind.Misspelt, column, suggestions, [], context) with
        {
            Others = slips.Length == 1 ? "a class" : "classes",
            Shown = context.Show.ShowValues ? string.Join("; ", pairs.Take(2)) + (slips.Length > 2 ? $" and {slips.Length - 2:N0} more" : string.Empty) : ColumnHygieneWriter.Count(slips.Length, "class", "classes"),
        };
    }

    // Three things that a wrong encoding does are three causes, and three mends.
    static IEnumerable<HygieneFault> Damaged(TextColumn column, int[] used, CheckContext context)
    {
        var faults = used.Select(code => (Code: code, Faults: EncodingDamage.Of(column.Categories[code]).ToArray())).Where(text => text.Faults.Length > 0).ToArray();
        foreach (var kind in faults.SelectMany(text => text.Faults).Distinct().Order())
        {
            var damaged = new string?[column.Categories.Count];
            foreach (var (code, _) in faults.Where(text => text.Faults.Contains(kind)))
            {
                damaged[code] = kind == EncodingFault.Lost ? string.Empty : EncodingDamage.Mended(column.Categories[code]);
            }

            var (why, repair) = EncodingDamage.Why(kind);
            yield return Fault(HygieneKind.Encoding, column, damaged, [], context) with { Token = kind == EncodingFault.Utf8 ? string.Empty : kind.ToString(), Why = why, Others = repair };
        }
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var first = faults[0];
        var cells = ColumnHygieneWriter.Count(faults.Sum(fault => fault.Cells.Count), "cell");
        return first.Kind switch
        {
            HygieneKind.Spellings => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{where} {(faults.Count == 1 ? "writes" : "write")} one category in several ways: {string.Join("; ", faults.Take(2).Select(fault => fault.Shown))} ({cells} in the rarer spelling)",
                "Case, blanks or the word for it or for its unit differ from entry to entry, so one category counts as several.",
                "Bring each category to its commonest spelling; the scores suggest it cell by cell."),
            HygieneKind.Misspelt => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{where} seems to misspell {first.Others}: {first.Shown}",
                "One letter of a rare class was written for another, left out, added or exchanged, and the frequent class comes out; the frequent ones are not so like each other.",
                "If they are one class, give it the frequent name (the scores suggest it); a model would learn two. If the rare class is real, leave it."),
            HygieneKind.Blanks => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{cells} of {where} {(faults.Sum(fault => fault.Cells.Count) == 1 ? "begins or ends" : "begin or end")} with a blank, as {first.Shown}",
                "Blanks were typed or left over from fields of fixed width; comparisons and joins with other tables will miss these cells.",
                "Take the blanks off."),
            _ => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{cells} of {where} {(faults.Sum(fault => fault.Cells.Count) == 1 ? "holds" : "hold")} text damaged by a wrong encoding, as {first.Shown}",
                first.Why,
                first.Others),
        };
    }

    static HygieneFault Fault(HygieneKind kind, TextColumn column, string?[] suggestions, List<string> groups, CheckContext context)
    {
        var cells = new List<HygieneCell>();
        var codes = column.Codes;
        var shown = string.Empty;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] < 0 || suggestions[codes[row]] is not { } better)
            {
                continue;
            }

            cells.Add(new HygieneCell(row, better.Length > 0 ? better : null));
            if (shown.Length == 0)
            {
                shown = context.Show.Category(column, codes[row]);
            }
        }

        if (groups.Count > 0)
        {
            shown = string.Join(", ", groups.Take(2)) + (groups.Count > 2 ? $" and {groups.Count - 2:N0} more" : string.Empty);
            if (!context.Show.ShowValues)
            {
                shown = ColumnHygieneWriter.Count(groups.Count, "category", "categories");
            }
        }

        var share = cells.Count / (double)column.RowCount;
        var severity = kind == HygieneKind.Spellings && share >= 0.005 ? Severity.Medium : kind == HygieneKind.Encoding && share >= 0.05 ? Severity.Medium : Severity.Low;
        return new HygieneFault(kind, string.Empty, column, cells, severity, shown, kind == HygieneKind.Spellings ? 0.1 : 0.2);
    }

    // Spellings that are one after blanks and case are taken out; the commonest is the suggestion for the others.
    static List<string> Variants(TextColumn column, int[] used, int[] counts, string?[] suggestions)
    {
        var shown = new List<string>();
        var present = column.RowCount - column.MissingCount;
        if (used.Length < 2 || used.Length > 0.5 * present)
        {
            return shown;
        }

        var groups = used.GroupBy(code => Plain(column.Categories[code]), StringComparer.Ordinal).Where(group => group.Key.Any(char.IsLetterOrDigit) && group.Count() > 1).ToArray();
        // Codes in which case means something (base64, single letters of both cases) collide all over; slips are few among the categories.
        var caseMatters = used.All(code => column.Categories[code].Trim().Length <= 1) && groups.Length > 1;
        foreach (var group in caseMatters ? [] : groups)
        {
            var ordered = group.OrderByDescending(code => counts[code]).ThenBy(code => column.Categories[code].Length).ThenBy(code => code).ToArray();
            var best = column.Categories[ordered[0]];
            foreach (var code in ordered.Skip(1))
            {
                suggestions[code] = best.Trim();
            }

            if (best.Trim() != best)
            {
                suggestions[ordered[0]] = best.Trim();
            }

            shown.Add(string.Join(" / ", ordered.Take(3).Select(code => "'" + CellText.Cut(column.Categories[code]) + "'")));
        }

        shown.AddRange(Truths(column, used, counts, suggestions));
        return shown;
    }

    // "Y" beside true and false: where two truth values are written in full nearly throughout, other words for them are other spellings of them.
    static IEnumerable<string> Truths(TextColumn column, int[] used, int[] counts, string?[] suggestions)
    {
        var plain = used.ToDictionary(code => code, code => Plain(column.Categories[code]));
        foreach (var (yes, no) in s_truths)
        {
            int? Commonest(string word) => used.Where(code => plain[code] == word).OrderByDescending(code => counts[code]).Select(code => (int?)code).FirstOrDefault();
            if (Commonest(yes) is not { } right || Commonest(no) is not { } wrong)
            {
                continue;
            }

            int[] others = [.. used.Where(code => plain[code] != yes && plain[code] != no)];
            if (others.Length == 0 || others.Sum(code => counts[code]) > 0.1 * (counts[right] + counts[wrong]) || !Array.TrueForAll(others, code => s_yes.Contains(plain[code]) || s_no.Contains(plain[code])))
            {
                continue;
            }

            foreach (var code in others)
            {
                var best = s_yes.Contains(plain[code]) ? right : wrong;
                suggestions[code] = column.Categories[best].Trim();
                yield return $"'{CellText.Cut(column.Categories[best])}' / '{CellText.Cut(column.Categories[code])}'";
            }
        }
    }

    // Equal for two spellings of one category: case and blanks, and words for one unit behind a number (12 oz., 12 ounces).
    static string Plain(string text)
    {
        if (Quantity.Of(text) is { Unit.Length: > 0 } quantity)
        {
            return $"{quantity.Written} {quantity.Unit}";
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (!char.IsWhiteSpace(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString();
    }
}
