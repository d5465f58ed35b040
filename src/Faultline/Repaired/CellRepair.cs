using System.Globalization;

namespace Faultline;

/// <summary>A repair of cells, learned from one table and applicable to any with the same columns: for each column, which value becomes which.</summary>
sealed class CellRepair
{
    readonly Dictionary<string, Dictionary<string, Replacement>> _columns = new(StringComparer.Ordinal);

    CellRepair()
    {
    }

    /// <summary>A repair of nothing.</summary>
    public static CellRepair None { get; } = new();

    /// <summary>True when nothing is to be mended.</summary>
    public bool IsEmpty => _columns.Count == 0;

    /// <summary>Learns what FL107 finds above info: spellings, blanks and damaged texts; values that stand for missing.</summary>
    public static CellRepair Learn(CheckContext context, RepairOptions options)
    {
        ColumnHygiene check = CheckSelection.Configured<ColumnHygiene>(options.Audit);
        return Of(check.OwnFaults(context).Where(fault => fault.Severity > Severity.Info && KindOf(fault.Kind) is { } kind && options.Has(kind)));
    }

    /// <summary>The repair of some faults, which it leaves out where there is none.</summary>
    public static CellRepair Of(IEnumerable<HygieneFault> faults)
    {
        var repair = new CellRepair();
        foreach (HygieneFault fault in faults.OrderBy(fault => KindOf(fault.Kind)))
        {
            if (KindOf(fault.Kind) is { } kind)
            {
                repair.Add(fault, kind);
            }
        }

        return repair;
    }

    /// <summary>Without a column.</summary>
    public CellRepair Without(string column) => Only((name, _) => name != column);

    /// <summary>Some of the values only.</summary>
    /// <param name="wanted">Asked for each column and value.</param>
    public CellRepair Only(Func<string, string, bool> wanted)
    {
        var rest = new CellRepair();
        foreach (var (name, values) in _columns)
        {
            var kept = values.Where(value => wanted(name, value.Key)).ToDictionary(StringComparer.Ordinal);
            if (kept.Count > 0)
            {
                rest._columns.Add(name, kept);
            }
        }

        return rest;
    }

    /// <summary>The changes that it makes in a table, by column, then row.</summary>
    public IEnumerable<RepairChange> Changes(Table table) =>
        from column in table.Columns
        where _columns.ContainsKey(column.Name)
        from cell in Cells(column)
        let replacement = _columns[column.Name][cell.Text]
        select new RepairChange(replacement.Kind, cell.Row, column.Name, cell.Text, replacement.After, ColumnHygiene.Info.Id, replacement.Reason);

    /// <summary>The cells of a column that it changes, in row order, with the value that stands there.</summary>
    public IEnumerable<(int Row, string Text)> Cells(Column column)
    {
        if (!_columns.TryGetValue(column.Name, out var values))
        {
            return [];
        }

        var unreadable = column.Unreadable.Where(cell => values.ContainsKey(cell.Text)).Select(cell => (cell.Row, cell.Text));
        return column switch
        {
            TextColumn text => InTexts(text, values),
            NumberColumn number => InNumbers(number, values).Concat(unreadable).OrderBy(cell => cell.Row),
            _ => unreadable,
        };
    }

    /// <summary>The repaired table.</summary>
    public Table Apply(Table table) => IsEmpty ? table : TableEdit.Apply(table, Changes(table));

    static IEnumerable<(int Row, string Text)> InTexts(TextColumn column, Dictionary<string, Replacement> values)
    {
        bool[] changes = [.. column.Categories.Select(values.ContainsKey)];
        for (int row = 0; row < column.RowCount; row++)
        {
            if (column.Codes[row] is var code and >= 0 && changes[code])
            {
                yield return (row, column.Categories[code]);
            }
        }
    }

    static IEnumerable<(int Row, string Text)> InNumbers(NumberColumn column, Dictionary<string, Replacement> values)
    {
        var texts = new Dictionary<double, string>();
        foreach (string text in values.Keys)
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value))
            {
                texts[value] = text;
            }
        }

        ReadOnlyMemory<double> numbers = column.Memory;
        for (int row = 0; row < numbers.Length; row++)
        {
            double value = numbers.Span[row];
            if (!double.IsNaN(value) && texts.TryGetValue(value, out string? text))
            {
                yield return (row, text);
            }
        }
    }

    /// <summary>The repair of a kind of fault, or null.</summary>
    public static RepairKind? KindOf(HygieneKind kind) => kind switch
    {
        HygieneKind.MissingToken or HygieneKind.MissingCode or HygieneKind.Zeros => RepairKind.Missing,
        HygieneKind.Spellings or HygieneKind.Misspelt or HygieneKind.Blanks or HygieneKind.Encoding => RepairKind.Hygiene,
        _ => null,
    };

    void Add(HygieneFault fault, RepairKind kind)
    {
        var unreadable = fault.Column.Unreadable.ToDictionary(cell => cell.Row, cell => cell.Text);
        foreach (HygieneCell cell in fault.Cells)
        {
            string? after = kind == RepairKind.Missing ? null : cell.Suggestion;
            string? before = unreadable.GetValueOrDefault(cell.Row) ?? fault.Column.Text(cell.Row);
            if (before is null || (kind == RepairKind.Hygiene && after is null) || string.Equals(before, after, StringComparison.Ordinal))
            {
                continue;
            }

            if (!_columns.TryGetValue(fault.Column.Name, out var values))
            {
                _columns.Add(fault.Column.Name, values = new Dictionary<string, Replacement>(StringComparer.Ordinal));
            }

            // What stands for missing is missing in whatever spelling.
            if (kind == RepairKind.Missing || !values.ContainsKey(before))
            {
                values[before] = new Replacement(kind, after, Reason(fault.Kind));
            }
        }
    }

    static string Reason(HygieneKind kind) => kind switch
    {
        HygieneKind.MissingToken => "stands for a missing value",
        HygieneKind.MissingCode => "a number that stands for a missing value",
        HygieneKind.Zeros => "a zero where all other values are far above or below it",
        HygieneKind.Spellings => "rarer spelling of the same category",
        HygieneKind.Misspelt => "one slip away from a frequent class",
        HygieneKind.Blanks => "blanks around the text",
        _ => "damaged by a wrong encoding",
    };

    sealed record Replacement(RepairKind Kind, string? After, string Reason);
}
