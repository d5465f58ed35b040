using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>Audits that are ended in the middle and go on.</summary>
public sealed class ResumeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Audited _audited;

    public ResumeTests() => _audited = new Audited(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("threads", "pass-1.state")]
    [InlineData("threads", "pass-3.state")]
    [InlineData("local", "pass-2/shard-0001.state")]
    public async Task A_killed_audit_goes_on_and_gives_the_same_report(string engine, string after)
    {
        _audited.Make(rows: 300_000, group: 10_000);
        string[] words = engine == "local" ? [.. Audited.Command("r"), "--engine", "local", "--shards", "3"] : Audited.Command("r");
        (await _audited.AuditAsync("one", "--quiet")).Ran();

        using (var process = _audited.Start(null, words))
        {
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!File.Exists(Path.Join(_audited.States("r"), after)))
            {
                Assert.False(process.HasExited, "it ended before it could be killed");
                await Task.Delay(2, TestContext.Current.CancellationToken);
            }

            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(Directory.Exists(_folder["r"]));
        var kept = File.GetLastWriteTimeUtc(Path.Join(_audited.States("r"), after));
        (await _audited.RunAsync([.. words, "--resume", "--quiet"])).Ran();

        _audited.Equal("one", "r");
        Assert.False(Directory.Exists(_audited.States("r")));
        Assert.True(kept < DateTime.MaxValue);
    }

    [Fact]
    public async Task Other_options_or_a_damaged_state_end_a_resumed_audit_with_the_reason()
    {
        _audited.Make(rows: 300_000, group: 10_000);
        await KilledAfter("pass-1.state");

        (await _audited.RunAsync([.. Audited.Command("r"), "--resume", "--seed", "7"])).CouldNotRun("belongs to another audit", "--seed 7");
        var state = Path.Join(_audited.States("r"), "pass-1.state");
        await File.WriteAllBytesAsync(state, (await File.ReadAllBytesAsync(state, TestContext.Current.CancellationToken))[..^7], TestContext.Current.CancellationToken);
        (await _audited.RunAsync([.. Audited.Command("r"), "--resume"])).CouldNotRun("pass-1.state' is cut off");

        // Without --resume the audit begins anew.
        (await _audited.AuditAsync("r", "--quiet")).Ran();
        Assert.False(Directory.Exists(_audited.States("r")));
    }

    [Fact]
    public async Task An_interrupted_audit_says_how_it_goes_on()
    {
        _audited.Make(rows: 300_000, group: 10_000);
        using var process = _audited.Start(null, Audited.Command("r"));
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(Path.Join(_audited.States("r"), "pass-1.state")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        (await FaultlineProcess.ShellAsync(_folder.Path, $"kill -INT {process.Id}")).Ran();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("--resume goes on from there", await error, StringComparison.Ordinal);
    }

    async Task KilledAfter(string state)
    {
        using var process = _audited.Start(null, Audited.Command("r"));
        while (!File.Exists(Path.Join(_audited.States("r"), state)))
        {
            Assert.False(process.HasExited);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
