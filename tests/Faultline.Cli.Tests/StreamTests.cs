using System.Diagnostics;

namespace Faultline.Cli.Tests;

/// <summary>Streams, terminals, signals and sockets.</summary>
public sealed class StreamTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public StreamTests() => _folder.Write("d.csv", Tables.TwoClasses(300));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public async Task A_terminal_gets_colour_unless_it_is_asked_not_to(string environment, bool coloured)
    {
        var result = await OnATerminal($"{environment} faultline audit d.csv --checks FL107 --out o");

        // .NET itself sends ESC[?1h ESC= once to a terminal.
        Assert.Equal(coloured, result.Output.Replace("\u001b[?1h\u001b=", string.Empty, StringComparison.Ordinal).Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_is_plain_on_a_terminal()
    {
        var result = await OnATerminal("faultline audit d.csv --checks FL107 --out o --quiet");

        Assert.DoesNotContain('\u001b', result.Output.Replace("\u001b[?1h\u001b=", string.Empty, StringComparison.Ordinal));
        Assert.Contains("report.html", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_the_summary_that_goes_away_is_no_fault()
    {
        var result = await FaultlineProcess.ShellAsync(_folder.Path, "faultline audit d.csv --checks FL107 | true; echo \"${PIPESTATUS[0]}\"");

        Assert.Equal("0\n", result.Ran().Output);
        Assert.True(File.Exists(_folder["faultline-report/report.json"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_while_reading_ends_with_130_and_nothing_half_written(string signal)
    {
        var before = _folder.Everything();
        using var process = FaultlineProcess.Start(_folder.Path, "audit", "-", "--out", "o");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync("a,b\n1,2\n");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await UntilItCatchesSignals(process);

        await Signal(process, signal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        new ProcessResult(130, await output, await error).HasNoStackTrace();
        Assert.Equal(before, _folder.Everything());
    }

    [Fact]
    public async Task Ctrl_C_in_mid_audit_keeps_the_earlier_report_whole()
    {
        _folder.Write("big.csv", Tables.Of(Enumerable.Range(0, 20).Select(c => $"c{c}").Append("y"), 40_000, (row, name) => name == "y" ? $"{row % 3}" : $"{(row * 2654435761L * (name.Length + name[^1])) % 10007}"));
        (await FaultlineProcess.RunAsync(_folder.Path, "audit", "d.csv", "--checks", "FL107", "--out", "o")).Ran();
        var before = _folder.Everything();
        var report = await File.ReadAllBytesAsync(_folder["o/report.json"], TestContext.Current.CancellationToken);
        using var process = FaultlineProcess.Start(_folder.Path, "audit", "big.csv", "--label", "y", "--out", "o");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilItCatchesSignals(process);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        await Signal(process, "INT");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(await output);
        Assert.StartsWith("faultline: ", await error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Everything());
        Assert.Equal(report, await File.ReadAllBytesAsync(_folder["o/report.json"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_audit_opens_no_network_socket()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var probe = await FaultlineProcess.RunProgramAsync("/usr/bin/strace", _folder.Path, null, null, ["-o", "probe.txt", "true"]);
        Assert.SkipUnless(probe.ExitCode == 0, "strace may not trace here");

        var result = await FaultlineProcess.RunProgramAsync("/usr/bin/strace", _folder.Path, null, null, ["-f", "-e", "trace=socket,connect", "-o", "trace.txt", host, FaultlineProcess.Program, "audit", "d.csv", "--label", "y", "--reference", "d.csv", "--query", "select * from data"]);

        result.Ran();
        var trace = await File.ReadAllTextAsync(_folder["trace.txt"], TestContext.Current.CancellationToken);
        Assert.Contains("+++ exited with 0 +++", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("AF_INET", trace, StringComparison.Ordinal);
    }

    Task<ProcessResult> OnATerminal(string line)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (util-linux) is not installed");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var command = line.Replace("faultline audit", $"'{host}' '{FaultlineProcess.Program}' audit", StringComparison.Ordinal).Trim();
        return FaultlineProcess.RunProgramAsync("/usr/bin/script", _folder.Path, null, new Dictionary<string, string?> { ["TERM"] = "xterm-256color" }, ["-qec", command, "/dev/null"]);
    }

    // A signal before the program listens would end it the system's way. The runtime catches some by itself; a hang-up is the last that the program asks for.
    static async Task UntilItCatchesSignals(Process process)
    {
        const int HangUp = 1;
        for (var tries = 0; tries < 600; tries++)
        {
            var caught = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
            if (caught is not null && (Convert.ToUInt64(caught[7..].Trim(), 16) & (1UL << (HangUp - 1))) != 0)
            {
                await Task.Delay(300, TestContext.Current.CancellationToken);
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the program never listened for signals");
    }

    static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("/bin/kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
