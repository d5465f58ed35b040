using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>The lines of docs/scale.md, run as they stand there, with two shards instead of 8 or 64.</summary>
public sealed class ScalePageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Audited _audited;

    public ScalePageTests()
    {
        _audited = new Audited(_folder);
        _audited.Make();
        _folder.Write("faultline", $"#!/bin/sh\nexec '{FaultlineProcess.Host}' '{FaultlineProcess.Program}' \"$@\"\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_lines_of_a_shell_give_the_report_of_one_process()
    {
        var page = Repository.Read("docs/scale.md");
        var from = page.IndexOf("audit=\"data.parquet", StringComparison.Ordinal);
        var lines = page[from..page.IndexOf("```", from, StringComparison.Ordinal)]
            .Replace("data.parquet --label y --probabilities p0,p1", "a.parquet b.parquet " + string.Join(' ', Audited.Words), StringComparison.Ordinal)
            .Replace("seq 0 7", "seq 0 1", StringComparison.Ordinal).Replace("{}/8", "{}/2", StringComparison.Ordinal)
            .Replace("--out report", "--out report --scores csv", StringComparison.Ordinal);

        (await _audited.AuditAsync("one", "--quiet")).Ran();
        var result = (await ShellAsync(lines)).Ran();

        _audited.Equal("one", "report");
        Assert.Contains("pass 2 (FL101, FL301) comes next", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("it is read here", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_of_the_indexed_job_reads_a_shard()
    {
        var line = Repository.Read("docs/scale.md").Split('\n').Single(line => line.Contains("exec faultline shard", StringComparison.Ordinal)).Trim()[2..]
            .Replace("/data/", _folder.Path + "/", StringComparison.Ordinal).Replace("/64", "/2", StringComparison.Ordinal);

        foreach (var index in new[] { "0", "1" })
        {
            (await ShellAsync($"export JOB_COMPLETION_INDEX={index}\n{line}")).Ran();
        }

        Assert.Equal(2, Directory.GetFiles(_folder["states/pass-1"], "*.state").Length);
    }

    Task<ProcessResult> ShellAsync(string lines) => FaultlineProcess.RunProgramAsync(
        "/bin/bash",
        _folder.Path,
        null,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = _folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"), ["FAULTLINE_HELD_ROWS"] = "1000" },
        ["-c", "chmod +x faultline\n" + lines]);
}
