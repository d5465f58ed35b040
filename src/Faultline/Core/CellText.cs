using System.Globalization;

namespace Faultline;

/// <summary>
/// How cells may be shown in titles, examples, figures and messages. Everything a check writes about values goes through here, so that
/// <c>--no-values</c> keeps raw cells out of every output but the scores. Class names are always shown.
/// </summary>
/// <param name="ShowValues">False under <c>--no-values</c>.</param>
public sealed record CellText(bool ShowValues)
{
    /// <summary>Longest cell text shown.</summary>
    public const int LengthLimit = 80;

    /// <summary>A category or text of a column: <c>'text'</c>, cut to the limit, or <c>column#3</c> under no values.</summary>
    public string Category(TextColumn column, int code) => ShowValues ? Quote(column.Categories[code]) : $"{column.Name}#{code}";

    /// <summary>A text that is not in a dictionary, as an unreadable cell: <c>'text'</c>, or <c>a value of column</c> under no values.</summary>
    public string Free(Column column, string text) => ShowValues ? Quote(text) : $"a value of {column.Name}";

    /// <summary>A number of a column, three significant digits at least, or its quantile under no values.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    public string Number(NumberColumn column, double value) => ShowValues ? NumberColumn.Write(value) : $"{column.Name}@{Quantile(column, value):0.###}";

    /// <summary>A moment of a column, or its quantile under no values.</summary>
    public string Time(TimeColumn column, long value)
    {
        if (ShowValues)
        {
            return TimeColumn.Write(value, column.HasTimeOfDay);
        }

        long below = 0;
        foreach (var other in column.Values)
        {
            below += other != TimeColumn.Missing && other <= value ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{column.Name}@{below / (double)Math.Max(1, column.RowCount - column.MissingCount):0.###}");
    }

    /// <summary>A cell as an example row shows it, cut to the limit; null when missing. Not to be called under no values.</summary>
    public static string? Cell(Column column, int row)
    {
        var text = column.Text(row) ?? column.Unreadable.FirstOrDefault(cell => cell.Row == row).Text;
        return text is null ? null : Cut(text);
    }

    /// <summary>Cuts a text to the limit at a whole character.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= LengthLimit)
        {
            return text;
        }

        // A blank at the end may be the fault: it stays.
        var tail = text[^1] is ' ' or '\u00A0' ? text[^1..] : string.Empty;
        var end = LengthLimit - 1 - tail.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…" + tail;
    }

    static string Quote(string text) => "'" + Cut(text) + "'";

    static double Quantile(NumberColumn column, double value)
    {
        long below = 0;
        foreach (var other in column.Values)
        {
            below += other <= value ? 1 : 0;
        }

        return below / (double)Math.Max(1, column.RowCount - column.MissingCount);
    }
}
