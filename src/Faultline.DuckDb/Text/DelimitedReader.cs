using System.Text;

namespace Faultline.DuckDb;

/// <summary>Reads CSV, TSV and their kin into typed columns. What does not fit is refused with file and line, never guessed around.</summary>
sealed class DelimitedReader(IReadOnlyList<SourceFile> files, ReadOptions options, List<string> warnings)
{
    const int TargetedReadings = 3;

    readonly TextSource[] _sources = [.. files.Select(file => SourceFile.Guard(file.Name, () => new TextSource(file)))];
    readonly long[] _rows = new long[files.Count];
    CsvDialect _dialect;

    /// <summary>Rows of each file.</summary>
    public IReadOnlyList<long> Rows => _rows;

    public List<Column> Read(CancellationToken cancellationToken)
    {
        Sniff();
        HashSet<string>? keepTexts = null;
        (CsvFault Fault, int File)? quoteFault = null;
        for (var reading = 1; ; reading++)
        {
            var columns = new TextColumns(options, _dialect.Delimiter == ';', keepTexts);
            var at = 0;
            try
            {
                for (; at < _sources.Length && !columns.IsHopeless; at++)
                {
                    var index = at;
                    _rows[at] = SourceFile.Guard(_sources[at].File.Name, () => ReadFile(_sources[index], columns, index == 0, cancellationToken));
                }
            }
            catch (CsvFault fault) when (fault.Kind == CsvFaultKind.NotUtf8 && _sources[at].FallBack())
            {
                Sniff();
                continue;
            }
            catch (CsvFault fault) when (fault.Kind is CsvFaultKind.AfterQuote or CsvFaultKind.OpenQuote && _dialect.Quoted && _dialect.MayHaveLooseQuotes)
            {
                // Perhaps quotes are letters in this file; if it is no table that way either, the quote was the fault.
                quoteFault = (fault, at);
                _dialect = _dialect with { Quoted = false };
                continue;
            }
            catch (CsvFault fault)
            {
                throw quoteFault is { } first ? Explain(first.Fault, first.File) : Explain(fault, at);
            }

            var misled = columns.Misled();
            if (misled.Count == 0)
            {
                Say(quoteFault is not null);
                return columns.Build(warnings);
            }

            // An empty set keeps the texts of every column.
            keepTexts = reading >= TargetedReadings ? [] : [.. keepTexts ?? [], .. misled];
        }
    }

    void Sniff()
    {
        var source = _sources[0];
        var (sample, isWhole) = SourceFile.Guard(source.File.Name, source.Sample);
        if (sample.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0 && isWhole)
        {
            throw Complaint.Empty(source.File.Name);
        }

        if (options.Delimiter is { } given && !char.IsAscii(given))
        {
            throw new InputException($"the delimiter '{given}' is no ASCII character. Expected one as , ; | or a tab.");
        }

        _dialect = CsvSniffer.Sniff(sample, isWhole, options.Delimiter is { } c ? (byte)c : null, options.Columns is null ? options.Header : options.Header ?? false);
    }

    long ReadFile(TextSource source, TextColumns columns, bool isFirst, CancellationToken cancellationToken)
    {
        using var stream = source.Open();
        var scanner = new CsvScanner(stream, _dialect);
        var block = new CsvBlock();
        var next = new CsvBlock();
        if (!scanner.Read(block))
        {
            throw Complaint.Empty(source.File.Name);
        }

        var map = Names(source, block, columns, isFirst);
        var skip = _dialect.HasHeader ? 1 : 0;
        long rows = 0;
        for (var more = true; more;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var filled = next;
            var reading = Task.Run(() => scanner.Read(filled), CancellationToken.None);
            try
            {
                Append(block, skip, columns, map, cancellationToken);
            }
            finally
            {
                more = reading.GetAwaiter().GetResult();
            }

            rows += block.Records - skip;
            skip = 0;
            (block, next) = (next, block);
            if (columns.IsHopeless)
            {
                break;
            }
        }

        return rows;
    }

