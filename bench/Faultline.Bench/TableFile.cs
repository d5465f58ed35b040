using Faultline.DuckDb;

namespace Faultline.Bench;

/// <summary>Writes tables to files through the engine.</summary>
static class TableFile
{
    /// <summary>Writes a table.</summary>
    /// <param name="table">The table; no vectors.</param>
    /// <param name="path">A path ending in <c>.parquet</c> or <c>.csv</c>.</param>
    public static void Write(Table table, string path)
    {
        using var database = new Database();
        using var connection = database.Connect();
        TableAppender.Append(connection, "written", table, CancellationToken.None);
        Copy(connection, "written", path);
    }

    /// <summary>Writes what a query gives.</summary>
    public static void Write(string query, string path)
    {
        using var database = new Database();
        using var connection = database.Connect();
        Copy(connection, "(" + query + ")", path);
    }

    static void Copy(Connection connection, string from, string path) =>
        connection.Execute($"COPY {from} TO {Sql.Literal(path)} ({(path.EndsWith(".parquet", StringComparison.Ordinal) ? "FORMAT parquet" : "FORMAT csv, HEADER")})");
}
