using System.Globalization;
using System.Text.Json;
using Faultline.DuckDb;

namespace Faultline.Bench;

/// <summary>
/// A file into a typed table in memory: our reading beside DuckDB's own (<c>CREATE TABLE … AS SELECT * FROM 'file'</c>, every thread), both through the same
/// library. The columns are seven numbers, a whole number, two categories and a date.
/// </summary>
sealed class ReadingBench : IPairedBenchmark
{
    const string Own = "duckdb";
    const int Columns = 11;

    public string Name => "reading";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["200000x11-parquet", "100000x11-csv"] : ["5000000x11-parquet", "1000000x11-csv"];

    public string? Prepare(string name, string folder)
    {
        var (rows, _, kind) = Shape.Of(name);

        // Numbers from a hash of the row: the same on every machine, whatever the number of threads.
        var numbers = string.Join(", ", Enumerable.Range(0, 7).Select(j => $"(hash(i * 7 + {j}) % 1000000007)::DOUBLE / {1000.0 + j} AS x{j}"));
        TableFile.Write(
            string.Create(CultureInfo.InvariantCulture, $"SELECT {numbers}, (hash(i + 11) % 100000)::INTEGER AS n, 'city ' || (hash(i + 13) % 50) AS city, 'type ' || (hash(i + 17) % 6) AS kind, DATE '2020-01-01' + (hash(i + 19) % 1500)::INTEGER AS day FROM range({rows}) t(i)"),
            PathOf(folder, kind));
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) => [new Peer("DuckDB " + Database.Version, string.Empty, [Own])];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var parts = name.Split('/');
        var path = PathOf(folder, Shape.Of(parts[0]).Kind);
        return parts is [_, Own] ? () => Engine(path) : () =>
        {
            var table = TableReader.Read([path], new ReadOptions()).Table;
            return () => Agreement.Answer(
                ("rows", [table.RowCount]),
                ("columns", [table.Columns.Count]),
                ("sums", table.Columns.OfType<NumberColumn>().Take(8).Select(Sum)),
                ("levels", table.Columns.OfType<TextColumn>().Select(column => (double)column.Counts().Count(count => count > 0))));
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var agree = Agreement.Close(Agreement.Numbers(ours, "sums"), Agreement.Numbers(peers, "sums"), 1e-9)
            && Agreement.Close(Agreement.Numbers(ours, "levels"), Agreement.Numbers(peers, "levels"), 0)
            && Agreement.Number(ours, "rows") == Agreement.Number(peers, "rows");
        return (agree, string.Create(CultureInfo.InvariantCulture, $"{Agreement.Number(ours, "rows"):0} and {Agreement.Number(peers, "rows"):0} rows of {Columns} columns, equal sums and counts of levels"));
    }

    static double Sum(NumberColumn column)
    {
        double sum = 0;
        foreach (var value in column.Values)
        {
            sum += value;
        }

        return sum;
    }

    static Func<JsonElement> Engine(string path)
    {
        var database = new Database(Environment.ProcessorCount);
        var connection = database.Connect();
        connection.Execute($"CREATE TABLE t AS SELECT * FROM {Sql.Literal(path)}");
        return () =>
        {
            using (database)
            using (connection)
            {
                return Agreement.Answer(
                    ("rows", Numbers(connection, "SELECT count(*)::DOUBLE FROM t")),
                    ("sums", Numbers(connection, $"SELECT {string.Join(", ", Enumerable.Range(0, 7).Select(j => $"sum(x{j})::DOUBLE"))}, sum(n)::DOUBLE FROM t")),
                    ("levels", Numbers(connection, "SELECT count(DISTINCT city)::DOUBLE, count(DISTINCT kind)::DOUBLE FROM t")));
            }
        };
    }

    static double[] Numbers(Connection connection, string query)
    {
        using var rows = connection.Query(query);
        return rows.Next() ? [.. Enumerable.Range(0, rows.Columns.Count).Select(column => rows[column].Values<double>()[0])] : [];
    }

    static string PathOf(string folder, string kind) => Path.Combine(folder, "table." + kind);
}