    void Append(CsvBlock block, int skip, TextColumns columns, int[] map, CancellationToken cancellationToken)
    {
        var groups = Math.Min(map.Length, Math.Max(1, options.Threads) * 4);
        Workers.Run(groups, options.Threads, AppendGroup, cancellationToken);

        void AppendGroup(int group)
        {
            var scratch = Array.Empty<byte>();
            var from = map.Length * group / groups;
            var to = map.Length * (group + 1) / groups;
            for (var record = skip; record < block.Records; record++)
            {
                var first = record * map.Length;
                for (var column = from; column < to; column++)
                {
                    columns.Add(map[column], block.Cell(first + column, ref scratch));
                }
            }
        }
    }

    // The column of each cell of a record.
    int[] Names(TextSource source, CsvBlock block, TextColumns columns, bool isFirst)
    {
        var names = new string[_dialect.Width];
        var scratch = Array.Empty<byte>();
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = _dialect.HasHeader ? Encoding.UTF8.GetString(block.Cell(i, ref scratch)) : $"column{i}";
        }

        if (options.Columns is { } given)
        {
            if (given.Count != names.Length)
            {
                throw new InputException($"--columns names {given.Count} columns, but '{source.File.Name}' has {names.Length}. Name every column, in order.");
            }

            names = [.. given];
        }

        var unique = UniqueNames.Of(names, StringComparer.Ordinal);
        if (isFirst)
        {
            if (!unique.SequenceEqual(names))
            {
                var repeated = names.Zip(unique).Where(pair => pair.First != pair.Second).Select(pair => $"{Complaint.Quote(pair.First)} → {Complaint.Quote(pair.Second)}");
                warnings.Add($"'{source.File.Name}' repeats or leaves out column names; renamed: {string.Join(", ", repeated.Take(10))}.");
            }

            return [.. unique.Select(columns.Add)];
        }

        var map = Array.ConvertAll(unique, columns.Find);
        SameColumns.Throw(source.File.Name, unique, files[0].Name, Enumerable.Range(0, columns.Count).Select(i => columns[i].Name));
        return map;
    }

    void Say(bool quotesAreLetters)
    {
        foreach (var source in _sources)
        {
            if (source.ForeignEncoding is { } encoding)
            {
                warnings.Add($"'{source.File.Name}' is not UTF-8: read as {encoding}.");
            }
        }

        if (_dialect.SkipsBlank)
        {
            warnings.Add($"A space follows every delimiter in '{files[0].Name}': taken off.");
        }

        if (quotesAreLetters)
        {
            warnings.Add($"Quotes in '{files[0].Name}' do not enclose whole cells: read as letters.");
        }

        if (!_dialect.HasHeader && options.Columns is null)
        {
            warnings.Add($"'{files[0].Name}' has no header: its columns are called column0 to column{_dialect.Width - 1}. Name them with --columns, or say --header yes if the first line holds names.");
        }
    }

    InputException Explain(CsvFault fault, int file)
    {
        var name = files[file].Name;
        return fault.Kind switch
        {
            CsvFaultKind.Ragged => new InputException(
                $"'{name}', line {fault.Line}: {Cells(fault.Cells)} where {(_dialect.HasHeader ? "the header has" : "the other lines have")} {_dialect.Width} (delimiter {_dialect.DelimiterName}). "
                + "Every line needs the same number. Mend that line, quote a cell that holds the delimiter, or name another with --delimiter.", fault),
            CsvFaultKind.AfterQuote => new InputException(
                $"'{name}', line {fault.Line}: text follows a closing quote. Expected the delimiter {_dialect.DelimiterName} or the end of the line; a quote inside a quoted cell is written twice (\"\").", fault),
            CsvFaultKind.OpenQuote => new InputException(
                $"'{name}', line {fault.Line}: a quoted cell begins there and is never closed. Close it, or write a quote inside a cell twice (\"\").", fault),
            CsvFaultKind.ZeroByte => new InputException(
                $"'{name}', line {fault.Line}: a zero byte, so this is no text table. Expected CSV, TSV, JSON, JSON lines or Parquet.", fault),
            _ => new InputException($"'{name}', line {fault.Line}: bytes that are no UTF-8, although the file says it is. Export it as UTF-8.", fault),
        };
    }

    static string Cells(int count) => count == 1 ? "1 cell" : $"{count} cells";
}
