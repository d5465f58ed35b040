using System.Globalization;
using System.Text.Json;
using Faultline.DuckDb;

namespace Faultline.Bench;

/// <summary>A whole audit with a label and no predictions, from a Parquet file of mixed columns: reading, predictions, every check; no peer, one run.</summary>
sealed class AuditBench : IPairedBenchmark
{
    public string Name => "audit";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["20000x30"] : ["200000x30", "1000000x30"];

    // A second run would tell of a warm process, and an audit is seldom one.
    public IEnumerable<Measurement> Run(string name, IReadOnlyDictionary<string, string> sources, int runs) => Comparison.Run(this, name, sources, 0);

    public string? Prepare(string name, string folder)
    {
        var (rows, columns, _) = Shape.Of(name);
        TableFile.Write(Make(rows, columns), Path.Combine(folder, "table.parquet"));
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) => [];

    public Func<Func<JsonElement>> Load(string name, string folder) => () =>
    {
        var read = TableReader.Read([Path.Combine(folder, "table.parquet")], new ReadOptions());
        var evidence = EvidenceBuilder.Build(new EvidenceRequest { Data = read.Table, Inputs = read.Inputs, Roles = new RoleRequest { Label = "y" } });
        var report = Audit.Run(evidence, new AuditOptions { Progress = new Steps() });
        return () => Agreement.Answer(("findings", [report.Findings.Count]));
    };

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers) => throw new NotSupportedException("audit has no peers");

    /// <summary>
    /// A table of mixed columns: an id, a label of two classes that depends on a few of the others, normal, skewed, whole and missing numbers, categories of 2 to
    /// 200 levels, two dates.
    /// </summary>
    public static Table Make(int rows, int columns)
    {
        var random = SeededRandom.For(0, string.Create(CultureInfo.InvariantCulture, $"audit/{rows}x{columns}"));
        var made = new List<Column>();
        var risk = new double[rows];
        for (var j = 0; j < columns - 2; j++)
        {
            made.Add((j % 7) switch
            {
                0 or 1 => new NumberColumn($"normal{j}", Fill(rows, row => Math.Round(random.NextGaussian() + (j == 7 ? risk[row] : 0), 4))),
                2 => new NumberColumn($"skewed{j}", Fill(rows, _ => Math.Round(Math.Exp(random.NextGaussian()), 3))),
                3 => new NumberColumn($"whole{j}", Fill(rows, _ => random.NextInt(1000))),
                4 => new NumberColumn($"missing{j}", Fill(rows, _ => random.NextDouble() < 0.1 ? double.NaN : Math.Round(random.NextGaussian(), 3))),
                5 => Category($"kind{j}", rows, j % 2 == 0 ? 200 : 2 + (j % 30), random),
                _ => j == 13 ? new TimeColumn($"day{j}", [.. Enumerable.Range(0, rows).Select(_ => (18_000L + random.NextInt(1_500)) * 86_400_000_000)]) : Category($"group{j}", rows, 5, random),
            });
            if (j < 6 && made[^1] is NumberColumn numbers)
            {
                for (var row = 0; row < rows; row++)
                {
                    risk[row] += double.IsNaN(numbers.Values[row]) ? 0 : 0.3 * Math.Min(3, numbers.Values[row] / (j == 3 ? 500 : 1));
                }
            }
        }

        made.Insert(0, new NumberColumn("id", Fill(rows, row => row + 1_000_000)));
        made.Add(new TextColumn("y", [.. risk.Select(value => random.NextDouble() < 1 / (1 + Math.Exp(1 - value)) ? 1 : 0)], ["no", "yes"]));
        return Table.FromColumns([.. made]);
    }

    /// <summary>Says on standard error what each step cost in processor time, and how high memory stood after it.</summary>
    sealed class Steps : IProgress<AuditProgress>
    {
        readonly Lock _lock = new();
        string _step = "reading and roles";
        TimeSpan _cpu;

        public void Report(AuditProgress value)
        {
            lock (_lock)
            {
                if (value.Step == _step)
                {
                    return;
                }

                var cpu = Environment.CpuUsage.TotalTime;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {_step}: {(cpu - _cpu).TotalSeconds:0.0} s of processor time, peak so far {Side.Peak() / 1e6:0} MB"));
                (_step, _cpu) = (value.Step, cpu);
            }
        }
    }

    static double[] Fill(int rows, Func<int, double> of)
    {
        var values = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            values[row] = of(row);
        }

        return values;
    }

    static TextColumn Category(string name, int rows, int levels, SeededRandom random)
    {
        var codes = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            codes[row] = (int)(levels * Math.Pow(random.NextDouble(), 2));
        }

        return new TextColumn(name, codes, [.. Enumerable.Range(0, levels).Select(level => string.Create(CultureInfo.InvariantCulture, $"{name} {level}"))]);
    }
}
