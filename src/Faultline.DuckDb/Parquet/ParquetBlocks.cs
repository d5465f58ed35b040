namespace Faultline.DuckDb;

/// <summary>Parquet files that are larger than memory, read block by block: ranges of row groups, each over a connection of its own with one engine thread.</summary>
sealed class ParquetBlocks : RowBlocks
{
    const int GroupsAPart = 8;
    const int ChunkRows = 2_048;

    readonly IReadOnlyList<SourceFile> _files;
    readonly ReadOptions _options;
    readonly IReadOnlyList<byte[]> _nullTexts;
    readonly Database _database;
    readonly Dictionary<string, ResultColumn> _schema;
    readonly List<Part> _parts;
    readonly List<string> _warnings = [];
    readonly Lazy<string> _fingerprint;

    ParquetBlocks(IReadOnlyList<SourceFile> files, ReadOptions options, ParquetReader reader, Database database)
    {
        (_files, _options, _database) = (files, options, database);
        _nullTexts = [.. options.NullTexts.Select(System.Text.Encoding.UTF8.GetBytes)];
        _schema = reader.Schema.ToDictionary(column => column.Name, StringComparer.Ordinal);
        RowCount = (int)reader.Rows.Sum();
        _parts = Split(reader, options.Parts);
        _fingerprint = new Lazy<string>(() => ParquetFooter.Digest(files));
        Inputs = [.. files.Select((file, i) => new InputInfo(file.Path, reader.Rows[i], reader.Schema.Length, file.Length))];
    }

    public override string Name => Path.GetFileName(_files[0].Path);

    public override int RowCount { get; }

    public override int Parts => _parts.Count;

    public override IReadOnlyList<InputInfo> Inputs { get; }

    public override string Fingerprint => _fingerprint.Value;

    public override long RowsOf(int from, int to) => _parts[from..to].Sum(part => part.Count);

    /// <summary>Opens files of more rows than a limit.</summary>
    /// <param name="files">Files of one table.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="rowLimit">Tables of so many rows or fewer are held in memory.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the table is small enough, or can only be read as one.</returns>
    public static ParquetBlocks? Open(IReadOnlyList<SourceFile> files, ReadOptions options, long rowLimit, CancellationToken cancellationToken)
    {
        var reader = new ParquetReader(files, options, []);
        Database? database = new(threads: 1, options.Memory);
        try
        {
            reader.LookAll(database, cancellationToken);
            if (reader.Rows.Sum() is var total && (total <= rowLimit || total > Array.MaxLength || reader.Schema.Any(column => column.Name == ParquetReader.RowNumber)))
            {
                return null;
            }

            var blocks = new ParquetBlocks(files, options, reader, database);
            database = null;
            return blocks;
        }
        finally
        {
            database?.Dispose();
        }
    }

    public override ColumnKind? KindOf(string column) => _schema.TryGetValue(column, out var found) ? Receiver(found)?.Column switch
    {
        null => null,
        BlockTextColumn => ColumnKind.Text,
        EngineBooleanColumn => ColumnKind.Boolean,
        EngineDateColumn or EngineTimeColumn => ColumnKind.Time,
        EngineVectorColumn => ColumnKind.Vector,
        _ => ColumnKind.Number,
    } : null;

    public override IEnumerable<RowBlock> Read(int part, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var range = _parts[part];
        var file = _files[range.File];
        var receivers = columns.Select(name => Receiver(_schema[name]) ?? throw new InputException($"Column '{name}' of '{file.Name}' can not be read.")).ToArray();
        using var connection = _database.Connect();
        var select = $"SELECT {string.Join(", ", receivers.Select(receiver => receiver.Select))} FROM read_parquet($1, hive_partitioning = false, {ParquetReader.RowNumber} = true) WHERE {ParquetReader.RowNumber} >= $2 AND {ParquetReader.RowNumber} < $3";
        using var rows = ParquetReader.Explain(file, "pages", () => connection.Query(select, cancellation, Sql.PathOf(file.Path), range.From, range.From + range.Count));
        var at = 0;
        long done = 0;
        while (ParquetReader.Explain(file, "pages", rows.Next))
        {
            if (done + at + rows.Count > range.Count)
            {
                throw ParquetReader.Lies(file, range.From, range.Count, done + at + rows.Count);
            }

            if (at + rows.Count > BlockRows)
            {
                yield return Block(receivers, range.First + done, at);
                done += at;
                at = 0;
            }

            for (var column = 0; column < receivers.Length; column++)
            {
                var receiver = receivers[column].Column;
                if (at == 0)
                {
                    receiver.Reserve(BlockRows);
                }

                receiver.Fill(rows[column], at, null);
            }

            at += rows.Count;
            if (at + ChunkRows > BlockRows)
            {
                yield return Block(receivers, range.First + done, at);
                done += at;
                at = 0;
            }
        }

        if (at > 0)
        {
            yield return Block(receivers, range.First + done, at);
            done += at;
        }

        if (done != range.Count)
        {
            throw ParquetReader.Lies(file, range.From, range.Count, done);
        }
    }

    public override Table Take(int[] rows, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var columns = new ParquetReader(_files, _options, warnings, rows).Read(cancellation);
        if (_warnings.Count == 0)
        {
            _warnings.AddRange(warnings);
        }

        return Table.FromColumns(Name, columns);
    }

    public override IReadOnlyList<string> Warnings => _warnings;

    protected override void Dispose(bool disposing)
    {
        _database.Dispose();
        base.Dispose(disposing);
    }

    (string Select, EngineColumn Column)? Receiver(ResultColumn column)
    {
        var receiver = EngineColumn.Of(column, asText: false, _nullTexts);
        return receiver is ({ } select, EngineTextColumn) ? (select, new BlockTextColumn(column.Name, _nullTexts)) : receiver;
    }

    RowBlock Block((string Select, EngineColumn Column)[] receivers, long first, int rows) =>
        new((int)first, Table.FromColumns(Name, [.. receivers.Select(receiver => receiver.Column.Build(rows))]));

    static List<Part> Split(ParquetReader reader, int wanted)
    {
        var parts = new List<Part>();
        var groupsAPart = Math.Clamp(reader.Groups.Sum() / Math.Max(1, wanted), 1, GroupsAPart);
        long first = 0;
        for (var file = 0; file < reader.Rows.Count; file++)
        {
            var groups = Math.Max(1, reader.Groups[file]);
            var size = Math.Max(1, (reader.Rows[file] + groups - 1) / groups * groupsAPart);
            for (long from = 0; from < reader.Rows[file]; from += size)
            {
                var count = Math.Min(size, reader.Rows[file] - from);
                parts.Add(new Part(file, from, count, first));
                first += count;
            }
        }

        return parts;
    }

    readonly record struct Part(int File, long From, long Count, long First);
}
