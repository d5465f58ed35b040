using System.Diagnostics;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>One side of a comparison: a process that does the work once for each <c>run</c> line it is sent.</summary>
sealed class Side : IDisposable
{
    readonly Process _process;

    Side(Process process) => _process = process;

    /// <summary>Starts a side; null when the program is not there.</summary>
    public static Side? Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        try
        {
            return Process.Start(start) is { } process ? new Side(process) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Does the work once; null when the process has ended.</summary>
    public RunAnswer? Run(bool withResult)
    {
        try
        {
            _process.StandardInput.WriteLine(withResult ? "result" : "run");
            _process.StandardInput.Flush();
            return _process.StandardOutput.ReadLine() is { } line ? JsonSerializer.Deserialize(line, AnswerJson.Default.RunAnswer) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("quit");
            _process.StandardInput.Close();
            if (!_process.WaitForExit(5000))
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The process ended by itself; nothing is left to stop.
        }

        _process.Dispose();
    }

    /// <summary>Serves our own side on standard input and output.</summary>
    public static void Serve(IPairedBenchmark bench, string name, string folder)
    {
        var work = bench.Load(name, folder);
        var self = Process.GetCurrentProcess();
        var loaded = Peak();
        while (Console.In.ReadLine() is { } command && command != "quit")
        {
            self.Refresh();
            var cpu = self.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            var figures = work();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            self.Refresh();
            var answer = new RunAnswer(seconds, (self.TotalProcessorTime - cpu).TotalSeconds, Peak(), loaded, ToolVersion.Current, command == "result" ? figures() : null);
            Console.Out.WriteLine(JsonSerializer.Serialize(answer, AnswerJson.Default.RunAnswer));
            Console.Out.Flush();
        }
    }

    /// <summary>High-water mark of this process's memory, from the operating system where it tells.</summary>
    public static long Peak()
    {
        if (!File.Exists("/proc/self/status"))
        {
            return Process.GetCurrentProcess().PeakWorkingSet64;
        }

        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6, line.Length - 8).Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
