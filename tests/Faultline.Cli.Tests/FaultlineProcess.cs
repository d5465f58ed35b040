using System.Diagnostics;

namespace Faultline.Cli.Tests;

/// <summary>Starts the real program, as <c>dotnet faultline.dll</c>.</summary>
static class FaultlineProcess
{
    /// <summary>The program under test, beside the tests.</summary>
    public static string Program { get; } = Path.Join(AppContext.BaseDirectory, "faultline.dll");

    /// <summary>What runs it.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs <c>faultline</c> with the words given, in a folder, and waits for its end.</summary>
    public static Task<ProcessResult> RunAsync(string folder, params IEnumerable<string> words) => RunAsync(folder, null, null, words);

    /// <summary>Runs <c>faultline</c> with text on its standard input and changes to its environment.</summary>
    public static Task<ProcessResult> RunAsync(string folder, byte[]? input, IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> words) =>
        RunProgramAsync(Host, folder, input, environment, words.Prepend(Program));

    /// <summary>Runs a line of a shell in which <c>faultline</c> is the program under test.</summary>
    public static Task<ProcessResult> ShellAsync(string folder, string line) =>
        RunProgramAsync("/bin/bash", folder, null, null, ["-c", $"faultline() {{ '{Host}' '{Program}' \"$@\"; }}\n{line}"]);

    /// <summary>Runs any program.</summary>
    public static async Task<ProcessResult> RunProgramAsync(string program, string folder, byte[]? input, IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> words)
    {
        using var process = Start(program, folder, environment, words);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (input is not null)
        {
            await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
        }

        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new ProcessResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program with all streams redirected and a neutral environment.</summary>
    public static Process Start(string program, string folder, IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Remove("NO_COLOR");
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
    }

    /// <summary>Starts <c>faultline</c> so that it heeds signals: a shell without job control starts what runs in the background with SIGINT ignored, and what it starts inherits that.</summary>
    public static Process StartHeedingSignals(string folder, IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> words) =>
        Start("/usr/bin/env", folder, environment, ["--default-signal=INT,TERM", Host, Program, .. words]);
}
