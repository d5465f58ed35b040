namespace Faultline.Cli.Tests;

/// <summary>How a process ended.</summary>
sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts what CONTRACT says of a run that could not be: exit 2, a first line that begins <c>faultline: </c>, no stack trace.</summary>
    public ProcessResult CouldNotRun(params string[] says)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}, not 2. Error: {Error} Output: {Output}");
        Assert.StartsWith("faultline: ", Error, StringComparison.Ordinal);
        HasNoStackTrace();
        Assert.DoesNotContain("this is a bug", Error, StringComparison.Ordinal);
        foreach (var text in says)
        {
            Assert.Contains(text, Error, StringComparison.OrdinalIgnoreCase);
        }

        return this;
    }

    /// <summary>Asserts that the run went through, with the given exit code.</summary>
    public ProcessResult Ran(int exitCode = 0)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}. Error: {Error} Output: {Output}");
        return HasNoStackTrace();
    }

    public ProcessResult HasNoStackTrace()
    {
        foreach (var stream in new[] { Output, Error })
        {
            Assert.DoesNotMatch(@"(?m)^\s+at \S+\(.*\)", stream);
            Assert.DoesNotContain("Unhandled", stream, StringComparison.Ordinal);
        }

        return this;
    }
}
