using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>
/// Reads Parquet straight into column arrays: ranges of row groups, each over a connection of its own with one engine thread, which is
/// faster than one query over all threads.
/// </summary>
/// <param name="files">Files of one table.</param>
/// <param name="options">How they are read.</param>
/// <param name="warnings">Receives what is noticed.</param>
/// <param name="only">Numbers of the rows to read, ascending; null for all.</param>
sealed class ParquetReader(IReadOnlyList<SourceFile> files, ReadOptions options, List<string> warnings, int[]? only = null)
{
    const int MostGroupsARange = 8;
    public const string RowNumber = "file_row_number";

    readonly long[] _rows = new long[files.Count];
    readonly IReadOnlyList<byte[]> _nullTexts = [.. options.NullTexts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Rows of each file.</summary>
    public IReadOnlyList<long> Rows => _rows;

    /// <summary>Row groups of each file.</summary>
    public long[] Groups { get; } = new long[files.Count];

    /// <summary>Columns of the files.</summary>
    public ResultColumn[] Schema { get; private set; } = [];

    public List<Column> Read(CancellationToken cancellationToken)
    {
        using var database = new Database(threads: 1, options.Memory);
        LookAll(database, cancellationToken);
        var total = only?.Length ?? _rows.Sum();
        if (total > Array.MaxLength)
        {
            throw Complaint.TooManyRows(files[0].Name, total);
        }

        var asText = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var columns = Choose(Schema, asText, out var leftOut);
            Fill(database, columns, (int)total, cancellationToken);
            var wide = columns.Where(column => column.Column.NeedsText).Select(column => column.Column.Name).ToList();
            if (wide.Count == 0)
            {
                return Build(columns, leftOut, (int)total);
            }

            asText.UnionWith(wide);
        }
    }

    /// <summary>Looks at the footers of all files.</summary>
    public void LookAll(Database database, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            SourceFile.Guard(file.Name, () =>
            {
                ParquetFooter.Check(file);
                return true;
            });
        }

