using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Writes mended tables: what no change touches stays as it stands in the source.</summary>
public static class TableWriter
{
    const string Weight = "weight";

    /// <summary>Endings that a table can be written under.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".csv", ".parquet"];

    /// <summary>Writes a table and its changes.</summary>
    /// <param name="path">The file to write; its format by <paramref name="ending"/>.</param>
    /// <param name="ending">One of <see cref="Endings"/>.</param>
    /// <param name="sources">The files that <paramref name="data"/> was read from.</param>
    /// <param name="options">How they were read.</param>
    /// <param name="data">The table as it was read.</param>
    /// <param name="changes">Changes of its cells and rows.</param>
    /// <param name="weightColumn">Name of a column of weights to add, or null.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The changes, with what each cell held as the file has it.</returns>
    /// <exception cref="InputException">The file can't be written.</exception>
    public static IReadOnlyList<RepairChange> Write(string path, string ending, IReadOnlyList<string> sources, ReadOptions options, Table data, IReadOnlyList<RepairChange> changes, string? weightColumn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(changes);
        try
        {
            var kind = options.Query is null && !sources.Contains("-") ? SourceFile.Of(SourceList.Expand(sources)[0]).Kind : (SourceKind?)null;
            if (ending == ".csv")
            {
                var written = kind == SourceKind.Text ? TableReader.Read(sources, options with { AsWritten = true }, cancellationToken).Table : null;
                var cells = new WrittenCells(data, written, changes, weightColumn);
                WriteCsv(path, cells, cancellationToken);
                return [.. changes.Select(cells.AsWritten)];
            }

            if (kind == SourceKind.Parquet)
            {
                PatchParquet(path, SourceList.Expand(sources), data, changes, weightColumn, cancellationToken);
            }
            else
            {
                WriteParquet(path, Repair.Apply(data, changes, weightColumn), cancellationToken);
            }

            return changes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or EngineException)
        {
            throw new InputException($"'{path}' can not be written: {(fault as EngineException)?.FirstLine ?? FileFault.Words(fault)}. Check the folder and the space left on the disk.", fault);
        }
    }

