using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>Shards that are read by processes on one machine.</summary>
public sealed class LocalEngineTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Audited _audited;

    public LocalEngineTests()
    {
        _audited = new Audited(_folder);
        _audited.Make();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shards_of_a_local_audit_give_the_report_of_one_process()
    {
        (await _audited.AuditAsync("one", "--quiet")).Ran();
        foreach (var shards in new[] { "1", "7" })
        {
            var result = (await _audited.AuditAsync("r" + shards, "--engine", "local", "--shards", shards)).Ran();

            _audited.Equal("one", "r" + shards);
            Assert.Contains($"FL101, FL301, FL302: every one of 60,000 rows, read by {shards} shards", result.Error, StringComparison.Ordinal);
            Assert.Contains("the seeded sample", result.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_folder.Everything(), name => name.Contains("faultline-states", StringComparison.Ordinal));
        Assert.Contains("found", _audited.Report("one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shard_and_merge_by_hand_give_the_report_of_one_process()
    {
        (await _audited.AuditAsync("one", "--quiet")).Ran();
        string[] shard = ["shard", "a.parquet", "b.parquet", .. Audited.Words, "--scores", "csv", "--to", "states", "--shard"];

        // Counted from 1, and in another order.
        foreach (var number in new[] { 2, 3, 1 })
        {
            (await _audited.RunAsync([.. shard, number + "/3"])).Ran();
        }

        Assert.Contains("pass 2 (FL101, FL301) comes next", (await _audited.RunAsync("merge", "states")).Ran().Output, StringComparison.Ordinal);
        foreach (var number in new[] { 0, 1, 2 })
        {
            Assert.Contains("has read pass 2", (await _audited.RunAsync("shard", "--to", "states", "--shard", number + "/3")).Ran().Error, StringComparison.Ordinal);
        }

        // A task that runs twice changes nothing; and the passes that nobody has read are read by the merge.
        Assert.Contains("already", (await _audited.RunAsync("shard", "--to", "states", "--shard", "1/3", "--pass", "2")).Ran().Error, StringComparison.Ordinal);
        (await _audited.RunAsync("merge", "states", "--out", "merged")).Ran();
        _audited.Equal("one", "merged");
        Assert.Contains("nothing to do", (await _audited.RunAsync("shard", "--to", "states", "--shard", "1/3")).Ran().Error, StringComparison.Ordinal);

        // Exactly one state away: a named error, not a smaller report.
        File.Delete(_folder["states/pass-1.state"]);
        File.Delete(_folder["states/pass-1/shard-0001.state"]);
        (await _audited.RunAsync("merge", "states", "--out", "again")).CouldNotRun("pass 1 lacks the state of shard 1 of 3", "--shard 1/3");
        Assert.False(Directory.Exists(_folder["again"]));
    }

    [Fact]
    public async Task States_that_are_cut_off_damaged_foreign_or_of_another_version_are_named_and_refused()
    {
        string[] shard = ["shard", "a.parquet", "b.parquet", .. Audited.Words, "--to", "states", "--shard"];
        (await _audited.RunAsync([.. shard, "0/2"])).Ran();
        (await _audited.RunAsync([.. shard, "1/2"])).Ran();
        var state = _folder["states/pass-1/shard-0001.state"];
        var whole = await File.ReadAllBytesAsync(state, TestContext.Current.CancellationToken);

        foreach (var length in new[] { 0, 5, 20, whole.Length / 2, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(state, whole[..length], TestContext.Current.CancellationToken);
            await Refused("shard-0001.state", "cut off");
        }

        foreach (var place in new[] { 40, whole.Length / 2, whole.Length - 1 })
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 1;
            await File.WriteAllBytesAsync(state, damaged, TestContext.Current.CancellationToken);
            await Refused("shard-0001.state", "checksum");
        }

        var other = whole.ToArray();
        other[16] = 9;
        await File.WriteAllBytesAsync(state, other, TestContext.Current.CancellationToken);
        await Refused("has form 9", "reads form 1");

        await File.WriteAllTextAsync(state, "PAR1 something else", TestContext.Current.CancellationToken);
        await Refused("is no state of Faultline");

        File.Copy(_folder["states/pass-1/shard-0000.state"], state, overwrite: true);
        await Refused("holds pass 1 of shard 0/2; expected pass 1 of shard 1/2");

        (await _audited.RunAsync("shard", "--to", "states", "--shard", "0/3")).CouldNotRun("holds shards of 2");
        (await _audited.RunAsync("shard", "b.parquet", "--label", "y", "--to", "states", "--shard", "0/2")).CouldNotRun("shards of another audit");

        // Another table under the same name.
        await File.WriteAllBytesAsync(state, whole, TestContext.Current.CancellationToken);
        _audited.Make(group: 4_096);
        await Refused("or to the table as it was before it changed");

        async Task Refused(params string[] says) => (await _audited.RunAsync("merge", "states", "--out", "r")).CouldNotRun(says);
    }

    [Fact]
    public async Task A_bad_probability_ends_all_shards_with_the_message_of_one_process()
    {
        _audited.Make(bad: 33_333);

        var one = (await _audited.AuditAsync("one", "--quiet")).CouldNotRun("row 33333, column 'p1'");
        var local = (await _audited.AuditAsync("r", "--quiet", "--engine", "local", "--shards", "5")).CouldNotRun("row 33333, column 'p1'");

        Assert.Equal(one.Error, local.Error);
        Assert.False(Directory.Exists(_folder["r"]));
        Assert.False(Directory.Exists(_audited.States("one")));
    }

    [Fact]
    public async Task A_process_that_was_killed_is_started_again()
    {
        (await _audited.AuditAsync("one", "--quiet")).Ran();
        using var audit = _audited.Start(null, [.. Audited.Command("r"), "--engine", "local", "--shards", "2"]);
        var error = audit.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = audit.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var found = 0;
        SlurmCluster.Await(() => (found = SlurmCluster.ProcessesWith($"\0--shard\01/2\0--to\0{_audited.States("r")}\0--pass\01").FirstOrDefault()) > 0, 60, () => "no process of shard 1");

        SlurmCluster.Kill(found);

        await audit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(audit.ExitCode == 0, await error);
        _audited.Equal("one", "r");
    }

    [Fact]
    public async Task A_table_that_is_held_is_audited_as_ever_and_that_is_said()
    {
        _folder.Write("d.csv", "a,b\n1,2\n3,4\n");

        var result = (await _audited.RunAsync("audit", "d.csv", "--engine", "local", "--shards", "3", "--out", "r")).Ran();
        (await _audited.RunAsync("shard", "d.csv", "--to", "states", "--shard", "0/2")).Ran();
        (await _audited.RunAsync("merge", "states", "--out", "m", "--scores", "none")).Ran();

        Assert.Contains("nothing is spread", result.Error, StringComparison.Ordinal);
        Assert.Equal(_audited.Report("r"), _audited.Report("m"));
    }

    [Theory]
    [InlineData("audit a.parquet --shards 3", "--shards goes with --engine")]
    [InlineData("audit a.parquet --slurm time=1", "--slurm goes with --engine slurm")]
    [InlineData("audit a.parquet --engine slurn", "--engine can not be 'slurn'")]
    [InlineData("audit a.parquet --engine local --shards 0", "--shards can not be '0'")]
    [InlineData("audit - --resume", "standard input can be read once only")]
    [InlineData("shard a.parquet --to s", "--shard is missing")]
    [InlineData("shard a.parquet --to s --shard 4/3", "--shard can not be '4/3'")]
    [InlineData("shard a.parquet --shard 0/3", "--to is missing")]
    [InlineData("shard --to s --shard 0/3", "'s' holds no shards")]
    [InlineData("merge s --out r", "'s' holds no shards")]
    [InlineData("merge --out r", "expected one folder")]
    public async Task Words_that_do_not_fit_are_errors(string line, string says) => (await _audited.RunAsync(line.Split(' '))).CouldNotRun(says);
}
