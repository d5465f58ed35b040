namespace Faultline;

/// <summary>A column as codes: equal cells have equal codes. Unreadable cells are values of their own, missing cells are −1.</summary>
sealed class CodedColumn
{
    readonly string[] _unreadable;
    readonly int _readable;
    readonly int[] _firstRow;
    readonly CodedColumn? _whole;

    CodedColumn(Column source, int[] codes, int readable, string[] unreadable, CodedColumn? whole = null)
    {
        _whole = whole;
        Source = source;
        Codes = codes;
        _readable = readable;
        _unreadable = unreadable;
        Counts = new int[readable + unreadable.Length];
        _firstRow = new int[Counts.Length];
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0)
            {
                _firstRow[codes[row]] = Counts[codes[row]] == 0 ? row : _firstRow[codes[row]];
                Counts[codes[row]]++;
                Present++;
            }
        }

        Distinct = Counts.Count(count => count > 0);
        Largest = Counts.Length == 0 ? 0 : Counts.Max();
    }

    /// <summary>The column.</summary>
    public Column Source { get; }

    /// <summary>One code a row; −1 where missing.</summary>
    public int[] Codes { get; }

    /// <summary>Rows of each code.</summary>
    public int[] Counts { get; }

    /// <summary>Cells that are not missing.</summary>
    public int Present { get; }

    /// <summary>Number of different values.</summary>
    public int Distinct { get; }

    /// <summary>Rows of the commonest value.</summary>
    public int Largest { get; }

    /// <summary>The text of a code, as it stands in the table.</summary>
    public string Text(int code) => _whole is not null ? _whole.Text(code) : code >= _readable ? _unreadable[code - _readable] : Source.Text(_firstRow[code])!;

    /// <summary>The number of a code, or NaN where it is none.</summary>
    public double Number(int code) => _whole is not null ? _whole.Number(code) : Source is NumberColumn numbers && code < _readable ? numbers.Values[_firstRow[code]] : double.NaN;

    /// <summary>Whether its values can stand for something else: not where they are measured quantities, which determine others by sums, not by look-up.</summary>
    public bool Identifies => Source is not NumberColumn { IsInteger: false };

    /// <summary>Codes a column; null for vectors.</summary>
    public static CodedColumn? Of(Column column)
    {
        var (codes, count) = column switch
        {
            TextColumn text => (text.Codes.ToArray(), text.Categories.Count),
            NumberColumn numbers => Coded(numbers.Values, value => double.IsNaN(value)),
            TimeColumn times => Coded(times.Values, value => value == TimeColumn.Missing),
            _ => ([], -1),
        };
        if (count < 0)
        {
            return null;
        }

        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cell in column.Unreadable)
        {
            codes[cell.Row] = texts.TryGetValue(cell.Text, out var code) ? code : texts[cell.Text] = count + texts.Count;
        }

        return new CodedColumn(column, codes, count, [.. texts.Keys]);
    }

    /// <summary>Some of the rows, with the codes of all: a value that only others have is counted nowhere.</summary>
    public CodedColumn Take(ReadOnlySpan<int> rows)
    {
        var codes = new int[rows.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = Codes[rows[i]];
        }

        return new CodedColumn(Source.Take(rows), codes, _readable, _unreadable, this);
    }

    static (int[] Codes, int Count) Coded<T>(ReadOnlySpan<T> values, Func<T, bool> isMissing)
        where T : notnull
    {
        var codes = new int[values.Length];
        var numbers = new Numbering<T>();
        for (var row = 0; row < values.Length; row++)
        {
            codes[row] = isMissing(values[row]) ? -1 : numbers.Of(values[row]);
        }

        return (codes, numbers.Count);
    }
}
