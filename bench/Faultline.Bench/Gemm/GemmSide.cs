using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>One library in a process of its own: a <c>run</c> is a burst of products, and its time that of the fastest, so that a moment lent to other work does not count.</summary>
static class GemmSide
{
    const double BurstSeconds = 0.04;
    const double SampleSeconds = 100e-6;

    /// <summary>Serves the protocol of <see cref="Side"/>; the first argument is a library, or <c>peak</c>.</summary>
    public static int Serve(string library, string shapeName, string folder)
    {
        if (library == "peak")
        {
            Answer(_ => (1 / FmaPeak.Measure(Environment.ProcessorCount), 1), "", null);
            return 0;
        }

        if (GemmLibrary.Open(library) is not { } gemm)
        {
            return 3;
        }

        var shape = GemmShape.Parse(shapeName);
        var (a, b) = shape.Operands();
        var c = new float[shape.M * shape.N];
        var calls = 1;
        Answer(Burst, gemm.Version, () => Npy.Write<float>(Path.Combine(folder, library + ".npy"), c, shape.N));
        return 0;

        (double Seconds, int Calls) Burst(bool first)
        {
            if (first)
            {
                // Compiled code settles, threads wake, and a sample gets so many calls that the clock does not matter.
                calls = 1;
                for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < 10 * BurstSeconds;)
                {
                    var sample = Sample();
                    calls = Math.Clamp((int)(SampleSeconds / sample), 1, 5000);
                }
            }

            double best = double.PositiveInfinity;
            var all = 0;
            for (var began = Stopwatch.GetTimestamp(); all < 3 * calls || Stopwatch.GetElapsedTime(began).TotalSeconds < BurstSeconds; all += calls)
            {
                best = Math.Min(best, Sample());
            }

            return (best, all);
        }

        double Sample()
        {
            var began = Stopwatch.GetTimestamp();
            for (var call = 0; call < calls; call++)
            {
                gemm.Multiply(shape.M, shape.N, shape.K, a, b, c);
            }

            return Stopwatch.GetElapsedTime(began).TotalSeconds / calls;
        }
    }

    static void Answer(Func<bool, (double Seconds, int Calls)> burst, string version, Action? keep)
    {
        var self = Process.GetCurrentProcess();
        var loaded = Side.Peak();
        while (Console.In.ReadLine() is { } command && command != "quit")
        {
            self.Refresh();
            var cpu = self.TotalProcessorTime;
            var (seconds, calls) = burst(command == "result");
            self.Refresh();
            var spent = (self.TotalProcessorTime - cpu).TotalSeconds / calls;
            if (command == "result")
            {
                keep?.Invoke();
            }

            Console.Out.WriteLine(JsonSerializer.Serialize(new RunAnswer(seconds, spent, Side.Peak(), loaded, version, null), AnswerJson.Default.RunAnswer));
            Console.Out.Flush();
        }
    }

    /// <summary>The arguments that start a side.</summary>
    public static string[] Arguments(string library, GemmShape shape, string folder) =>
        [typeof(GemmSide).Assembly.Location, "--gemm", library, shape.ToString(), folder];

    /// <summary>What <see cref="Bound"/> allows two float32 sums of k products to differ by: each rounds at most k times.</summary>
    public static bool Agree(GemmShape shape, float[] left, float[] right, out double worst)
    {
        var (a, b) = shape.Operands();
        worst = 0;
        var step = Math.Max(1, left.Length / 2000);
        for (var at = 0; at < left.Length; at += step)
        {
            double size = 0;
            for (var i = 0; i < shape.K; i++)
            {
                size += Math.Abs((double)a[(at / shape.N * shape.K) + i] * b[(i * shape.N) + (at % shape.N)]);
            }

            var allowed = 2 * (shape.K + 2) * Math.ScaleB(size, -24);
            var off = Math.Abs((double)left[at] - right[at]);
            worst = Math.Max(worst, off / allowed);
        }

        return worst <= 1;
    }

    public static string Microseconds(double seconds) => (seconds * 1e6).ToString("0.##", CultureInfo.InvariantCulture);
}
