using System.Diagnostics;
using System.Globalization;

namespace Faultline.Bench;

/// <summary>Finds the kernels with which a peer's OpenBLAS is fastest here: its own detection can pick slow ones on processors that it does not know.</summary>
static class OpenBlas
{
    static readonly string[] s_cores = ["SKYLAKEX", "HASWELL", "ZEN"];
    static readonly Dictionary<(int, string), string> s_best = [];

    /// <summary>The environment of the fastest kernels for products over so many dimensions; each kind is timed in a process of its own.</summary>
    /// <param name="dimensions">Length of the inner products.</param>
    /// <param name="type">NumPy's name of the number type, <c>float32</c> or <c>float64</c>.</param>
    public static IReadOnlyDictionary<string, string> Best(int dimensions, string type)
    {
        if (!s_best.TryGetValue((dimensions, type), out var best))
        {
            best = s_cores.Select(core => (Core: core, Seconds: Time(core, dimensions, type))).Where(timed => timed.Seconds is not null).OrderBy(timed => timed.Seconds).Select(timed => timed.Core).FirstOrDefault(string.Empty);
            s_best[(dimensions, type)] = best;
        }

        return best.Length == 0 ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENBLAS_CORETYPE"] = best };
    }

    static double? Time(string core, int dimensions, string type)
    {
        try
        {
            var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Peer.Folder, "blas.py"), dimensions.ToString(CultureInfo.InvariantCulture), type]) { RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment["OPENBLAS_CORETYPE"] = core;
            using var process = Process.Start(start)!;
            var line = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && double.TryParse(line, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
