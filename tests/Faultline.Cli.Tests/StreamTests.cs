using System.Diagnostics;
using System.Text;

namespace Faultline.Cli.Tests;

/// <summary>Streams, terminals, signals and sockets.</summary>
public sealed class StreamTests : IDisposable
{
    const string Script = "/usr/bin/script";
    const string Heeding = "/usr/bin/env --default-signal=INT,TERM";

    static readonly Dictionary<string, string?> s_terminal = new(StringComparer.Ordinal) { ["TERM"] = "xterm-256color" };

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
        using var process = StartHeedingSignals("audit", "-", "--out", "o");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilItReads(process);

        await Signal(process, signal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        new ProcessResult(130, await output, await error).HasNoStackTrace();
        Assert.Equal(before, _folder.Everything());
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_in_mid_audit_keeps_the_earlier_report_whole()
    {
        const char CtrlC = '\u0003';
        _folder.Write("big.csv", Tables.Of(Enumerable.Range(0, 20).Select(c => $"c{c}").Append("y"), 40_000, (row, name) => name == "y" ? $"{row % 3}" : $"{(row * 2654435761L * (name.Length + name[^1])) % 10007}"));
        (await FaultlineProcess.RunAsync(_folder.Path, "audit", "d.csv", "--checks", "FL107", "--out", "o")).Ran();
        var before = _folder.Everything();
        using var terminal = StartOnATerminal("faultline audit big.csv --label y --out o");

        // The line that tells the share done is drawn by an audit under way, which listens for signals from before it reads.
        var seen = await ReadUntil(terminal.StandardOutput, " %  ");
        await terminal.StandardInput.WriteAsync(CtrlC);
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var rest = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, terminal.ExitCode);
        Assert.Contains("faultline: stopped", rest, StringComparison.Ordinal);
        new ProcessResult(130, string.Empty, seen + rest).HasNoStackTrace();
        Assert.Equal(before, _folder.Everything());
    }

    [Fact]
    public async Task An_audit_opens_no_network_socket()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        var probe = await FaultlineProcess.RunProgramAsync("/usr/bin/strace", _folder.Path, null, null, ["-o", "probe.txt", "true"]);
        Assert.SkipUnless(probe.ExitCode == 0, "strace may not trace here");

        var result = await FaultlineProcess.RunProgramAsync("/usr/bin/strace", _folder.Path, null, null, ["-f", "-e", "trace=socket,connect", "-o", "trace.txt", FaultlineProcess.Host, FaultlineProcess.Program, "audit", "d.csv", "--label", "y", "--reference", "d.csv", "--query", "select * from data"]);

        result.Ran();
        var trace = await File.ReadAllTextAsync(_folder["trace.txt"], TestContext.Current.CancellationToken);
        Assert.Contains("+++ exited with 0 +++", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("AF_INET", trace, StringComparison.Ordinal);
    }

    Task<ProcessResult> OnATerminal(string line) => FaultlineProcess.RunProgramAsync(Script, _folder.Path, null, s_terminal, OnScript(line));

    Process StartOnATerminal(string line) => FaultlineProcess.Start(Script, _folder.Path, s_terminal, OnScript(line));

    static string[] OnScript(string line)
    {
        Assert.SkipUnless(File.Exists(Script), "script (util-linux) is not installed");
        return ["-qec", line.Replace("faultline audit", $"{Heeding} '{FaultlineProcess.Host}' '{FaultlineProcess.Program}' audit", StringComparison.Ordinal).Trim(), "/dev/null"];
    }

    Process StartHeedingSignals(params IEnumerable<string> words) => FaultlineProcess.StartHeedingSignals(_folder.Path, null, words);

    // A pipe holds less than this: when all of it is written the program reads, and it listens for signals before it reads.
    static async Task UntilItReads(Process process)
    {
        await process.StandardInput.WriteAsync(("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 500_000))).AsMemory(), TestContext.Current.CancellationToken);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    static async Task<string> ReadUntil(StreamReader reader, string words)
    {
        var seen = new StringBuilder();
        var block = new char[4096];
        while (!seen.ToString().Contains(words, StringComparison.Ordinal))
        {
            var length = await reader.ReadAsync(block, TestContext.Current.CancellationToken);
            Assert.True(length > 0, $"the program ended before it wrote '{words}': {seen}");
            seen.Append(block, 0, length);
        }

        return seen.ToString();
    }

    static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("/bin/kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
