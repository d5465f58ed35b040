using System.Globalization;

namespace Faultline;

/// <summary>What differs from the training table: spellings, categories, types, ranges, columns.</summary>
static class ColumnHygieneTrain
{
    const int FewestForRange = 200;
    const double RangeShare = 0.05;
    const double UnseenShare = 0.005;

    /// <summary>The faults of all columns; none without a training table.</summary>
    public static IEnumerable<HygieneFault> Find(IReadOnlyList<Column> columns, CheckContext context)
    {
        if (context.Evidence.Train is not { } train)
        {
            yield break;
        }

        foreach (var column in columns)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (column.Name == context.Roles.Id)
            {
                continue;
            }

            if (train.Find(column.Name) is not { } before)
            {
                yield return new HygieneFault(HygieneKind.TrainColumns, string.Empty, column, [], Severity.Info, "new", 1);
                continue;
            }

            var found = (column, before) switch
            {
                (TextColumn text, TextColumn earlier) => Texts(text, earlier, context),
                (NumberColumn number, NumberColumn earlier) => Numbers(number, earlier),
                _ when column.Kind != before.Kind && column.MissingCount < column.RowCount && before.MissingCount < before.RowCount =>
                    [new HygieneFault(HygieneKind.TrainType, string.Empty, column, [], Severity.Medium, $"{column.Name} holds {Kind(column)} here and {Kind(before)} there", 1)],
                _ => [],
            };
            foreach (var fault in found)
            {
                yield return fault;
            }
        }
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var first = faults[0];
        var cells = faults.Sum(fault => (long)fault.Cells.Count);
        var whole = cells == (long)context.Data.RowCount * faults.Count;
        var rows = whole ? $"all {ColumnHygieneWriter.Count(cells, "row")}" : ColumnHygieneWriter.Count(cells, "cell");
        var shown = string.Join("; ", faults.Take(3).Select(fault => fault.Shown));
        return first.Kind switch
        {
            HygieneKind.TrainSpelling => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{where} {(faults.Count == 1 ? "is" : "are")} spelled otherwise than in the training table in {rows}: {shown}",
                first.Token.Length > 0
                    ? "The two files write the label differently, so no label of this table equals one that a model was trained on."
                    : "The two files write the same categories differently; a model takes the new spelling for an unknown category.",
                "Bring both files to one spelling; the scores suggest it cell by cell."),
            HygieneKind.TrainUnseen => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(cells, "cell")} of {where} {(cells == 1 ? "holds a category" : "hold categories")} that the training table lacks: {shown}",
                "A model has learned nothing about them.",
                first.Severity > Severity.Info ? "Train on rows that have them, or decide what a model shall do with an unknown category." : "Nothing, if the model copes with an unknown category."),
            HygieneKind.TrainType => ColumnHygieneWriter.Write(
                faults, context, $"{ColumnHygieneWriter.Count(faults.Count, "column")} {(faults.Count == 1 ? "is" : "are")} of another type than in the training table: {shown}", "One of the files was written or read differently, as numbers kept as text.", "Write both files the same way."),
            HygieneKind.TrainRange => ColumnHygieneWriter.Write(
                faults, context, $"{ColumnHygieneWriter.Count(cells, "value")} of {where} {(cells == 1 ? "lies" : "lie")} outside the range of the training table: {shown}", "Another unit, another scale, or another population than the model was trained on.", "Compare units and scales of both files; a model has to guess out there."),
            _ => ColumnHygieneWriter.Write(
                faults, context, $"{ColumnHygieneWriter.Count(faults.Count, "column")} {(faults.Count == 1 ? "is" : "are")} not in the training table: {where}", "It was added after training, or has another name there.", "Nothing, if it is meant to be so."),
        };
    }

    static IEnumerable<HygieneFault> Texts(TextColumn column, TextColumn train, CheckContext context)
    {
        var isLabel = column.Name == context.Roles.Label;
        var trainCounts = train.Counts();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var loose = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var code in Enumerable.Range(0, trainCounts.Length).Where(code => trainCounts[code] > 0).OrderByDescending(code => trainCounts[code]).ThenBy(code => code))
        {
            known.Add(train.Categories[code], code);
            loose.TryAdd(Loose(train.Categories[code]), code);
        }

        var counts = column.Counts();
        var suggestions = new string?[counts.Length];
        var unseen = new bool[counts.Length];
        var named = new List<string>();
        foreach (var code in Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0 && !known.ContainsKey(column.Categories[code])).OrderByDescending(code => counts[code]).ThenBy(code => code))
        {
            if (Loose(column.Categories[code]) is { Length: > 0 } plain && loose.TryGetValue(plain, out var same))
            {
                suggestions[code] = train.Categories[same];
                named.Add($"{Name(column, code, isLabel, context)} here, {Name(train, same, isLabel, context)} there");
            }
            else
            {
                unseen[code] = true;
            }
        }

        var spelled = Cells(column, code => suggestions[code] is not null, code => suggestions[code]);
        if (spelled.Count > 0)
        {
            var severity = isLabel ? Severity.High : spelled.Count >= 0.01 * column.RowCount ? Severity.Medium : Severity.Low;
            yield return new HygieneFault(HygieneKind.TrainSpelling, isLabel ? "label" : string.Empty, column, spelled, severity, ColumnHygieneWriter.List(named, 3), 0.1);
        }

        var present = train.RowCount - train.MissingCount;
        var strange = Cells(column, code => unseen[code], _ => null);
        if (strange.Count > 0 && present > 0 && known.Count <= 0.5 * present)
        {
            // Good and Turing: the share of rows with a new category is about the share of categories seen once; their number itself is uncertain.
            var once = trainCounts.Count(count => count == 1);
            var expected = (once + 1 + (2 * Math.Sqrt(once + 1))) / present * column.RowCount;
            var beyond = strange.Count >= Math.Max(UnseenShare * column.RowCount, (3 * expected) + (5 * Math.Sqrt(expected)));
            var severity = beyond ? (isLabel ? Severity.High : Severity.Medium) : isLabel ? Severity.Low : Severity.Info;
            var names = Enumerable.Range(0, counts.Length).Where(code => unseen[code]).OrderByDescending(code => counts[code]).ThenBy(code => code).Select(code => Name(column, code, isLabel, context));
            yield return new HygieneFault(HygieneKind.TrainUnseen, isLabel ? "label" : beyond ? string.Empty : "few", column, strange, severity, ColumnHygieneWriter.List(names, 3), 0.3);
        }
    }

    static IEnumerable<HygieneFault> Numbers(NumberColumn column, NumberColumn train)
    {
        var known = SortedValues.Of(train);
        if (known.Length < FewestForRange)
        {
            yield break;
        }

        var (low, high) = (known[0], known[^1]);
        var cells = new List<HygieneCell>();
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] < low || values[row] > high)
            {
                cells.Add(new HygieneCell(row, null));
            }
        }

        if (cells.Count >= 10 && cells.Count >= RangeShare * (column.RowCount - column.MissingCount))
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{ColumnHygieneWriter.Share(cells.Count / (double)(column.RowCount - column.MissingCount))} of {column.Name}");
            yield return new HygieneFault(HygieneKind.TrainRange, string.Empty, column, cells, Severity.Medium, text, 0.3);
        }
    }

    static List<HygieneCell> Cells(TextColumn column, Func<int, bool> wanted, Func<int, string?> suggestion)
    {
        var cells = new List<HygieneCell>();
        var codes = column.Codes;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0 && wanted(codes[row]))
            {
                cells.Add(new HygieneCell(row, suggestion(codes[row])));
            }
        }

        return cells;
    }

    static string Name(TextColumn column, int code, bool isLabel, CheckContext context) =>
        isLabel ? "'" + CellText.Cut(column.Categories[code]) + "'" : context.Show.Category(column, code);

    // Case, blanks and closing punctuation taken off.
    static string Loose(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.', ',', ';', ':').TrimEnd().ToLowerInvariant();

    static string Kind(Column column) => column.Kind switch
    {
        ColumnKind.Number => "numbers",
        ColumnKind.Time => "dates",
        ColumnKind.Boolean => "true or false",
        ColumnKind.Vector => "vectors",
        _ => "text",
    };
}
