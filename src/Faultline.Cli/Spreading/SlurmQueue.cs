using System.Diagnostics;

namespace Faultline.Cli;

/// <summary>The commands of Slurm.</summary>
static class SlurmQueue
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    // Every other state is one in which a task may still run, as when it waits for a new node.
    static readonly string[] s_ended = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "DEADLINE", "BOOT_FAIL"];

    /// <summary>Submits a script.</summary>
    /// <returns>The job's number.</returns>
    /// <exception cref="InputException">Slurm is not there or refuses it.</exception>
    public static string Submit(IEnumerable<string> words, CancellationToken cancellation)
    {
        var (exit, output, error) = Run("sbatch", words, cancellation);
        return exit == 0 ? output.Trim().Split(';')[0]
            : throw new InputException($"sbatch refused the job: {Messages.OneLine(error).Replace("sbatch: ", string.Empty, StringComparison.Ordinal)} Mend --slurm, or ask whoever keeps the cluster; --resume goes on from here.");
    }

    /// <summary>Tasks with their states, also those that ended a while ago; null where the controller does not answer.</summary>
    public static IReadOnlyList<(string Task, string State)>? Look(string job, CancellationToken cancellation)
    {
        var (exit, output, error) = Run("squeue", ["--noheader", "--array", "--states=all", "--jobs=" + job, "--format=%i|%T"], cancellation);
        return exit == 0 ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).Where(parts => parts.Length == 2).Select(parts => (parts[0].Trim(), parts[1].Trim()))]
            : error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) ? []
            : null;
    }

    /// <summary>True where a task will not run any more.</summary>
    public static bool HasEnded(string state) => s_ended.Contains(state, StringComparer.Ordinal);

    /// <summary>Takes jobs out of the queue; what is not there is no matter.</summary>
    public static void Cancel(IEnumerable<string> jobs)
    {
        string[] named = [.. jobs];
        if (named.Length > 0)
        {
            using var patience = new CancellationTokenSource(s_patience);
            try
            {
                Run("scancel", ["--quiet", .. named], patience.Token);
            }
            catch (Exception fault) when (fault is InputException or OperationCanceledException)
            {
                // A controller that is gone has no queue.
            }
        }
    }

    static (int Exit, string Output, string Error) Run(string program, IEnumerable<string> words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            using var process = Process.Start(start)!;
            using var stop = cancellation.Register(process.Kill);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new InputException($"'{program}' can not be started: --engine slurm needs the commands of Slurm on the PATH of this machine. Run it on a login node, or use --engine local.", fault);
        }
    }
}