    /// <summary>Writes the changes: <c>row,id,column,before,after,check,reason</c>.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="changes">The changes, in the order they are written.</param>
    /// <param name="idOf">The id of a row.</param>
    /// <param name="more">One more column, or null: its name and its cells.</param>
    public static void WriteChanges(string path, IReadOnlyList<RepairChange> changes, Func<int, string> idOf, (string Name, Func<RepairChange, string?> Cell)? more = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(idOf);
        using var writer = CsvText.Over(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None));
        string[] names = ["row", "id", "column", "before", "after", "check", "reason"];
        CsvText.Line(writer, more is { } column ? [.. names, column.Name] : names);
        foreach (var change in changes)
        {
            string?[] cells = [change.Row.ToString(CultureInfo.InvariantCulture), idOf(change.Row), change.Column, change.Before, change.After, change.Check, change.Reason];
            CsvText.Line(writer, more is { } last ? [.. cells, last.Cell(change)] : cells);
        }
    }

    static void WriteCsv(string path, WrittenCells cells, CancellationToken cancellationToken)
    {
        using var writer = CsvText.Over(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None));
        CsvText.Line(writer, cells.Names);
        var line = new string?[cells.Names.Count];
        for (var row = 0; row < cells.RowCount; row++)
        {
            if ((row & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (cells.Fill(row, line))
            {
                CsvText.Line(writer, line);
            }
        }
    }

    static void WriteParquet(string path, Table table, CancellationToken cancellationToken)
    {
        // A cell that its column's type can not hold is kept by giving the column up to text.
        Column[] columns = [.. table.Columns.Where(column => column.Kind != ColumnKind.Vector).Select(column => column.Unreadable.Count == 0 ? column : AsText(column))];
        var names = UniqueNames.Of([.. columns.Select(column => column.Name)], StringComparer.OrdinalIgnoreCase);
        using var database = new Database(threads: 1);
        using var connection = database.Connect();
        TableAppender.Append(connection, "t", Table.FromColumns("t", columns), cancellationToken);
        var select = columns.Zip(names, (column, name) => column switch
        {
            NumberColumn { IsInteger: true } number when Fits(number) => $"CAST({Sql.Identifier(name)} AS BIGINT) AS {Sql.Identifier(column.Name)}",
            TimeColumn { HasTimeOfDay: false } => $"CAST({Sql.Identifier(name)} AS DATE) AS {Sql.Identifier(column.Name)}",
            _ => $"{Sql.Identifier(name)} AS {Sql.Identifier(column.Name)}",
        });
        connection.Execute($"COPY (SELECT {string.Join(", ", select)} FROM t) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)", cancellationToken);
    }

    static TextColumn AsText(Column column)
    {
        var unreadable = column.Unreadable.ToDictionary(cell => cell.Row, cell => cell.Text);
        return TextColumn.From(column.Name, Enumerable.Range(0, column.RowCount).Select(row => unreadable.GetValueOrDefault(row) ?? column.Text(row)));
    }

    static bool Fits(NumberColumn column)
    {
        const double most = 9_007_199_254_740_992;
        foreach (var value in column.Values)
        {
            if (Math.Abs(value) > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies Parquet within the engine, so that each column keeps its type; a table of changes runs beside it row by row.</summary>
    static void PatchParquet(string path, IReadOnlyList<string> files, Table data, IReadOnlyList<RepairChange> changes, string? weightColumn, CancellationToken cancellationToken)
    {
        using var database = new Database(threads: 1);
        using var connection = database.Connect();
        var from = $"read_parquet([{string.Join(", ", files.Select(file => Sql.Literal(Sql.PathOf(file))))}], hive_partitioning = false)";
        var cells = changes.Where(change => !change.IsRow && change.Column != weightColumn).ToLookup(change => change.Column, StringComparer.Ordinal);
        HashSet<int> gone = [.. changes.Where(change => change.IsRow).Select(change => change.Row)];
        List<Column> patch = [Flags("keep", data.RowCount, row => !gone.Contains(row))];
        List<string> select = [];
        foreach (var (name, type) in Types(connection, from, cancellationToken))
        {
            var column = "d." + Sql.Identifier(name);
            if (cells.Contains(name))
            {
                var after = cells[name].ToDictionary(change => change.Row, change => change.After);
                patch.Add(Flags($"c{patch.Count}", data.RowCount, after.ContainsKey));
                patch.Add(TextColumn.From($"v{patch.Count - 1}", Enumerable.Range(0, data.RowCount).Select(row => after.GetValueOrDefault(row))));
                column = $"CASE WHEN p.c{patch.Count - 2} THEN CAST(p.v{patch.Count - 2} AS {type}) ELSE {column} END";
            }

            select.Add($"{column} AS {Sql.Identifier(name)}");
        }

        if (weightColumn is not null)
        {
            patch.Add(new NumberColumn(Weight, Repair.Weights(data.RowCount, changes, weightColumn)));
            select.Add($"p.{Weight} AS {Sql.Identifier(weightColumn)}");
        }

        TableAppender.Append(connection, "patch", Table.FromColumns("patch", patch), cancellationToken);
        connection.Execute($"COPY (SELECT {string.Join(", ", select)} FROM (SELECT * FROM {from}) d POSITIONAL JOIN patch p WHERE p.keep) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)", cancellationToken);
    }

    static List<(string Name, string Type)> Types(Connection connection, string from, CancellationToken cancellationToken)
    {
        var types = new List<(string, string)>();
        using var described = connection.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {from})", cancellationToken);
        while (described.Next())
        {
            for (var row = 0; row < described.Count; row++)
            {
                types.Add((System.Text.Encoding.UTF8.GetString(described[0].Utf8(row)), System.Text.Encoding.UTF8.GetString(described[1].Utf8(row))));
            }
        }

        return types;
    }

    static TextColumn Flags(string name, int rows, Func<int, bool> flag) =>
        new(name, [.. Enumerable.Range(0, rows).Select(row => flag(row) ? 1 : 0)], ["false", "true"], isBoolean: true);
}
