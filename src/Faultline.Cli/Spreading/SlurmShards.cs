using System.Diagnostics;

namespace Faultline.Cli;

/// <summary>Has shards read by tasks of a Slurm job array, which a dependent job merges.</summary>
sealed class SlurmShards(StateFolder folder, AuditRequest request) : IShardLauncher
{
    const int MostTries = 3;
    const string Jobs = "jobs-pass-";

    static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    public string Name => "tasks of Slurm";

    public void Run(WholePass pass, CancellationToken cancellation)
    {
        var record = folder.In(FormattableString.Invariant($"{Jobs}{pass.Number}"));
        var script = new SlurmScript(folder, request, pass.Number);
        try
        {
            for (var tries = 1; ; tries++)
            {
                // Jobs of a run that was killed may still be at work.
                if (!File.Exists(record))
                {
                    Submit(record, script, folder.Missing(pass.Number), cancellation);
                }

                var states = Wait(pass, File.ReadAllLines(record), cancellation);
                File.Delete(record);
                var missing = folder.Missing(pass.Number);
                if (missing.Length == 0)
                {
                    return;
                }

                ThrowIfHopeless(script, states, missing, tries);
            }
        }
        finally
        {
            // Whatever ends the waiting: nothing stays in the queue.
            if (File.Exists(record))
            {
                SlurmQueue.Cancel(File.ReadAllLines(record));
                File.Delete(record);
            }
        }
    }

    /// <summary>Takes out of the queue what a run that was killed left there.</summary>
    public static void CancelLeft(StateFolder folder)
    {
        if (Directory.Exists(folder.Path))
        {
            SlurmQueue.Cancel(Directory.EnumerateFiles(folder.Path, Jobs + "*").SelectMany(File.ReadAllLines));
        }
    }

    static void Submit(string record, SlurmScript script, int[] missing, CancellationToken cancellation)
    {
        if (missing.Length > 0)
        {
            foreach (var log in missing.Select(shard => script.Log(shard.ToString(System.Globalization.CultureInfo.InvariantCulture))).Where(File.Exists))
            {
                File.Delete(log);
            }

            var array = SlurmQueue.Submit(script.Array(missing), cancellation);
            File.WriteAllLines(record, [array]);
            File.AppendAllLines(record, [SlurmQueue.Submit(script.Merge(array), cancellation)]);
        }
        else
        {
            File.WriteAllLines(record, []);
        }
    }

    // The states of the tasks of shards by their numbers, when none will run any more.
    Dictionary<string, string> Wait(WholePass pass, string[] jobs, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var before = folder.Missing(pass.Number).ToHashSet();
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        while (jobs.Length > 0)
        {
            if (SlurmQueue.Look(jobs[0], cancellation) is { } tasks)
            {
                foreach (var (task, state) in tasks)
                {
                    last[task.Split('_')[^1]] = state;
                }

                Say(pass, tasks, before, began);
                var merge = jobs.Length > 1 ? SlurmQueue.Look(jobs[1], cancellation) : [];
                var ended = tasks.All(task => SlurmQueue.HasEnded(task.State));
                if (ended && folder.Missing(pass.Number).Length > 0)
                {
                    SlurmQueue.Cancel(jobs);
                    break;
                }

                if (ended && merge is not null && merge.All(task => SlurmQueue.HasEnded(task.State)))
                {
                    break;
                }
            }
            else
            {
                pass.Say($"pass {pass.Number}: the controller of Slurm does not answer", 0);
            }

            cancellation.WaitHandle.WaitOne(s_between);
            cancellation.ThrowIfCancellationRequested();
        }

        return last;
    }

    void Say(WholePass pass, IReadOnlyList<(string Task, string State)> tasks, HashSet<int> before, long began)
    {
        var missing = folder.Missing(pass.Number);
        var read = before.Except(missing).Sum(shard => StateFolder.PartsOf(pass, shard, folder.Shards) is var (from, to) ? pass.RowsOf(from, to) : 0);
        var failed = tasks.Count(task => SlurmQueue.HasEnded(task.State) && task.State != "COMPLETED");
        var running = tasks.Count(task => task.State is "RUNNING" or "COMPLETING");
        var pending = tasks.Count(task => !SlurmQueue.HasEnded(task.State)) - running;
        pass.Say($"pass {pass.Number}: {pending} pending, {running} running, {folder.Shards - missing.Length} of {folder.Shards} done, {failed} failed, {PlainNumber.Of(read / Stopwatch.GetElapsedTime(began).TotalSeconds)} rows/s", read);
    }

    void ThrowIfHopeless(SlurmScript script, Dictionary<string, string> states, int[] missing, int tries)
    {
        const string Resume = "The same command with --resume reads what is missing.";
        string StateOf(int shard) => states.GetValueOrDefault(shard.ToString(System.Globalization.CultureInfo.InvariantCulture), "UNKNOWN");
        if (missing.Where(shard => StateOf(shard) == "CANCELLED").ToArray() is { Length: > 0 } cancelled)
        {
            throw new InputException($"{ShardNames.Of(cancelled, folder.Shards)} were taken out of the queue by somebody (scancel). {Resume}");
        }

        if (missing.FirstOrDefault(shard => StateOf(shard) is "TIMEOUT" or "OUT_OF_MEMORY" or "DEADLINE", -1) is var short_ and >= 0)
        {
            throw new InputException($"Slurm ended shard {short_} of {folder.Shards}: {StateOf(short_)}. Ask for more with --slurm (time=…, mem=…) or give more --shards. {Resume}");
        }

        foreach (var shard in missing)
        {
            if (Said(script.Log(shard.ToString(System.Globalization.CultureInfo.InvariantCulture))) is { } said)
            {
                throw new InputException(said);
            }
        }

        if (tries < MostTries)
        {
            return;
        }

        var lost = missing.FirstOrDefault(shard => !File.Exists(script.Log(shard.ToString(System.Globalization.CultureInfo.InvariantCulture))), -1);
        throw new InputException(lost >= 0
            ? $"shard {lost} of {folder.Shards} left neither a state nor a log in '{folder.Path}' in {MostTries} tries ({StateOf(lost)}): the node probably does not see that folder. Name one with --out that all nodes share, and that you may write there. {Resume}"
            : $"{ShardNames.Of(missing, folder.Shards)} failed {MostTries} times ({StateOf(missing[0])}); the log is '{script.Log(missing[0].ToString(System.Globalization.CultureInfo.InvariantCulture))}'. {Resume}");
    }

    // Why a task could not run, in its own words; null where it was ended from outside.
    static string? Said(string log)
    {
        if (!File.Exists(log))
        {
            return null;
        }

        var lines = File.ReadAllLines(log);
        return Array.Exists(lines, line => line.StartsWith("exit ", StringComparison.Ordinal)) || lines.Length == 1
            ? lines.LastOrDefault(line => line.StartsWith(Messages.Prefix, StringComparison.Ordinal) && !line.StartsWith(Messages.Prefix + "warning", StringComparison.Ordinal))?[Messages.Prefix.Length..]
            : null;
    }
}
