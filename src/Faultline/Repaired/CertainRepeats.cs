using System.Globalization;

namespace Faultline;

/// <summary>Exact repeats that need no statistics: rows equal in every column, one of which is different in nearly every other row.</summary>
static class CertainRepeats
{
    const double NearlyAll = 0.95;

    /// <summary>For each row the first row that equals it in all columns, where that is certain; −1 elsewhere.</summary>
    /// <param name="columns">The columns to compare.</param>
    /// <param name="rows">Number of rows.</param>
    public static int[] Of(IReadOnlyList<Column> columns, int rows)
    {
        int[] first = new int[rows];
        Array.Fill(first, -1);
        if (columns.Count == 0)
        {
            return first;
        }

        // Codes by first appearance, joined column by column: equal codes are equal rows, exactly.
        int[][] codes = [.. columns.Select(Codes)];
        int[] joined = codes[0];
        for (int column = 1; column < codes.Length; column++)
        {
            joined = Join(joined, codes[column]);
        }

        var seen = new Dictionary<int, int>();
        int repeats = 0;
        for (int row = 0; row < rows; row++)
        {
            if (!seen.TryAdd(joined[row], row))
            {
                first[row] = seen[joined[row]];
                repeats++;
            }
        }

        bool identifies = repeats > 0 && codes.Any(column => seen.Values.Select(row => column[row]).Distinct().Count() >= NearlyAll * seen.Count);
        if (!identifies)
        {
            Array.Fill(first, -1);
        }

        return first;
    }

    static int[] Join(int[] left, int[] right)
    {
        var numbers = new Numbering<(int, int)>();
        return [.. left.Select((code, row) => numbers.Of((code, right[row])))];
    }

    static int[] Codes(Column column)
    {
        var unreadable = column.Unreadable.ToDictionary(cell => cell.Row, cell => cell.Text);
        var numbers = new Numbering<(bool, string?)>();
        return column is TextColumn texts
            ? texts.Codes.ToArray()
            : [.. Enumerable.Range(0, column.RowCount).Select(row => numbers.Of(unreadable.TryGetValue(row, out string? text) ? (true, text) : (false, column is VectorColumn vector ? Whole(vector, row) : column.Text(row))))];
    }

    static string? Whole(VectorColumn column, int row) =>
        column.IsMissing(row) ? null : string.Join(' ', column.Row(row).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
