using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>A real Slurm on loopback: munged, slurmctld and two slurmd, in a folder of its own, gone with it.</summary>
public sealed class SlurmCluster : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Dictionary<string, Process> _daemons = new(StringComparer.Ordinal);

    public SlurmCluster()
    {
        if (WhyNot is not null || OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.WriteAllBytes(_folder["munge.key"], RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(_folder["munge.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_folder["slurm.conf"], Configuration());
        Directory.CreateDirectory(_folder["state"]);
        Start("munged", "/usr/sbin/munged", "-F", "--force", "--key-file=" + _folder["munge.key"], "--socket=" + _folder["munge.socket"], "--pid-file=" + _folder["munge.pid"], "--log-file=" + _folder["munge.log"], "--seed-file=" + _folder["munge.seed"]);
        Start("slurmctld", "/usr/sbin/slurmctld", "-D", "-i", "-f", _folder["slurm.conf"]);
        StartNode("n1");
        StartNode("n2");
        Await(BothIdle, 60, () => "no two idle nodes:\n" + Logs());
    }

    /// <summary>Why there is none, or null.</summary>
    public static string? WhyNot { get; } =
        Environment.UserName != "root" ? "a Slurm of its own needs root"
        : new[] { "munged", "slurmctld", "slurmd" }.FirstOrDefault(program => !File.Exists("/usr/sbin/" + program)) is { } missing ? $"{missing} is not installed (Debian: slurm-wlm munge)"
        : null;

    /// <summary>What leads programs to this cluster.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>(StringComparer.Ordinal) { ["SLURM_CONF"] = _folder["slurm.conf"] };

    /// <summary>Runs a command of Slurm and gives what it prints.</summary>
    public string Command(string program, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = _folder["slurm.conf"];
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }

    /// <summary>True when both nodes wait for work.</summary>
    public bool BothIdle() => Command("sinfo", "--noheader", "--Node", "--format=%N %T").Split('\n').Count(line => line.EndsWith(" idle", StringComparison.Ordinal)) == 2;

    /// <summary>Tasks that are still in the queue.</summary>
    public string Queue() => Command("squeue", "--noheader", "--array", "--format=%i %T").Trim();

    /// <summary>Starts the daemon of a node; words before it may put it elsewhere.</summary>
    public void StartNode(string node, params string[] before)
    {
        string[] words = [.. before, "/usr/sbin/slurmd", "-D", "-N", node, "-f", _folder["slurm.conf"]];
        Start(node, words[0], words[1..]);
    }

    /// <summary>Stops a node as if its power went: the daemon and all that runs on it.</summary>
    public void Cut(string node)
    {
        using var daemon = _daemons[node];
        _daemons.Remove(node);
        daemon.Kill(entireProcessTree: true);
        foreach (var process in ProcessesWith("SLURMD_NODENAME=" + node, "environ"))
        {
            Kill(process);
        }

        daemon.WaitForExit();
    }

    /// <summary>Processes in whose command line (or environment) a text stands.</summary>
    public static IEnumerable<int> ProcessesWith(string text, string file = "cmdline")
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId))
        {
            string content;
            try
            {
                content = File.ReadAllText(Path.Join(folder, file));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (content.Contains(text, StringComparison.Ordinal))
            {
                yield return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Ends a process at once.</summary>
    public static void Kill(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Waits until something is so.</summary>
    public static void Await(Func<bool> isSo, int seconds, Func<string> otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < seconds, otherwise());
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(50);
        }
    }

    public void Dispose()
    {
        foreach (var name in new[] { "n1", "n2", "slurmctld", "munged" })
        {
            if (_daemons.TryGetValue(name, out var daemon))
            {
                daemon.Kill(entireProcessTree: true);
                daemon.WaitForExit();
                daemon.Dispose();
            }
        }

        _folder.Dispose();
    }

    string Logs() => string.Join('\n', Directory.GetFiles(_folder.Path, "*.log").Select(file => file + "\n" + string.Join('\n', File.ReadLines(file).TakeLast(4))));

    void Start(string name, string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = _folder["slurm.conf"];
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _daemons[name] = process;
    }

    string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        ClusterName=faultline
        SlurmctldHost=localhost(127.0.0.1)
        SlurmctldPort={Port()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={_folder["munge.socket"]}
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}-%n
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd"]}-%n.pid
        SlurmctldLogFile={_folder["slurmctld.log"]}
        SlurmdLogFile={_folder["slurmd"]}-%n.log
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        MpiDefault=none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        AccountingStorageType=accounting_storage/none
        JobAcctGatherType=jobacct_gather/none
        ReturnToService=2
        SlurmdTimeout=20
        KillWait=2
        MaxArraySize=5000
        NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={Port()} CPUs=2 RealMemory=2000
        NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={Port()} CPUs=2 RealMemory=2000
        PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP

        """);

    static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
