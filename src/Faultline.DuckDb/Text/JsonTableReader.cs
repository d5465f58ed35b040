using System.Text;
using System.Text.Json;

namespace Faultline.DuckDb;

/// <summary>Reads JSON: an array of objects, or objects one after another (JSON lines). Nested values are left out and said.</summary>
sealed class JsonTableReader(IReadOnlyList<SourceFile> files, ReadOptions options, List<string> warnings)
{
    const int MostColumns = 100_000;
    const int LongestValue = 1 << 28;

    readonly TextSource[] _sources = [.. files.Select(file => SourceFile.Guard(file.Name, () => new TextSource(file)))];
    readonly long[] _rows = new long[files.Count];
    readonly HashSet<string> _nested = new(StringComparer.Ordinal);
    readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    byte[] _scratch = new byte[256];
    int _row;

    /// <summary>Rows of each file.</summary>
    public IReadOnlyList<long> Rows => _rows;

    public List<Column> Read(CancellationToken cancellationToken)
    {
        HashSet<string>? keepTexts = null;
        for (var reading = 1; ; reading++)
        {
            _nested.Clear();
            _row = 0;
            var columns = new TextColumns(options, decimalComma: false, keepTexts);
            for (var i = 0; i < _sources.Length && !columns.IsHopeless; i++)
            {
                var source = _sources[i];
                var before = _row;
                SourceFile.Guard(source.File.Name, () => ReadOrExplain(source, columns, cancellationToken));
                _rows[i] = _row - before;
                CheckColumns(i, columns, before);
            }

            var misled = columns.Misled();
            if (misled.Count == 0)
            {
                return Finish(columns);
            }

            keepTexts = reading >= 3 ? [] : [.. keepTexts ?? [], .. misled];
        }
    }

