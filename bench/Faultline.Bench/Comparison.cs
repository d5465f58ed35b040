using System.Globalization;

namespace Faultline.Bench;

/// <summary>Runs a case beside each of its peers, in turn: ours, theirs, ours, theirs, after a warm-up of each.</summary>
static class Comparison
{
    const double WarmUpSeconds = 2;
    const int MostWarmUps = 20;

    public static IEnumerable<Measurement> Run(IPairedBenchmark bench, string name, IReadOnlyDictionary<string, string> sources, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("faultline-bench-").FullName;
        try
        {
            if (bench.Prepare(name, folder) is { } missing)
            {
                Console.Error.WriteLine($"{bench.Name} {name}: not run, {missing}");
                yield break;
            }

            var peers = bench.Peers(name, sources);
            foreach (var peer in peers.Count == 0 ? [null] : peers.Cast<Peer?>())
            {
                if (Compare(bench, name, folder, peer, runs) is { } row)
                {
                    Console.Out.WriteLine(Line(row));
                    yield return row;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Measurement? Compare(IPairedBenchmark bench, string name, string folder, Peer? peer, int runs)
    {
        using var ours = Side.Start(Environment.ProcessPath!, [typeof(Comparison).Assembly.Location, "--serve", bench.Name, name, folder])
            ?? throw new InvalidOperationException("The benchmark could not start itself.");
        using var theirs = peer?.Start(bench.Name, name, folder);
        var ourFirst = ours.Run(withResult: true) ?? throw new InvalidOperationException($"{bench.Name} {name} failed on our side.");
        var theirFirst = theirs?.Run(withResult: true);
        if (peer is not null && theirFirst is null)
        {
            Console.Error.WriteLine($"{bench.Name} {name}: no row for {peer.Name}, it could not be started");
            return null;
        }

        if (runs > 1)
        {
            WarmUp(ours, ourFirst.Seconds);
            WarmUp(theirs, theirFirst?.Seconds ?? 0);
        }

        // A case that is run once only is measured on that run.
        var our = new List<RunAnswer>(runs == 0 ? [ourFirst] : []);
        var their = new List<RunAnswer>(runs == 0 && theirFirst is not null ? [theirFirst] : []);
        for (var run = 0; run < runs; run++)
        {
            our.Add(ours.Run(withResult: false)!);
            if (theirs?.Run(withResult: false) is { } answer)
            {
                their.Add(answer);
            }
        }

        var compared = theirFirst is null ? ((bool Agree, string Note)?)null : bench.Compare(ourFirst.Result!.Value, theirFirst.Result!.Value);
        var seconds = Median(our, answer => answer.Seconds);
        var theirSeconds = their.Count == 0 ? (double?)null : Median(their, answer => answer.Seconds);
        return new Measurement(
            bench.Name,
            name,
            seconds,
            Median(our, answer => answer.CpuSeconds),
            peer?.Name,
            theirFirst?.Version,
            theirSeconds,
            their.Count == 0 ? null : Median(their, answer => answer.CpuSeconds),
            theirSeconds / seconds,
            our.Max(answer => answer.PeakBytes),
            their.Count == 0 ? null : their.Max(answer => answer.PeakBytes),
            compared?.Agree,
            compared?.Note);
    }

    /// <summary>Short work is repeated until a compiler that learns while it runs has learned: for two seconds or twenty times.</summary>
    static void WarmUp(Side? side, double seconds)
    {
        for (var run = 1; side is not null && run < MostWarmUps && seconds < WarmUpSeconds; run++)
        {
            seconds += side.Run(withResult: false)?.Seconds ?? WarmUpSeconds;
        }
    }

    static double Median(List<RunAnswer> answers, Func<RunAnswer, double> of)
    {
        var sorted = answers.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    static string Line(Measurement row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Bench} {row.Case}: {row.OursSeconds:0.000} s, {row.OursPeakBytes / 1e6:0} MB; {row.Peer ?? "no peer"} {row.PeerVersion} {row.PeerSeconds:0.000} s, {row.PeerPeakBytes / 1e6:0} MB; ratio {row.Ratio:0.00}; agree {row.Agree}; {row.Note}");
}
