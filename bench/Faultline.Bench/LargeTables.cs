using System.Diagnostics;
using System.Globalization;
using Faultline.DuckDb;

namespace Faultline.Bench;

/// <summary>Tables larger than memory: what makes them, and the engine's own aggregate over the columns that an audit reads in each pass.</summary>
static class LargeTables
{
    const int Classes = 10;

    // Labels are drawn from the probabilities and then 2 of 100 are replaced, 20 of 100 where a = a3 and b = b5.
    const double Replaced = 0.02;
    const double ReplacedInSlice = 0.2;

    /// <summary>Writes ten float32 class probabilities, a label and three attributes of eight levels; streamed, the same on every machine.</summary>
    public static void Write(long rows, string path)
    {
        static string Uniform(int stream) => string.Create(CultureInfo.InvariantCulture, $"(hash(i * 64 + {stream}) >> 11)::DOUBLE / 9007199254740992");
        var classes = Enumerable.Range(0, Classes).ToArray();
        var weights = string.Join(", ", classes.Select(k => $"exp(3.5 * ({Uniform(k)} + {Uniform(k + 10)} - 1) + CASE WHEN hash(i * 64 + 30) % 10 = {k} THEN 4 * sqrt({Uniform(31)}) ELSE 0 END) AS e{k}"));
        var sum = string.Join(" + ", classes.Select(k => $"e{k}"));
        var drawn = string.Join(" ", classes.Take(Classes - 1).Select(k => $"WHEN u < ({string.Join(" + ", classes.Take(k + 1).Select(j => $"e{j}"))}) / s THEN {k}"));
        var noise = string.Create(CultureInfo.InvariantCulture, $"CASE WHEN a = 3 AND b = 5 THEN {ReplacedInSlice} ELSE {Replaced} END");
        TableFile.Write(
            $"SELECT CAST(CASE WHEN v < {noise} THEN w ELSE CASE {drawn} ELSE {Classes - 1} END END AS TINYINT) AS y, {string.Join(", ", classes.Select(k => $"CAST(e{k} / s AS FLOAT) AS p{k}"))}, 'a' || a AS a, 'b' || b AS b, 'c' || c AS c "
            + $"FROM (SELECT *, {sum} AS s FROM (SELECT {weights}, {Uniform(40)} AS u, {Uniform(41)} AS v, hash(i * 64 + 42) % 10 AS w, hash(i * 64 + 43) % 8 AS a, hash(i * 64 + 44) % 8 AS b, hash(i * 64 + 45) % 8 AS c FROM range({rows}) t(i)))",
            path);
    }

    /// <summary>Times the engine's own aggregate over the columns of a table of <see cref="Write"/>, every thread: the sum of each probability and the number of rows, by label and attributes.</summary>
    public static void Aggregate(string path, int times)
    {
        using var database = new Database(Environment.ProcessorCount);
        using var connection = database.Connect();
        var sums = string.Join(", ", Enumerable.Range(0, Classes).Select(k => $"sum(p{k})"));
        foreach (var (name, query) in new[]
        {
            ("probabilities and label", $"SELECT y, count(*), {sums} FROM {Sql.Literal(path)} GROUP BY y"),
            ("probabilities, label and attributes", $"SELECT y, a, b, c, count(*), {sums} FROM {Sql.Literal(path)} GROUP BY y, a, b, c"),
        })
        {
            for (var run = 0; run < times; run++)
            {
                var began = Stopwatch.GetTimestamp();
                var used = Process.GetCurrentProcess().TotalProcessorTime;
                connection.Execute(query);
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:0.00} s, {(Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds:0.00} s of processors"));
            }
        }
    }
}