    List<Column> Finish(TextColumns columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].PadTo(_row);
        }

        if (_nested.Count > 0)
        {
            warnings.Add($"Left out, since their cells are lists or objects: {string.Join(", ", _nested.Order(StringComparer.Ordinal).Take(10).Select(Complaint.Quote))}. Flatten them to columns to have them audited.");
        }

        if (_repeated.Count > 0)
        {
            warnings.Add($"Some rows name a key twice; the first value was taken: {string.Join(", ", _repeated.Order(StringComparer.Ordinal).Take(10).Select(Complaint.Quote))}.");
        }

        foreach (var source in _sources)
        {
            if (source.ForeignEncoding is { } encoding)
            {
                warnings.Add($"'{source.File.Name}' is not UTF-8: read as {encoding}.");
            }
        }

        return columns.Build(warnings).Where(column => !(_nested.Contains(column.Name) && column.MissingCount == column.RowCount)).ToList();
    }

    void CheckColumns(int file, TextColumns columns, int firstRow)
    {
        // A key may be absent from any row, so only a file that adds a key, or has none of the rows of one, differs.
        if (file == 0 || _row == firstRow)
        {
            return;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Count <= firstRow)
            {
                throw new InputException($"'{files[file].Name}' has no column {Complaint.Quote(columns[i].Name)}, which '{files[0].Name}' has. Files that are read together need the same columns.");
            }
        }
    }

    bool ReadOrExplain(TextSource source, TextColumns columns, CancellationToken cancellationToken)
    {
        var before = _row;
        try
        {
            ReadFile(source, columns, cancellationToken);
            return true;
        }
        catch (JsonException fault)
        {
            throw new InputException(
                $"'{source.File.Name}', line {(fault.LineNumber ?? 0) + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}: no valid JSON, after {Complaint.Count(_row - before)} whole rows. "
                + "Expected an array of objects, or one object a line. Mend or export it again.", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw new InputException($"'{source.File.Name}', row {Complaint.Count(_row - before)}: a text that is no valid Unicode. Export it again as UTF-8.", fault);
        }
    }

    void ReadFile(TextSource source, TextColumns columns, CancellationToken cancellationToken)
    {
        using var stream = source.Open();
        var buffer = new byte[1 << 18];
        var filled = 0;
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = false });
        var place = new Place(source.File.Name);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            var isLast = read < buffer.Length - filled;
            filled += read;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, filled), isLast, state);
            while (reader.Read())
            {
                Token(ref reader, columns, place);
            }

            state = reader.CurrentState;
            var used = (int)reader.BytesConsumed;
            if (isLast || columns.IsHopeless)
            {
                break;
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
            {
                if (buffer.Length >= LongestValue)
                {
                    throw new InputException($"'{source.File.Name}': a value longer than {Complaint.Count(LongestValue)} bytes. Expected a table with cells of ordinary size.");
                }

                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        if (!place.SeenAnything)
        {
            throw Complaint.Empty(source.File.Name);
        }
    }

    void Token(ref Utf8JsonReader reader, TextColumns columns, Place place)
    {
        place.SeenAnything = true;
        if (place.Nested > 0)
        {
            place.Nested += reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject ? -1 : 0;
            return;
        }

        if (!place.InRow)
        {
            Outside(ref reader, place);
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                place.Column = Column(ref reader, columns, place);
                return;
            case JsonTokenType.EndObject:
                place.InRow = false;
                _row++;
                if (_row == Array.MaxLength)
                {
                    throw Complaint.TooManyRows(place.File, _row);
                }

                return;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                place.Nested = 1;
                _nested.Add(columns[place.Column].Name);
                AddMissing(columns, place.Column);
                return;
            default:
                Value(ref reader, columns, place.Column);
                return;
        }
    }

    static void Outside(ref Utf8JsonReader reader, Place place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                place.InRow = true;
                place.Order = 0;
                return;
            case JsonTokenType.StartArray when !place.InArray && reader.CurrentDepth == 0:
                place.InArray = true;
                return;
            case JsonTokenType.EndArray:
                place.InArray = false;
                return;
            default:
                throw new InputException(
                    $"'{place.File}' holds {(reader.TokenType == JsonTokenType.StartArray ? "lists of lists" : "bare values")}, no rows. Expected an array of objects as [{{\"a\": 1}}, {{\"a\": 2}}], or one object a line.");
        }
    }

    int Column(ref Utf8JsonReader reader, TextColumns columns, Place place)
    {
        // Rows mostly have the same keys in the same order.
        var order = place.Order++;
        var keys = place.Keys;
        if (order < keys.Count && reader.ValueTextEquals(keys[order].Utf8))
        {
            return keys[order].Column;
        }

        var name = reader.GetString()!;
        var column = columns.Find(name);
        if (column < 0)
        {
            if (columns.Count == MostColumns)
            {
                throw new InputException($"'{place.File}' has more than {Complaint.Count(MostColumns)} different keys. Expected rows with the same keys; keys that are values belong in a column.");
            }

            column = columns.Add(name);
            if (place.File != files[0].Name)
            {
                SameColumns.Throw(place.File, [name], files[0].Name, []);
            }
        }

        var key = (Encoding.UTF8.GetBytes(name), column);
        if (order < keys.Count)
        {
            keys[order] = key;
        }
        else if (order == keys.Count)
        {
            keys.Add(key);
        }

        return column;
    }

    void AddMissing(TextColumns columns, int column)
    {
        columns[column].PadTo(_row);
        if (columns[column].Count == _row)
        {
            columns[column].AddMissing();
        }
    }

    void Value(ref Utf8JsonReader reader, TextColumns columns, int column)
    {
        var builder = columns[column];
        builder.PadTo(_row);
        if (builder.Count > _row)
        {
            _repeated.Add(builder.Name);
            return;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            builder.AddMissing();
            return;
        }

        if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped)
        {
            if (_scratch.Length < reader.ValueSpan.Length)
            {
                _scratch = new byte[reader.ValueSpan.Length * 2];
            }

            columns.Add(column, _scratch.AsSpan(0, reader.CopyString(_scratch)));
            return;
        }

        columns.Add(column, reader.ValueSpan);
    }

    sealed class Place(string file)
    {
        public string File { get; } = file;

        public bool SeenAnything { get; set; }

        public bool InArray { get; set; }

        public bool InRow { get; set; }

        public int Nested { get; set; }

        public int Column { get; set; }

        public int Order { get; set; }

        public List<(byte[] Utf8, int Column)> Keys { get; } = [];
    }
}
