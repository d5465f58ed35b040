namespace Faultline.DuckDb;

/// <summary>Receives texts as codes; each range has its own distinct texts, which are merged in row order.</summary>
sealed class EngineTextColumn(string name, IReadOnlyList<byte[]> nullTexts) : EngineColumn(name)
{
    readonly DistinctTexts _texts = new();
    int[] _codes = [];

    public override object NewSegment() => new DistinctTexts();

    public override void Reserve(int rows) => Room.For(ref _codes, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var texts = (DistinctTexts)segment!;
        for (var i = 0; i < vector.Count; i++)
        {
            _codes[at + i] = -1;
            if (vector.IsValid(i))
            {
                var text = vector.Utf8(i);
                _codes[at + i] = text.Length == 0 || IsNull(text) ? -1 : texts.Add(text);
            }
        }
    }

    public override void Merge(object? segment, int from, int to)
    {
        var texts = (DistinctTexts)segment!;
        var map = new int[texts.Count];
        for (var code = 0; code < map.Length; code++)
        {
            map[code] = _texts.Add(texts[code]);
        }

        foreach (ref var code in _codes.AsSpan(from, to - from))
        {
            code = code < 0 ? -1 : map[code];
        }
    }

    public override Column Build(int rows)
    {
        Array.Resize(ref _codes, rows);
        return AreDates() ? ColumnTyping.Build(Name, _codes, _texts, Dates()) : new TextColumn(Name, _codes, _texts.ToStrings());
    }

    // Dates are often stored as text; taken for dates only when every text is one.
    bool AreDates()
    {
        for (var code = 0; code < _texts.Count; code++)
        {
            if (!TimeText.TryParse(_texts[code], dayFirst: false, out _, out _) && !TimeText.TryParse(_texts[code], dayFirst: true, out _, out _))
            {
                return false;
            }
        }

        return _texts.Count > 0 && Dates().Kind == ColumnKind.Time;
    }

    TypeDecision Dates()
    {
        var cells = new int[_texts.Count];
        Array.Fill(cells, 1);
        return ColumnTyping.Decide(_texts, cells, decimalComma: false);
    }

    bool IsNull(ReadOnlySpan<byte> text)
    {
        foreach (var nullText in nullTexts)
        {
            if (text.SequenceEqual(nullText))
            {
                return true;
            }
        }

        return false;
    }
}