        using var connection = database.Connect();
        connection.Execute("SET parquet_metadata_cache = true", cancellationToken);
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            (_rows[i], Groups[i], var found) = Explain(file, "footer", () => Look(connection, file, cancellationToken));
            Schema = i == 0 ? found : Match(file, Schema, found);
        }
    }

    /// <summary>What the footer of a file says: rows, row groups and columns.</summary>
    public static (long Rows, long Groups, ResultColumn[] Schema) Look(Connection connection, SourceFile file, CancellationToken cancellationToken)
    {
        var path = Sql.PathOf(file.Path);
        using var counts = connection.Query("SELECT num_rows, num_row_groups FROM parquet_file_metadata($1)", cancellationToken, path);
        if (!counts.Next())
        {
            throw new EngineException("no metadata", DuckDbErrorKind.Other);
        }

        var (rows, groups) = (counts[0].Values<long>()[0], counts[1].Values<long>()[0]);
        counts.Dispose();
        using var schema = connection.Query("SELECT * FROM read_parquet($1, hive_partitioning = false) LIMIT 0", cancellationToken, path);
        return rows < 0 || groups < 0 ? throw new EngineException("negative counts", DuckDbErrorKind.Other) : (rows, groups, [.. schema.Columns]);
    }

    ResultColumn[] Match(SourceFile file, ResultColumn[] first, ResultColumn[] found)
    {
        SameColumns.Throw(file.Name, found.Select(column => column.Name), files[0].Name, first.Select(column => column.Name));
        var matched = new ResultColumn[first.Length];
        for (var i = 0; i < first.Length; i++)
        {
            var here = found.First(column => column.Name == first[i].Name);
            matched[i] = first[i] == here ? here : Common(file, first[i], here);
        }

        return matched;
    }

    // Files of one table often differ in the width of a number; anything else is a mistake.
    ResultColumn Common(SourceFile file, ResultColumn first, ResultColumn here)
    {
        static bool IsNumber(ResultColumn column) => column.Type is >= DuckDbType.TinyInt and <= DuckDbType.Double or DuckDbType.Decimal or DuckDbType.HugeInt;
        return IsNumber(first) && IsNumber(here)
            ? new ResultColumn(first.Name, DuckDbType.Decimal, Scale: 1)
            : throw new InputException($"column {Complaint.Quote(here.Name)} is {here.Type} in '{file.Name}', but {first.Type} in '{files[0].Name}'. Files that are read together need the same columns.");
    }

    List<(string Select, EngineColumn Column)> Choose(ResultColumn[] schema, HashSet<string> asText, out List<string> leftOut)
    {
        var chosen = new List<(string, EngineColumn)>();
        leftOut = [];
        foreach (var column in schema)
        {
            if (EngineColumn.Of(column, asText.Contains(column.Name), _nullTexts) is { } receiver)
            {
                chosen.Add(receiver);
            }
            else
            {
                leftOut.Add(Complaint.Quote(column.Name));
            }
        }

        return chosen;
    }

    void Fill(Database database, List<(string Select, EngineColumn Column)> columns, int total, CancellationToken cancellationToken)
    {
        try
        {
            columns.ForEach(column => column.Column.Reserve(total));
        }
        catch (OutOfMemoryException fault)
        {
            throw new InputException($"'{files[0].Name}' claims {Complaint.Count(total)} rows of {columns.Count} columns, more than memory holds. Audit it in parts, or use --query to take a sample.", fault);
        }

        var ranges = Ranges(columns.Exists(column => column.Column.Name == RowNumber));
        var next = -1;
        var merged = 0;
        var segments = new object?[ranges.Count][];
        var gate = new Lock();
        var workers = Math.Clamp(options.Threads, 1, Math.Max(1, ranges.Count));
        var failed = false;
        Workers.Run(workers, workers, Work, cancellationToken);

        void Work(int worker)
        {
            using var connection = database.Connect();
            for (var i = Interlocked.Increment(ref next); i < ranges.Count && !Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
            {
                var range = ranges[i];
                var own = columns.Select(column => column.Column.NewSegment()).ToArray();
                try
                {
                    Explain(files[range.File], "pages", () => FillRange(connection, columns, own, range, cancellationToken));
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }

                lock (gate)
                {
                    segments[i] = own;
                    for (; merged < ranges.Count && segments[merged] is { } ready; merged++)
                    {
                        for (var column = 0; column < ready.Length; column++)
                        {
                            columns[column].Column.Merge(ready[column], ranges[merged].At, ranges[merged].At + ranges[merged].Wanted);
                        }

                        segments[merged] = [];
                    }
                }
            }
        }
    }

    List<Range> Ranges(bool hidesRowNumber)
    {
        var ranges = new List<Range>();
        var at = 0;
        long first = 0;
        for (var file = 0; file < files.Count; file++)
        {
            var perGroup = (_rows[file] + Math.Max(1, Groups[file]) - 1) / Math.Max(1, Groups[file]);
            var groupsARange = Math.Clamp((Groups[file] + Math.Max(1, options.Threads) - 1) / Math.Max(1, options.Threads), 1, MostGroupsARange);
            var size = hidesRowNumber ? _rows[file] : Math.Max(1, perGroup * groupsARange);
            for (long from = 0; from < _rows[file]; from += size)
            {
                var count = Math.Min(size, _rows[file] - from);
                var fileFirst = first;
                var chosen = Chosen(first + from, count);
                var wanted = chosen?.Count ?? (int)count;
                if (wanted > 0)
                {
                    ranges.Add(new Range(file, from, count, at, chosen is null && count == _rows[file], wanted, chosen is null ? null : [.. chosen.Value.Select(row => (row - fileFirst).ToString(System.Globalization.CultureInfo.InvariantCulture))]));
                    at += wanted;
                }
            }

            first += _rows[file];
        }

        return ranges;
    }

    // The rows that are wanted of a range, or null where all are.
    ArraySegment<int>? Chosen(long from, long count)
    {
        if (only is null)
        {
            return null;
        }

        int Place(long row)
        {
            var place = Array.BinarySearch(only, (int)Math.Min(row, int.MaxValue));
            return place >= 0 ? place : ~place;
        }

        return new ArraySegment<int>(only, Place(from), Place(from + count) - Place(from));
    }

    bool FillRange(Connection connection, List<(string Select, EngineColumn Column)> columns, object?[] segments, Range range, CancellationToken cancellationToken)
    {
        var path = Sql.PathOf(files[range.File].Path);
        var select = $"SELECT {string.Join(", ", columns.Select(column => column.Select))} FROM ";
        using var rows = range.IsWholeFile
            ? connection.Query(select + "read_parquet($1, hive_partitioning = false)", cancellationToken, path)
            : range.Rows is { } wanted
            ? connection.Query(
                select + $"read_parquet($1, hive_partitioning = false, {RowNumber} = true) WHERE {RowNumber} >= $2 AND {RowNumber} < $3 AND {RowNumber} IN (SELECT CAST(unnest($4) AS BIGINT)) ORDER BY {RowNumber}",
                cancellationToken,
                path,
                range.From,
                range.From + range.Count,
                wanted)
            : connection.Query(select + $"read_parquet($1, hive_partitioning = false, {RowNumber} = true) WHERE {RowNumber} >= $2 AND {RowNumber} < $3", cancellationToken, path, range.From, range.From + range.Count);
        long seen = 0;
        while (rows.Next())
        {
            if (seen + rows.Count > range.Wanted)
            {
                throw Lies(files[range.File], range.From, range.Wanted, seen + rows.Count);
            }

            for (var column = 0; column < columns.Count; column++)
            {
                columns[column].Column.Fill(rows[column], range.At + (int)seen, segments[column]);
            }

            seen += rows.Count;
        }

        return seen == range.Wanted ? true : throw Lies(files[range.File], range.From, range.Wanted, seen);
    }

    /// <summary>A file whose data are not what its footer says.</summary>
    public static InputException Lies(SourceFile file, long from, long promised, long seen) => new(
        $"'{file.Name}' is damaged: its footer promises {Complaint.Count(promised)} rows from row {Complaint.Count(from)}, its data hold {(seen > promised ? "more" : Complaint.Count(seen))}. Fetch or export it again.");

    List<Column> Build(List<(string Select, EngineColumn Column)> columns, List<string> leftOut, int total)
    {
        if (leftOut.Count > 0)
        {
            warnings.Add($"Left out, since their cells are nested or binary: {string.Join(", ", leftOut.Take(10))}{(leftOut.Count > 10 ? $" and {leftOut.Count - 10} more" : string.Empty)}.");
        }

        foreach (var (_, column) in columns.Where(column => column.Column.Refusal is not null))
        {
            warnings.Add($"Column {Complaint.Quote(column.Name)} is left out: {column.Refusal}.");
        }

        return [.. columns.Where(column => column.Column.Refusal is null).Select(column => column.Column.Build(total))];
    }

    /// <summary>Reads, and says what is wrong with the file where that fails.</summary>
    public static T Explain<T>(SourceFile file, string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EngineException fault) when (fault.Kind == DuckDbErrorKind.OutOfMemory)
        {
            throw new InputException($"'{file.Name}' needs more memory than allowed to be read. Raise --memory, or use --query to take fewer columns.", fault);
        }
        catch (EngineException fault)
        {
            throw new InputException($"'{file.Name}' is damaged: its {part} can not be read as Parquet. Fetch or export it again.", fault);
        }
    }

    sealed record Range(int File, long From, long Count, int At, bool IsWholeFile, int Wanted, IReadOnlyList<string>? Rows);
}
