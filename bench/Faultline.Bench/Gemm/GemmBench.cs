using System.Globalization;

namespace Faultline.Bench;

/// <summary>Float32 products beside OpenBLAS, at the best of three core types for each shape, and oneDNN: every library in a process of its own, in turn.</summary>
sealed class GemmBench : IBenchmark
{
    // OpenBLAS keeps its threads spinning for tens of milliseconds after a call; the next side must not pay for it.
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(45);
    static readonly string[] s_coreTypes = ["SkylakeX", "Haswell", "Zen"];

    public string Name => "gemm";

    /// <summary>A file of shapes that replaces the standard ones.</summary>
    public string? ShapesFile { get; set; }

    public IReadOnlyList<string> Cases(bool quick)
    {
        var shapes = ShapesFile is null ? GemmShape.Standard : GemmShape.Read(ShapesFile);
        return [.. shapes.Where(shape => !quick || ShapesFile is not null || shape.Operations < 1e7).Select(shape => shape.ToString())];
    }

    public IEnumerable<Measurement> Run(string name, IReadOnlyDictionary<string, string> sources, int runs)
    {
        var shape = GemmShape.Parse(name);
        var folder = Directory.CreateTempSubdirectory("faultline-bench-").FullName;
        try
        {
            return Rows(shape, folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static List<Measurement> Rows(GemmShape shape, string folder, int runs)
    {
        List<Contender> all = [new("ours", ""), new("peak", ""), .. s_coreTypes.Select(type => new Contender("openblas", type)), new("onednn", "")];
        try
        {
            foreach (var contender in all)
            {
                contender.Start(shape, folder);
                Thread.Sleep(s_pause);
            }

            for (var run = 0; run < runs; run++)
            {
                foreach (var contender in all)
                {
                    contender.Run();
                    Thread.Sleep(s_pause);
                }
            }
        }
        finally
        {
            foreach (var contender in all)
            {
                contender.Dispose();
            }
        }

        var ours = all[0];
        var peak = 1 / Math.Min(all[1].Seconds, double.MaxValue);
        var rows = new List<Measurement>();
        foreach (var peer in all.Skip(2).Where(contender => contender.Measured).GroupBy(contender => contender.Library).Select(group => group.MinBy(contender => contender.Seconds)!))
        {
            var agree = GemmSide.Agree(shape, ours.Product!, peer.Product!, out _);
            var note = string.Create(CultureInfo.InvariantCulture, $"{shape.Operations / ours.Seconds / 1e9:0.0} GF/s, {shape.Operations / ours.Seconds / peak:0%} of the FMA peak of {peak / 1e9:0} GF/s; peer {shape.Operations / peer.Seconds / peak:0%}; fastest of all {peer.Fastest / ours.Fastest:0.00}");
            var row = new Measurement(
                "gemm", shape.ToString(), ours.Seconds, ours.CpuSeconds, peer.Library, peer.Version, peer.Seconds, peer.CpuSeconds, peer.Seconds / ours.Seconds, ours.PeakBytes, peer.PeakBytes, agree, note);
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"gemm {row.Case}: {GemmSide.Microseconds(row.OursSeconds)} µs; {row.Peer} {peer.CoreType} {GemmSide.Microseconds(row.PeerSeconds!.Value)} µs; ratio {row.Ratio:0.00}; agree {row.Agree}; {row.Note}"));
            rows.Add(row);
        }

        foreach (var missing in all.Where(contender => !contender.Measured).Select(contender => contender.Library).Distinct(StringComparer.Ordinal))
        {
            Console.Error.WriteLine($"gemm {shape}: no row for {missing}, it is not installed or could not be started");
        }

        return rows;
    }

    /// <summary>The geometric mean of the ratios to each peer, and the smallest.</summary>
    public static void Summarise(IEnumerable<Measurement> rows)
    {
        foreach (var peer in rows.Where(row => row.Bench == "gemm" && row.Ratio is not null).GroupBy(row => row.Peer))
        {
            Say(peer.Key!, "all", [.. peer]);
            Say(peer.Key!, "m, n, k of 64 and more", [.. peer.Where(row => GemmShape.Parse(row.Case) is { M: >= 64, N: >= 64, K: >= 64 })]);
        }
    }

    static void Say(string peer, string which, Measurement[] rows)
    {
        if (rows.Length > 0)
        {
            var worst = rows.MinBy(row => row.Ratio)!;
            var mean = Math.Exp(rows.Average(row => Math.Log(row.Ratio!.Value)));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gemm beside {peer}, {which} ({rows.Length} shapes): geometric mean {mean:0.00}, smallest {worst.Ratio:0.00} ({worst.Case})"));
        }
    }

    sealed class Contender(string library, string coreType) : IDisposable
    {
        readonly List<RunAnswer> _answers = [];
        Side? _side;
        bool _failed;

        public string Library => library;

        public string CoreType => coreType;

        public bool Measured => !_failed && _answers.Count > 0;

        public string Version { get; private set; } = "";

        public float[]? Product { get; private set; }

        public double Seconds => Median(answer => answer.Seconds);

        public double Fastest => _answers.Min(answer => answer.Seconds);

        public double CpuSeconds => Median(answer => answer.CpuSeconds);

        public long PeakBytes => _answers.Max(answer => answer.PeakBytes);

        public void Start(GemmShape shape, string folder)
        {
            var own = Path.Combine(folder, library + coreType);
            Directory.CreateDirectory(own);
            var environment = coreType.Length == 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENBLAS_CORETYPE"] = coreType };
            _side = Side.Start(Environment.ProcessPath!, GemmSide.Arguments(library, shape, own), environment);
            var first = _side?.Run(withResult: true);
            _failed = first is null;
            Version = first is null ? "" : coreType.Length == 0 ? first.Version : $"{first.Version} as {coreType}";
            if (File.Exists(Path.Combine(own, library + ".npy")))
            {
                Product = Npy.Read<float>(Path.Combine(own, library + ".npy"));
            }
        }

        public void Run()
        {
            if (!_failed)
            {
                var answer = _side!.Run(withResult: false);
                _failed = answer is null;
                _answers.AddRange(answer is null ? [] : [answer]);
            }
        }

        public void Dispose() => _side?.Dispose();

        double Median(Func<RunAnswer, double> of)
        {
            var sorted = _answers.Select(of).Order().ToArray();
            return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
