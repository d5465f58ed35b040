namespace Faultline.DuckDb;

/// <summary>Asks conditions in SQL of every row of a table, in an engine that can reach nothing else.</summary>
public sealed class ConditionRunner : IDisposable
{
    readonly Database _database;
    readonly Connection _connection;
    readonly string _columns;

    /// <summary>Puts the table into the engine and locks it.</summary>
    /// <param name="table">The table, which conditions call <c>data</c>.</param>
    /// <param name="memory">Memory limit in bytes, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ConditionRunner(Table table, long? memory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        _columns = string.Join(", ", table.Columns.Take(12).Select(column => Sql.Identifier(column.Name)));
        _database = new Database(threads: 1, memory);
        _connection = _database.Connect();
        TableAppender.Append(_connection, "data", table, cancellationToken);
        _connection.Execute("SET enable_external_access = false", cancellationToken);
        _connection.Execute("SET lock_configuration = true", cancellationToken);
    }

    /// <summary>The rows for which the condition is false, ascending.</summary>
    /// <param name="condition">A condition over the columns, as <c>shipped &gt;= ordered</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">The condition can not be run.</exception>
    public int[] Failing(string condition, CancellationToken cancellationToken)
    {
        var failing = new List<int>();
        try
        {
            using var rows = _connection.Query($"SELECT rowid FROM data WHERE NOT ({condition}\n) ORDER BY rowid", cancellationToken);
            while (rows.Next())
            {
                foreach (var row in rows[0].Values<long>())
                {
                    failing.Add((int)row);
                }
            }
        }
        catch (EngineException fault)
        {
            throw new InputException($"the condition '{condition}' can not be run: {fault.FirstLine}. Expected a condition on one row, as 'shipped >= ordered'; the columns are {_columns}.", fault);
        }

        return [.. failing];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }
}
