namespace Faultline;

/// <summary>Gathers which of two forms each date of a column is written in: numbers with the year last, or any other.</summary>
public sealed class DateForms
{
    readonly List<int> _others = [];
    bool _first;
    int _dates;

    /// <summary>Takes a date.</summary>
    /// <param name="row">Its row, rising from call to call.</param>
    /// <param name="numeric">True for numbers with the year last, as <see cref="TimeText"/> tells.</param>
    public void Add(int row, bool numeric)
    {
        _first = _dates == 0 ? numeric : _first;
        _dates++;
        if (numeric != _first)
        {
            _others.Add(row);
        }
    }

    /// <summary>The rarer form's cells; null where all dates have one form.</summary>
    /// <param name="values">The column's values.</param>
    /// <param name="dayFirst">How numbers with the year last were read.</param>
    public MixedDates? Mixed(ReadOnlySpan<long> values, bool dayFirst)
    {
        if (_others.Count == 0)
        {
            return null;
        }

        if (2 * _others.Count <= _dates)
        {
            return new MixedDates(_others, !_first, dayFirst);
        }

        var others = _others.ToHashSet();
        var rows = new List<int>();
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] != TimeColumn.Missing && !others.Contains(row))
            {
                rows.Add(row);
            }
        }

        return new MixedDates(rows, _first, dayFirst);
    }
}
