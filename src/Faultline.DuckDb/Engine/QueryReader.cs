using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>Runs <c>--query</c> in an engine that can reach nothing but the input.</summary>
static class QueryReader
{
    // On several threads a GROUP BY, a sum of decimals or a sample comes out differently from run to run; rows are numbered in result order.
    const int Threads = 1;

    /// <summary>Runs a query over a table that was read already.</summary>
    /// <exception cref="InputException">The query is none, reaches for something else, or gives no rows.</exception>
    public static Table Run(Table table, string query, ReadOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        using var database = new Database(Threads, options.Memory);
        using var connection = database.Connect();
        TableAppender.Append(connection, "data", table, cancellationToken);
        return Select(connection, table.Name, query, options, warnings, table.Columns.Select(column => column.Name), cancellationToken);
    }

    /// <summary>Runs a query over Parquet files, of which only what it needs is read.</summary>
    /// <returns>The result, and the files as they lie there.</returns>
    public static (Table Table, IReadOnlyList<InputInfo> Inputs) Run(IReadOnlyList<SourceFile> files, string query, ReadOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        using var database = new Database(Threads, options.Memory);
        using var connection = database.Connect();
        var paths = files.Select(file => Path.GetFullPath(file.Path)).ToArray();
        var allowed = string.Join(", ", paths.Select(Sql.Literal));
        var patterns = string.Join(", ", paths.Select(path => Sql.Literal(Sql.PathOf(path))));
        connection.Execute($"SET allowed_paths = [{allowed}, {patterns}]", cancellationToken);
        var inputs = new List<InputInfo>();
        try
        {
            foreach (var file in files)
            {
                var (rows, _, schema) = ParquetReader.Look(connection, file, cancellationToken);
                inputs.Add(new InputInfo(file.Path, rows, schema.Length, file.Length));
            }

            connection.Execute($"CREATE VIEW data AS SELECT * FROM read_parquet([{patterns}], hive_partitioning = false)", cancellationToken);
        }
        catch (EngineException fault)
        {
            throw new InputException($"'{files[0].Name}' can not be read as Parquet: {fault.FirstLine}. Fetch or export it again.", fault);
        }

        using var columns = connection.Query("SELECT * FROM data LIMIT 0", cancellationToken);
        var names = columns.Columns.Select(column => column.Name).ToArray();
        columns.Dispose();
        return (Select(connection, Path.GetFileName(files[0].Path), query, options, warnings, names, cancellationToken), inputs);
    }

    static Table Select(Connection connection, string name, string query, ReadOptions options, List<string> warnings, IEnumerable<string> columnNames, CancellationToken cancellationToken)
    {
        connection.Execute("SET enable_external_access = false", cancellationToken);
        connection.Execute("SET lock_configuration = true", cancellationToken);
        try
        {
            return Stream(connection, name, query, options, warnings, cancellationToken);
        }
        catch (EngineException fault)
        {
            var what = fault.Kind switch
            {
                DuckDbErrorKind.Permission => "it reaches for something outside the input",
                DuckDbErrorKind.OutOfMemory => "it needs more memory than allowed; raise --memory",
                _ => fault.FirstLine,
            };
            throw new InputException($"--query can not be run: {what}. Expected one SELECT from the table data, which has {string.Join(", ", columnNames.Take(12).Select(Sql.Identifier))}.", fault);
        }
    }

    static Table Stream(Connection connection, string name, string query, ReadOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        var nullTexts = options.NullTexts.Select(Encoding.UTF8.GetBytes).ToArray();
        var asText = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            using var shape = connection.Query($"SELECT * FROM ({query.TrimEnd(';', ' ', '\n', '\r', '\t')}\n) LIMIT 0", cancellationToken);
            var names = UniqueNames.Of([.. shape.Columns.Select(column => column.Name)], StringComparer.OrdinalIgnoreCase);
            var receivers = shape.Columns.Select((column, i) => EngineColumn.Of(column with { Name = names[i] }, asText.Contains(names[i]), nullTexts)).ToArray();
            shape.Dispose();
            var chosen = new List<(string Select, EngineColumn Column)>();
            for (var i = 0; i < receivers.Length; i++)
            {
                if (receivers[i] is { } receiver)
                {
                    chosen.Add(receiver);
                }
                else if (asText.Count == 0)
                {
                    warnings.Add($"Left out of the query's result, since its cells are nested or binary: {Complaint.Quote(names[i])}.");
                }
            }

            var rows = Fill(connection, query, names, chosen, cancellationToken);
            var wide = chosen.Where(column => column.Column.NeedsText).Select(column => column.Column.Name).ToArray();
            if (wide.Length > 0)
            {
                asText.UnionWith(wide);
                continue;
            }

            if (rows == 0 || chosen.Count == 0)
            {
                throw new InputException("--query gives no rows. An audit needs at least one; check its WHERE.");
            }

            return Table.FromColumns(name, [.. chosen.Where(column => column.Column.Refusal is null).Select(column => column.Column.Build(rows))]);
        }
    }

    static int Fill(Connection connection, string query, string[] names, List<(string Select, EngineColumn Column)> columns, CancellationToken cancellationToken)
    {
        var list = string.Join(", ", columns.Select(column => column.Select));
        var aliases = string.Join(", ", names.Select(Sql.Identifier));
        using var rows = connection.Query($"SELECT {(list.Length == 0 ? "1" : list)} FROM ({query.TrimEnd(';', ' ', '\n', '\r', '\t')}\n) AS result({aliases})", cancellationToken);
        var segments = columns.Select(column => column.Column.NewSegment()).ToArray();
        var count = 0;
        while (rows.Next())
        {
            if ((long)count + rows.Count > Array.MaxLength)
            {
                throw Complaint.TooManyRows("--query", (long)count + rows.Count);
            }

            for (var column = 0; column < columns.Count; column++)
            {
                columns[column].Column.Reserve(count + rows.Count);
                columns[column].Column.Fill(rows[column], count, segments[column]);
            }

            count += rows.Count;
        }

        for (var column = 0; column < columns.Count; column++)
        {
            columns[column].Column.Merge(segments[column], 0, count);
        }

        return count;
    }
}
