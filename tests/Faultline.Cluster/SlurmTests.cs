using System.Diagnostics;
using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>Audits over a real Slurm, and what goes wrong with one.</summary>
public sealed class SlurmTests : IClassFixture<SlurmCluster>, IDisposable
{
    readonly SlurmCluster _cluster;
    readonly TemporaryFolder _folder = new();
    readonly Audited _audited;

    public SlurmTests(SlurmCluster cluster)
    {
        Assert.SkipWhen(SlurmCluster.WhyNot is not null, SlurmCluster.WhyNot ?? string.Empty);
        _cluster = cluster;
        _audited = new Audited(_folder);
        _audited.Make();
    }

    public void Dispose()
    {
        if (_cluster is not null)
        {
            SlurmCluster.Await(() => _cluster.Queue().Length == 0, 60, () => "left in the queue: " + _cluster.Queue());
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task An_audit_over_Slurm_gives_the_report_of_one_process()
    {
        await One();

        var result = (await Run("--shards", "5", "--slurm", "time=5:00,mem=300M", "--slurm", "partition=all")).Ran();

        _audited.Equal("one", "r");
        Assert.Contains("read by 5 shards (tasks of Slurm)", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_audited.States("r")));
    }

    [Fact]
    public async Task A_task_that_was_killed_is_run_again()
    {
        await One();
        using var audit = Start("--shards", "3");

        SlurmCluster.Kill(Task(pass: 1, "1/3"));

        await Ends(audit, 0);
        _audited.Equal("one", "r");
    }

    [Fact]
    public async Task A_node_that_stops_in_mid_run_loses_no_row()
    {
        await One();
        using var audit = Start("--shards", "4", "--slurm", "ntasks=1");
        Task(pass: 1, "1/4");
        try
        {
            _cluster.Cut("n1");
            await Ends(audit, 0);
            _audited.Equal("one", "r");
        }
        finally
        {
            _cluster.StartNode("n1");
            SlurmCluster.Await(_cluster.BothIdle, 60, () => "n1 does not come back");
        }
    }

    [Fact]
    public async Task A_task_that_is_run_twice_changes_nothing()
    {
        await One();
        using var audit = Start("--shards", "3");
        Task(pass: 1, "1/3");

        (await _audited.RunAsync("shard", "--shard", "1/3", "--pass", "1", "--to", _audited.States("r"))).Ran();

        await Ends(audit, 0);
        _audited.Equal("one", "r");
    }

    [Fact]
    public async Task A_node_that_does_not_see_the_folder_is_said()
    {
        // In a mount namespace of its own, where another disk lies over the folder.
        _cluster.Cut("n1");
        _cluster.StartNode("n1", "unshare", "--mount", "--propagation", "private", "sh", "-c", $"mount -t tmpfs none '{_folder.Path}' && exec \"$@\"", "sh");
        try
        {
            SlurmCluster.Await(_cluster.BothIdle, 60, () => "n1 does not come back");
            (await Run("--shards", "2", "--slurm", "nodelist=n1")).CouldNotRun("left neither a state nor a log", "does not see that folder");
        }
        finally
        {
            _cluster.Cut("n1");
            _cluster.StartNode("n1");
            SlurmCluster.Await(_cluster.BothIdle, 60, () => "n1 does not come back");
        }
    }

    [Fact]
    public async Task A_submitter_that_was_killed_goes_on_with_what_is_missing()
    {
        await One();
        using (var audit = Start("--shards", "3"))
        {
            SlurmCluster.Await(() => File.Exists(Path.Join(_audited.States("r"), "jobs-pass-2")), 120, () => "no second pass");
            audit.Kill();
            await audit.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var first = File.GetLastWriteTimeUtc(Path.Join(_audited.States("r"), "pass-1.state"));
        using var again = Start("--shards", "3", "--resume");
        SlurmCluster.Await(() => File.Exists(Path.Join(_audited.States("r"), "pass-2.state")) || again.HasExited, 120, () => "no second pass");
        Assert.Equal(first, File.GetLastWriteTimeUtc(Path.Join(_audited.States("r"), "pass-1.state")));
        await Ends(again, 0);
        _audited.Equal("one", "r");
    }

    [Fact]
    public async Task Tasks_taken_out_of_the_queue_by_the_user_end_the_audit_with_that_reason()
    {
        using var audit = Start("--shards", "3");
        Task(pass: 1, "2/3");
        _cluster.Command("scancel", "--name=faultline-pass-1");

        Assert.Contains("taken out of the queue by somebody (scancel)", await Ends(audit, 2), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["r"]));

        await One();
        (await Run("--shards", "3", "--resume")).Ran();
        _audited.Equal("one", "r");
    }

    [Fact]
    public async Task An_interrupted_audit_takes_its_jobs_out_of_the_queue()
    {
        using var audit = Start("--shards", "6");
        Task(pass: 1, "2/6");

        (await FaultlineProcess.ShellAsync(_folder.Path, $"kill -INT {audit.Id}")).Ran();

        Assert.Contains("--resume goes on", await Ends(audit, 130), StringComparison.Ordinal);
        SlurmCluster.Await(() => _cluster.Queue().Length == 0, 20, () => _cluster.Queue());
    }

    [Fact]
    public async Task A_state_that_was_cut_off_and_a_bad_row_are_named()
    {
        using (var audit = Start("--shards", "3"))
        {
            var state = Path.Join(_audited.States("r"), "pass-1", "shard-0000.state");
            SlurmCluster.Await(() => File.Exists(state), 120, () => "no state");
            using (var file = File.OpenWrite(state))
            {
                file.SetLength(file.Length / 2);
            }

            Assert.Contains("shard-0000.state' is cut off", await Ends(audit, 2), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder["r"]));
        _audited.Make(bad: 33_333);
        (await Run("--shards", "3")).CouldNotRun("row 33333, column 'p1'");
    }

    [Fact]
    public async Task A_full_disk_and_a_folder_without_the_right_to_write_are_named()
    {
        var full = Directory.CreateDirectory(_folder["full"]).FullName;
        (await FaultlineProcess.ShellAsync(_folder.Path, $"mount -t tmpfs -o size=16k none '{full}'")).Ran();
        try
        {
            var result = await _audited.RunAsync(_cluster.Variables, [.. Audited.Command("full/r"), "--engine", "slurm", "--shards", "2"]);
            result.CouldNotRun("can not be written: no space is left on the disk");
        }
        finally
        {
            (await FaultlineProcess.ShellAsync(_folder.Path, $"umount '{full}'")).Ran();
        }

        (await FaultlineProcess.ShellAsync(_folder.Path, $"mount -t tmpfs -o ro none '{full}'")).Ran();
        try
        {
            (await _audited.RunAsync(_cluster.Variables, [.. Audited.Command("full/r"), "--engine", "slurm", "--shards", "2"])).CouldNotRun("the disk is read-only");
        }
        finally
        {
            (await FaultlineProcess.ShellAsync(_folder.Path, $"umount '{full}'")).Ran();
        }
    }

    [Theory]
    [InlineData("partition=none", "sbatch refused the job")]
    [InlineData("array=1-3", "can not set 'array'")]
    [InlineData("Time Limit", "expected options of sbatch")]
    public async Task Options_that_Slurm_does_not_take_are_named(string slurm, string says)
    {
        (await Run("--shards", "2", "--slurm", slurm)).CouldNotRun(says);
        Assert.Equal(string.Empty, _cluster.Queue());
    }

    [Fact]
    public async Task Without_Slurm_the_message_says_so() =>
        (await _audited.RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = "/nonexistent" }, [.. Audited.Command("r"), "--engine", "slurm"])).CouldNotRun("needs the commands of Slurm");

    async Task One() => (await _audited.AuditAsync("one", "--quiet")).Ran();

    Task<ProcessResult> Run(params IEnumerable<string> words) => _audited.RunAsync(_cluster.Variables, [.. Audited.Command("r"), "--engine", "slurm", .. words]);

    Process Start(params IEnumerable<string> words) => _audited.Start(_cluster.Variables, [.. Audited.Command("r"), "--engine", "slurm", .. words]);

    // The process of a task, once it runs.
    int Task(int pass, string shard)
    {
        var found = 0;
        SlurmCluster.Await(
            () => (found = SlurmCluster.ProcessesWith($"\0--shard\0{shard}\0--to\0{_audited.States("r")}\0--pass\0{pass}").FirstOrDefault()) > 0,
            120,
            () => $"no task {shard} of pass {pass}");
        return found;
    }

    static async Task<string> Ends(Process audit, int exit)
    {
        var output = audit.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await audit.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await audit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(audit.ExitCode == exit, $"exit code {audit.ExitCode}: {error}{await output}");
        return error;
    }
}
