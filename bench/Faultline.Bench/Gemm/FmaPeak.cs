using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Faultline.Bench;

/// <summary>What the machine's multiply-add units do at most: independent chains in registers, nothing loaded, on every core at once.</summary>
static class FmaPeak
{
    const int Chains = 16;
    const int Turns = 40_000;

    /// <summary>Floating-point operations per second of all cores in one short burst.</summary>
    public static double Measure(int threads)
    {
        using var start = new Barrier(threads);
        var seconds = new double[threads];
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            var sum = Turn(Turns / 10);
            start.SignalAndWait();
            var best = double.PositiveInfinity;
            for (var run = 0; run < 10; run++)
            {
                var began = Stopwatch.GetTimestamp();
                sum += Turn(Turns);
                best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
            }

            seconds[i] = float.IsFinite(sum) ? best : double.NaN;
        })).ToArray();
        foreach (var worker in workers)
        {
            worker.Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        return seconds.Sum(time => 2.0 * Lanes * Chains * Turns / time);
    }

    static int Lanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    static float Turn(int turns) =>
        Vector512.IsHardwareAccelerated ? Turn512(turns, Vector512.Create(0.5f)).GetElement(0)
        : Vector256.IsHardwareAccelerated ? Turn256(turns, Vector256.Create(0.5f)).GetElement(0)
        : Turn128(turns, Vector128.Create(0.5f)).GetElement(0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector512<float> Turn512(int turns, Vector512<float> x)
    {
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (; turns > 0; turns--)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x);
            b = Vector512.FusedMultiplyAdd(b, x, x);
            c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x);
            e = Vector512.FusedMultiplyAdd(e, x, x);
            f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x);
            h = Vector512.FusedMultiplyAdd(h, x, x);
            i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x);
            k = Vector512.FusedMultiplyAdd(k, x, x);
            l = Vector512.FusedMultiplyAdd(l, x, x);
            m = Vector512.FusedMultiplyAdd(m, x, x);
            n = Vector512.FusedMultiplyAdd(n, x, x);
            o = Vector512.FusedMultiplyAdd(o, x, x);
            p = Vector512.FusedMultiplyAdd(p, x, x);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector256<float> Turn256(int turns, Vector256<float> x)
    {
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (turns = turns * Chains / 12; turns > 0; turns--)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x);
            b = Vector256.FusedMultiplyAdd(b, x, x);
            c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x);
            e = Vector256.FusedMultiplyAdd(e, x, x);
            f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x);
            h = Vector256.FusedMultiplyAdd(h, x, x);
            i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x);
            k = Vector256.FusedMultiplyAdd(k, x, x);
            l = Vector256.FusedMultiplyAdd(l, x, x);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector128<float> Turn128(int turns, Vector128<float> x)
    {
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x;
        for (turns = turns * Chains / 8; turns > 0; turns--)
        {
            a = Vector128.MultiplyAddEstimate(a, x, x);
            b = Vector128.MultiplyAddEstimate(b, x, x);
            c = Vector128.MultiplyAddEstimate(c, x, x);
            d = Vector128.MultiplyAddEstimate(d, x, x);
            e = Vector128.MultiplyAddEstimate(e, x, x);
            f = Vector128.MultiplyAddEstimate(f, x, x);
            g = Vector128.MultiplyAddEstimate(g, x, x);
            h = Vector128.MultiplyAddEstimate(h, x, x);
        }

        return a + b + c + d + e + f + g + h;
    }
}
