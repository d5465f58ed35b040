using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>The cells of a mended table as texts: those of the source as they stand there, numbers with a decimal point.</summary>
sealed class WrittenCells
{
    readonly Table _data;
    readonly Table? _written;
    readonly double[]? _weights;
    readonly HashSet<int> _gone;
    readonly Dictionary<(int Row, string Column), string?> _after = [];
    readonly Dictionary<int, string>[] _unreadable;

    /// <param name="data">The table as it was read.</param>
    /// <param name="written">The same with every cell as the text that stands in the file; null where there is no such file.</param>
    /// <param name="changes">Changes of cells and rows.</param>
    /// <param name="weightColumn">Name of the column of weights, or null.</param>
    public WrittenCells(Table data, Table? written, IReadOnlyList<RepairChange> changes, string? weightColumn)
    {
        (_data, _written) = (data, written);
        _gone = [.. changes.Where(change => change.IsRow).Select(change => change.Row)];
        foreach (var change in changes.Where(change => !change.IsRow))
        {
            _after[(change.Row, change.Column)] = change.After;
        }

        _unreadable = [.. data.Columns.Select(column => column.Unreadable.ToDictionary(cell => cell.Row, cell => cell.Text))];
        _weights = weightColumn is null ? null : Repair.Weights(data.RowCount, changes, weightColumn);
        Names = [.. data.Columns.Select(column => column.Name), .. weightColumn is null ? [] : new[] { weightColumn }];
    }

    public IReadOnlyList<string> Names { get; }

    public int RowCount => _data.RowCount;

    /// <summary>Fills a line; false for a row that is taken out.</summary>
    public bool Fill(int row, string?[] line)
    {
        if (_gone.Contains(row))
        {
            return false;
        }

        for (var i = 0; i < _data.Columns.Count; i++)
        {
            line[i] = _after.TryGetValue((row, _data.Columns[i].Name), out var after) ? after : Cell(i, row);
        }

        if (_weights is not null)
        {
            line[^1] = NumberColumn.Write(_weights[row]);
        }

        return true;
    }

    /// <summary>The change, with the cell before it as the file has it.</summary>
    public RepairChange AsWritten(RepairChange change) =>
        change.Before is not null && _data.Columns.ToList().FindIndex(column => column.Name == change.Column) is >= 0 and var index ? change with { Before = Cell(index, change.Row) } : change;

    string? Cell(int index, int row)
    {
        var column = _data.Columns[index];
        var typed = _unreadable[index].GetValueOrDefault(row) ?? column.Text(row);
        if (_written is null || _written.Columns[index].Text(row) is not { } text)
        {
            return typed;
        }

        // A decimal comma is no number in a file whose delimiter is a comma.
        var isForeign = column is NumberColumn number && !number.IsMissing(row)
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value.Equals(number.Values[row]));
        return isForeign ? typed : text;
    }
}
