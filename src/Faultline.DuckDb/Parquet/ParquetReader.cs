using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>
/// Reads Parquet straight into column arrays: ranges of row groups, each over a connection of its own with one engine thread, which is
/// faster than one query over all threads.
/// </summary>
sealed class ParquetReader(IReadOnlyList<SourceFile> files, ReadOptions options, List<string> warnings)
{
    const int MostGroupsARange = 8;
    const string RowNumber = "file_row_number";

    readonly long[] _rows = new long[files.Count];
    readonly IReadOnlyList<byte[]> _nullTexts = [.. options.NullTexts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Rows of each file.</summary>
    public IReadOnlyList<long> Rows => _rows;

    public List<Column> Read(CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            SourceFile.Guard(file.Name, () =>
            {
                ParquetFooter.Check(file);
                return true;
            });
        }

        using var database = new Database(threads: 1, options.Memory);
        using var connection = database.Connect();
        connection.Execute("SET parquet_metadata_cache = true", cancellationToken);
        var groups = new long[files.Count];
        ResultColumn[] schema = [];
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            (_rows[i], groups[i], var found) = Explain(file, "footer", () => Look(connection, file, cancellationToken));
            schema = i == 0 ? found : Match(file, schema, found);
        }

        var total = _rows.Sum();
        if (total > Array.MaxLength)
        {
            throw Complaint.TooManyRows(files[0].Name, total);
        }

        var asText = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var columns = Choose(schema, asText, out var leftOut);
            Fill(database, columns, groups, cancellationToken);
            var wide = columns.Where(column => column.Column.NeedsText).Select(column => column.Column.Name).ToList();
            if (wide.Count == 0)
            {
                return Build(columns, leftOut, (int)total);
            }

            asText.UnionWith(wide);
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

    void Fill(Database database, List<(string Select, EngineColumn Column)> columns, long[] groups, CancellationToken cancellationToken)
    {
        var total = (int)_rows.Sum();
        try
        {
            columns.ForEach(column => column.Column.Reserve(total));
        }
        catch (OutOfMemoryException fault)
        {
            throw new InputException($"'{files[0].Name}' claims {Complaint.Count(total)} rows of {columns.Count} columns, more than memory holds. Audit it in parts, or use --query to take a sample.", fault);
        }

        var ranges = Ranges(groups, columns.Exists(column => column.Column.Name == RowNumber));
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
                            columns[column].Column.Merge(ready[column], ranges[merged].At, ranges[merged].At + (int)ranges[merged].Count);
                        }

                        segments[merged] = [];
                    }
                }
            }
        }
    }

    List<Range> Ranges(long[] groups, bool hidesRowNumber)
    {
        var ranges = new List<Range>();
        var at = 0;
        for (var file = 0; file < files.Count; file++)
        {
            var perGroup = (_rows[file] + Math.Max(1, groups[file]) - 1) / Math.Max(1, groups[file]);
            var groupsARange = Math.Clamp((groups[file] + Math.Max(1, options.Threads) - 1) / Math.Max(1, options.Threads), 1, MostGroupsARange);
            var size = hidesRowNumber ? _rows[file] : Math.Max(1, perGroup * groupsARange);
            for (long from = 0; from < _rows[file]; from += size)
            {
                var count = Math.Min(size, _rows[file] - from);
                ranges.Add(new Range(file, from, count, at, count == _rows[file]));
                at += (int)count;
            }
        }

        return ranges;
    }

    bool FillRange(Connection connection, List<(string Select, EngineColumn Column)> columns, object?[] segments, Range range, CancellationToken cancellationToken)
    {
        var path = Sql.PathOf(files[range.File].Path);
        var select = $"SELECT {string.Join(", ", columns.Select(column => column.Select))} FROM ";
        using var rows = range.IsWholeFile
            ? connection.Query(select + "read_parquet($1, hive_partitioning = false)", cancellationToken, path)
            : connection.Query(select + $"read_parquet($1, hive_partitioning = false, {RowNumber} = true) WHERE {RowNumber} >= $2 AND {RowNumber} < $3", cancellationToken, path, range.From, range.From + range.Count);
        long seen = 0;
        while (rows.Next())
        {
            if (seen + rows.Count > range.Count)
            {
                throw Lies(range, seen + rows.Count);
            }

            for (var column = 0; column < columns.Count; column++)
            {
                columns[column].Column.Fill(rows[column], range.At + (int)seen, segments[column]);
            }

            seen += rows.Count;
        }

        return seen == range.Count ? true : throw Lies(range, seen);
    }

    InputException Lies(Range range, long seen) => new(
        $"'{files[range.File].Name}' is damaged: its footer promises {Complaint.Count(range.Count)} rows from row {Complaint.Count(range.From)}, its data hold {(seen > range.Count ? "more" : Complaint.Count(seen))}. Fetch or export it again.");

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

    static T Explain<T>(SourceFile file, string part, Func<T> read)
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

    readonly record struct Range(int File, long From, long Count, int At, bool IsWholeFile);
}
