using System.Diagnostics;

namespace Faultline.Cli;

/// <summary>Reads shards in processes on this machine, as many at a time as there are threads.</summary>
sealed class LocalShards(StateFolder folder, AuditRequest request) : IShardLauncher
{
    const int MostTries = 3;
    const int Killed = 128;

    public string Name => "processes on this machine";

    public void Run(WholePass pass, CancellationToken cancellation)
    {
        var missing = folder.Missing(pass.Number);
        if (missing.Length == 0)
        {
            return;
        }

        var side = Math.Clamp(missing.Length, 1, request.Options.ThreadCount);
        var began = Stopwatch.GetTimestamp();
        var (next, running, done, rows) = (-1, 0, 0, 0L);
        var before = folder.Shards - missing.Length;
        var faults = new SortedDictionary<int, Exception>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        async Task WorkAsync()
        {
            int place;
            while ((place = Interlocked.Increment(ref next)) < missing.Length && Volatile.Read(ref next) < int.MaxValue / 2)
            {
                try
                {
                    Interlocked.Increment(ref running);
                    await ReadAsync(missing[place], pass.Number, side, stop.Token);
                    var (from, to) = StateFolder.PartsOf(pass, missing[place], folder.Shards);
                    var all = Interlocked.Add(ref rows, pass.RowsOf(from, to));
                    var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                    pass.Say($"pass {pass.Number}: {before + Interlocked.Increment(ref done)} of {folder.Shards} shards read, {Interlocked.Decrement(ref running)} running, {PlainNumber.Of(all / seconds)} rows/s", all);
                }
                catch (Exception fault)
                {
                    // Shards before this one are under way already: of several faults the first is told.
                    Interlocked.Exchange(ref next, int.MaxValue / 2);
                    lock (faults)
                    {
                        faults[missing[place]] = fault;
                    }
                }
            }
        }

        Task.WaitAll([.. Enumerable.Range(0, side).Select(_ => WorkAsync())], CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (faults.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(faults.First().Value);
        }
    }

    async Task ReadAsync(int shard, int pass, int side, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var (exit, error) = await StartAsync(shard, pass, side, cancellation);
            if (exit == ExitCode.Fine)
            {
                return;
            }

            var said = error.Split('\n').LastOrDefault(line => line.StartsWith(Messages.Prefix, StringComparison.Ordinal) && !line.StartsWith(Messages.Prefix + "warning", StringComparison.Ordinal))?[Messages.Prefix.Length..].Trim();
            if (exit < Killed && said is not null)
            {
                throw new InputException(said);
            }

            if (tries == MostTries)
            {
                throw new InputException($"the process of shard {shard}/{folder.Shards} ended {MostTries} times with exit code {exit}{(exit > Killed ? $" (signal {exit - Killed})" : string.Empty)} in pass {pass}. The same command with --resume goes on from there; with less memory a process, give more shards or fewer --threads.");
            }
        }
    }

    async Task<(int Exit, string Error)> StartAsync(int shard, int pass, int side, CancellationToken cancellation)
    {
        var words = ShardProgram.Shard(folder, pass, shard.ToString(System.Globalization.CultureInfo.InvariantCulture), Math.Max(1, request.Options.ThreadCount / side), request.MemoryBytes / side);
        var start = new ProcessStartInfo(ShardProgram.Words[0]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var word in ShardProgram.Words.Skip(1).Concat(words))
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start) ?? throw new InputException($"'{ShardProgram.Words[0]}' did not start.");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        await output;
        return (process.ExitCode, await error);
    }
}
