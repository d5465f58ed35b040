namespace Faultline.DuckDb;

/// <summary>Reads tables: CSV, TSV, JSON, JSON lines, Parquet; gzip and zstd; one file, several, a pattern, or standard input.</summary>
public static class TableReader
{
    /// <summary>Reads one table.</summary>
    /// <param name="sources">Paths, quoted patterns (<c>2024-*.parquet</c>, in ordinal order of their names), or <c>-</c> for CSV from standard input.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The table, its inputs, and what was noticed.</returns>
    /// <exception cref="InputException">
    /// A file is missing, damaged, empty or no table, has no rows, or differs in its columns; the message says what, where, what was
    /// expected, and what to do.
    /// </exception>
    public static TableRead Read(IReadOnlyList<string> sources, ReadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        if (sources.Count == 0)
        {
            throw new InputException("no file was named. Name at least one table: faultline audit data.csv");
        }

        var files = SourceList.Expand(sources).Select(path => path == "-" ? SourceFile.Hold(options.StandardInput ?? Console.OpenStandardInput()) : SourceFile.Of(path)).ToList();
        foreach (var file in files)
        {
            if (file.Length == 0)
            {
                throw Complaint.Empty(file.Name);
            }

            if (file.Kind != files[0].Kind)
            {
                throw new InputException($"'{file.Name}' is {Name(file.Kind)}, but '{files[0].Name}' is {Name(files[0].Kind)}. Files that are read together need one format.");
            }
        }

        var warnings = new List<string>();
        if (options.Query is { } over && files[0].Kind == SourceKind.Parquet)
        {
            var (result, asTheyLie) = QueryReader.Run(files, over, options, warnings, cancellationToken);
            return new TableRead(Table.FromColumns(result.Name, NullNumbers.TakenOut(result.Columns, options)), asTheyLie, warnings);
        }

        var (read, rows) = ReadColumns(files, options, warnings, cancellationToken);
        var columns = NullNumbers.TakenOut(read, options);
        if (columns.Count == 0)
        {
            throw new InputException($"'{files[0].Name}' has no column that can be audited. Expected numbers, texts, booleans or times in columns.");
        }

        if (columns[0].RowCount == 0)
        {
            throw Complaint.NoRows(files[0].Name);
        }

        var inputs = files.Select((file, i) => new InputInfo(file.Path, rows[i], columns.Count, file.IsHeld ? null : file.Length)).ToList();
        var table = Table.FromColumns(files[0].IsHeld ? "standard input" : Path.GetFileName(files[0].Path), columns);
        if (options.Query is { } query)
        {
            table = QueryReader.Run(table, query, options, warnings, cancellationToken);
        }

        return new TableRead(table, inputs, warnings);
    }

    /// <summary>Opens a table of more rows than a limit, to be read block by block; null where it is smaller, or where it can only be read as a whole (text files, a query).</summary>
    /// <param name="sources">As for <see cref="Read"/>.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="rowLimit">Tables of so many rows or fewer are held in memory.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">A file is missing or damaged.</exception>
    public static RowBlocks? Open(IReadOnlyList<string> sources, ReadOptions options, long rowLimit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Query is not null || sources.Count == 0 || sources.Contains("-", StringComparer.Ordinal))
        {
            return null;
        }

        var files = SourceList.Expand(sources).Select(SourceFile.Of).ToList();
        return files.TrueForAll(file => file.Kind == SourceKind.Parquet && file.Length > 0) ? ParquetBlocks.Open(files, options, rowLimit, cancellationToken) : null;
    }

    /// <summary>The files that paths and patterns stand for.</summary>
    /// <param name="sources">As for <see cref="Read"/>.</param>
    /// <exception cref="InputException">A file or a match is missing.</exception>
    public static IReadOnlyList<string> Files(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return SourceList.Expand(sources);
    }

    static (List<Column> Columns, IReadOnlyList<long> Rows) ReadColumns(List<SourceFile> files, ReadOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        switch (files[0].Kind)
        {
            case SourceKind.Parquet:
                var parquet = new ParquetReader(files, options, warnings);
                return (parquet.Read(cancellationToken), parquet.Rows);
            case SourceKind.Json:
                var json = new JsonTableReader(files, options, warnings);
                return (json.Read(cancellationToken), json.Rows);
            default:
                var text = new DelimitedReader(files, options, warnings);
                return (text.Read(cancellationToken), text.Rows);
        }
    }

    static string Name(SourceKind kind) => kind switch
    {
        SourceKind.Parquet => "Parquet",
        SourceKind.Json => "JSON",
        _ => "delimited text",
    };
}
