using System.Globalization;

namespace Faultline.Tests;

/// <summary>Reads the small delimited files of the shared data into typed columns: a number column where every cell but the named tokens is a number.</summary>
static class HygieneTable
{
    public static Table Read(string text, string name, char delimiter, IReadOnlyList<string>? columns = null)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Cells(line, delimiter)).ToList();
        var names = columns ?? rows[0];
        rows = [.. rows.Skip(columns is null ? 1 : 0).Where(row => row.Length == names.Count)];
        return Table.FromColumns(name, [.. names.Select((column, j) => Typed(column, [.. rows.Select(row => row[j])]))]);
    }

    static string[] Cells(string line, char delimiter) => [.. line.Split(delimiter).Select(cell => cell.Trim().Trim('"'))];

    static Column Typed(string name, string[] cells)
    {
        var present = cells.Where(cell => cell.Length > 0).ToArray();
        return present.Length > 0 && present.All(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? new NumberColumn(name, [.. cells.Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture))])
            : TextColumn.From(name, cells.Select(cell => cell.Length == 0 ? null : cell));
    }
}
