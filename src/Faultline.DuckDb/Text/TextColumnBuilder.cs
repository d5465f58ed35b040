using System.Text;

namespace Faultline.DuckDb;

/// <summary>
/// Gathers the cells of one column of a text file. Texts are kept as codes into their distinct texts; a column with many distinct texts that
/// are all numbers (or times) goes over to values, 8 bytes a row, and what cannot be read is kept beside them.
/// </summary>
sealed class TextColumnBuilder(string name, bool decimalComma, bool keepTexts)
{
    const int FirstLook = 1024;
    const int LastLook = 1 << 16;

    readonly List<UnreadableCell> _unreadable = [];
    readonly DateForms _forms = new();
    DistinctTexts _texts = new();
    int[] _codes = [];
    int[] _cells = new int[8];
    double[] _numbers = [];
    long[] _times = [];
    ColumnTypingTally _tally;
    TypeDecision _decision = new(ColumnKind.Text);
    long _present;
    bool _misled;
    int _nextLook = keepTexts ? int.MaxValue : FirstLook;

    public string Name { get; } = name;

    public int Count { get; private set; }

    /// <summary>Any cell that is not missing?</summary>
    public bool HasValue => _present > 0;

    public void AddMissing()
    {
        switch (_decision.Kind)
        {
            case ColumnKind.Number:
                Store(ref _numbers, double.NaN);
                break;
            case ColumnKind.Time:
                Store(ref _times, TimeColumn.Missing);
                break;
            default:
                Store(ref _codes, -1);
                break;
        }
    }

    public void PadTo(int rows)
    {
        while (Count < rows)
        {
            AddMissing();
        }
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        _present++;
        switch (_decision.Kind)
        {
            case ColumnKind.Number:
                AddNumber(text);
                return;
            case ColumnKind.Time:
                AddTime(text);
                return;
        }

        var code = _texts.Add(text);
        if (code == _cells.Length)
        {
            Array.Resize(ref _cells, code * 2);
        }

        _cells[code]++;
        Store(ref _codes, code);
        if (_texts.Count >= _nextLook)
        {
            Look();
        }
    }

    /// <summary>
    /// True when the column was taken for numbers or times early and turned out otherwise: the source must be read once more, keeping this
    /// column's texts. Asked before <see cref="Build"/>.
    /// </summary>
    public bool IsMisled() => _decision.Kind is ColumnKind.Number or ColumnKind.Time
        && (_misled
            || _tally.IsCode
            || _unreadable.Count * 10L > _present
            || _unreadable.Select(cell => cell.Text).Distinct(StringComparer.Ordinal).Any(text => ColumnTyping.IsReadableAnyhow(Encoding.UTF8.GetBytes(text))));

    /// <summary>True as soon as reading on makes no sense.</summary>
    public bool IsHopeless => _misled;

    /// <summary>The finished column.</summary>
    /// <param name="asWritten">True for the texts as they stand, whatever they mean.</param>
    public Column Build(bool asWritten = false)
    {
        switch (_decision.Kind)
        {
            case ColumnKind.Number:
                Array.Resize(ref _numbers, Count);
                return new NumberColumn(Name, _numbers, _unreadable);
            case ColumnKind.Time:
                Array.Resize(ref _times, Count);
                return new TimeColumn(Name, _times, _unreadable) { Mixed = _forms.Mixed(_times, _decision.DayFirst) };
            default:
                Array.Resize(ref _codes, Count);
                var decision = asWritten ? new TypeDecision(ColumnKind.Text) : ColumnTyping.Decide(_texts, _cells.AsSpan(0, _texts.Count), decimalComma);
                OrderGuessed = decision.OrderGuessed;
                return ColumnTyping.Build(Name, _codes, _texts, decision);
        }
    }

    /// <summary>True when the built column holds dates of which none tells day from month.</summary>
    public bool OrderGuessed { get; private set; }

    void Look()
    {
        _nextLook = _nextLook >= LastLook ? int.MaxValue : _nextLook * 8;
        var decision = ColumnTyping.Decide(_texts, _cells.AsSpan(0, _texts.Count), decimalComma);
        if (decision.OrderGuessed || decision.Kind is not (ColumnKind.Number or ColumnKind.Time))
        {
            return;
        }

        var (codes, count) = (_codes, Count);
        Count = 0;
        _codes = [];
        _decision = decision;
        for (var row = 0; row < count; row++)
        {
            if (codes[row] < 0)
            {
                AddMissing();
            }
            else if (decision.Kind == ColumnKind.Number)
            {
                AddNumber(_texts[codes[row]]);
            }
            else
            {
                AddTime(_texts[codes[row]]);
            }
        }

        _texts = new DistinctTexts();
    }

    void AddNumber(ReadOnlySpan<byte> text)
    {
        if (NumberParser.TryParse(text, _decision.Style, out var value))
        {
            _tally.Add(text, value, 1);
        }
        else
        {
            value = double.NaN;
            Reject(text);
        }

        Store(ref _numbers, value);
    }

    void AddTime(ReadOnlySpan<byte> text)
    {
        if (TimeText.TryParse(text, _decision.DayFirst, out var value, out var numeric))
        {
            _forms.Add(Count, numeric);
        }
        else
        {
            value = TimeColumn.Missing;
            Reject(text);
        }

        Store(ref _times, value);
    }

    void Reject(ReadOnlySpan<byte> text)
    {
        if (ColumnTyping.IsMissingWord(text))
        {
            _present--;
            if (ColumnTyping.IsMissingInSilence(text))
            {
                return;
            }
        }

        _unreadable.Add(new UnreadableCell(Count, Encoding.UTF8.GetString(text)));
        _misled |= _unreadable.Count > 100_000 + (Count / 8);
    }

    void Store<T>(ref T[] rows, T value)
    {
        if (Count == rows.Length)
        {
            if (Count >= Array.MaxLength)
            {
                throw Complaint.TooManyRows(Name, (long)Count + 1);
            }

            // Doubling a large array would leave twice the memory in use; a quarter more is enough there.
            var more = Count < 1 << 20 ? Math.Max(16, Count) : Count / 4;
            Array.Resize(ref rows, (int)Math.Min((long)Count + more, Array.MaxLength));
        }

        rows[Count++] = value;
    }
}
