using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Faultline;
using Faultline.Bench;

// Faultline.Bench NAME… [--json FILE] [--quick] [--shapes FILE] [--peer NAME=DIR] [--runs N] [--most ROWS]; `list` lists the names.
if (args is ["--serve", var served, var servedCase, var servedFolder])
{
    Side.Serve(Benchmarks.All.OfType<IPairedBenchmark>().First(bench => bench.Name == served), servedCase, servedFolder);
    return 0;
}

// `picture RESULTS SVG` draws the growth rows of a results file.
if (args is ["picture", var results, var picture])
{
    var grown = JsonSerializer.Deserialize(File.ReadAllText(results), ResultJson.Default.ResultFile)!.Rows.Where(row => row.Bench == "growth").GroupBy(row => Shape.Of(row.Case).Kind, StringComparer.Ordinal);
    File.WriteAllText(picture, GrowthPicture.Draw([.. grown.Select(check => (check.Key, (IReadOnlyList<(double, double)>)[.. check.Select(row => ((double)Shape.Of(row.Case).Rows, row.OursCpuSeconds)).Order()]))]));
    return 0;
}

// `table ROWS FILE` writes a table larger than memory, `aggregate FILE` times the engine's own aggregate over it.
if (args is ["table", var tableRows, var tableFile] && long.TryParse(tableRows, NumberStyles.None, CultureInfo.InvariantCulture, out var rowsWanted))
{
    LargeTables.Write(rowsWanted, tableFile);
    return 0;
}

if (args is ["aggregate", var aggregated])
{
    LargeTables.Aggregate(aggregated, 3);
    return 0;
}

if (args is ["--gemm", var library, var shape, var gemmFolder])
{
    return GemmSide.Serve(library, shape, gemmFolder);
}

var names = new List<string>();
var sources = new Dictionary<string, string>(StringComparer.Ordinal);
string? json = null;
var quick = false;
var runs = 0;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--json" when i + 1 < args.Length:
            json = args[++i];
            break;
        case "--peer" when i + 1 < args.Length && args[i + 1].Contains('=', StringComparison.Ordinal):
            var parts = args[++i].Split('=', 2);
            sources[parts[0]] = parts[1];
            break;
        case "--shapes" when i + 1 < args.Length:
            foreach (var products in Benchmarks.All.OfType<GemmBench>())
            {
                products.ShapesFile = args[i + 1];
            }

            i++;
            break;
        case "--quick":
            quick = true;
            break;
        case "--runs" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs > 0:
            i++;
            break;
        case "--most" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0:
            foreach (var growth in Benchmarks.All.OfType<GrowthBench>())
            {
                growth.MostRows = most;
            }

            i++;
            break;
        case var option when option.StartsWith('-'):
            Console.Error.WriteLine($"Faultline.Bench: unknown option '{option}'; usage: NAME… [--json FILE] [--quick] [--shapes FILE] [--peer NAME=DIR] [--runs N] [--most ROWS]; 'list' lists the names.");
            return 2;
        default:
            names.Add(args[i]);
            break;
    }
}

if (names is [] or ["list"])
{
    foreach (var bench in Benchmarks.All)
    {
        Console.WriteLine(bench.Name);
    }

    return 0;
}

var chosen = new List<IBenchmark>();
foreach (var name in names)
{
    if (Benchmarks.All.FirstOrDefault(bench => bench.Name == name) is not { } bench)
    {
        Console.Error.WriteLine($"Faultline.Bench: there is no benchmark '{name}'; 'list' lists the names.");
        return 2;
    }

    chosen.Add(bench);
}

var rows = new List<Measurement>();
foreach (var bench in chosen)
{
    foreach (var name in bench.Cases(quick))
    {
        rows.AddRange(bench.Run(name, sources, runs > 0 ? runs : quick ? 3 : 5));
    }
}

GemmBench.Summarise(rows);
GrowthBench.Summarise(rows);
if (json is not null)
{
    var file = new ResultFile(
        Machine.Name(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        ToolVersion.Current,
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        rows);
    File.WriteAllText(json, JsonSerializer.Serialize(file, ResultJson.Default.ResultFile) + "\n");
}

return 0;
