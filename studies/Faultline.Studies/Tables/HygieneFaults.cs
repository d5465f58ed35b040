namespace Faultline.Studies;

/// <summary>What people and programs write into cells that have no value, or into the wrong cells.</summary>
static class HygieneFaults
{
    const long MicrosecondsADay = 86_400_000_000;

    /// <summary>By name: the column it is written into, and how.</summary>
    public static readonly IReadOnlyDictionary<string, (string Column, Func<Column, int[], Column> Change)> All = new SortedDictionary<string, (string, Func<Column, int[], Column>)>(StringComparer.Ordinal)
    {
        ["number −999"] = ("x0", (column, rows) => Number(column, rows, _ => -999)),
        ["count 9999"] = ("x3", (column, rows) => Number(column, rows, _ => 9999)),
        ["hundredfold"] = ("x2", (column, rows) => Number(column, rows, value => 1000 * value)),
        ["question mark"] = ("x1", (column, rows) => Text(column, rows, _ => "?")),
        ["upper case"] = ("x1", (column, rows) => Text(column, rows, text => text.ToUpperInvariant())),
        ["blank at the end"] = ("x1", (column, rows) => Text(column, rows, text => text + " ")),
        ["year 1900"] = ("x5", (column, rows) => Time(column, rows, _ => -25_567 * MicrosecondsADay)),
        ["a century on"] = ("x5", (column, rows) => Time(column, rows, time => time + (36_525 * MicrosecondsADay))),
    };

    static NumberColumn Number(Column column, int[] rows, Func<double, double> change)
    {
        var values = ((NumberColumn)column).Values.ToArray();
        foreach (var row in rows)
        {
            values[row] = change(values[row]);
        }

        return new NumberColumn(column.Name, values);
    }

    static TextColumn Text(Column column, int[] rows, Func<string, string> change)
    {
        var texts = Enumerable.Range(0, column.RowCount).Select(column.Text).ToArray();
        foreach (var row in rows)
        {
            texts[row] = change(texts[row]!);
        }

        return TextColumn.From(column.Name, texts);
    }

    static TimeColumn Time(Column column, int[] rows, Func<long, long> change)
    {
        var values = ((TimeColumn)column).Values.ToArray();
        foreach (var row in rows)
        {
            values[row] = change(values[row]);
        }

        return new TimeColumn(column.Name, values);
    }
}
