using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>The distance of one pair in float64, straight from the differences: equal rows are at exactly 0, and rows of large norm keep every digit.</summary>
/// <remarks>Eight fixed partial sums, no fused operations: the same bits on every machine.</remarks>
static unsafe class PairDistance
{
    // Below this 1 − cos loses digits that the difference of the unit vectors still has.
    const double NearlyParallel = 1e-4;

    // What rounding leaves between two unit vectors of the same direction.
    const double SameDirection = 1e-29;

    /// <summary>The squared Euclidean distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredEuclidean(float* a, float* b, int dimensions)
    {
        Vector256<double> low = default, high = default;
        int i = 0;
        for (; i <= dimensions - 8; i += 8)
        {
            (Vector256<double> a0, Vector256<double> a1) = Vector256.Widen(Vector256.Load(a + i));
            (Vector256<double> b0, Vector256<double> b1) = Vector256.Widen(Vector256.Load(b + i));
            Vector256<double> d0 = a0 - b0, d1 = a1 - b1;
            low += d0 * d0;
            high += d1 * d1;
        }

        double sum = Sum(low, high);
        for (; i < dimensions; i++)
        {
            double d = (double)a[i] - b[i];
            sum += d * d;
        }

        return sum;
    }

    /// <summary>One minus the cosine; <paramref name="squareA"/> and <paramref name="squareB"/> are the rows' own <see cref="Dot"/>s.</summary>
    public static double Cosine(float* a, float* b, int dimensions, double squareA, double squareB)
    {
        if (squareA == 0 || squareB == 0)
        {
            return squareA == squareB ? 0 : 1;
        }

        double direct = 1 - Math.Clamp(Dot(a, b, dimensions) / Math.Sqrt(squareA * squareB), -1, 1);
        return direct < NearlyParallel ? BetweenUnits(a, b, dimensions, 1 / Math.Sqrt(squareA), 1 / Math.Sqrt(squareB)) : direct;
    }

    /// <summary>The inner product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(float* a, float* b, int dimensions)
    {
        Vector256<double> low = default, high = default;
        int i = 0;
        for (; i <= dimensions - 8; i += 8)
        {
            (Vector256<double> a0, Vector256<double> a1) = Vector256.Widen(Vector256.Load(a + i));
            (Vector256<double> b0, Vector256<double> b1) = Vector256.Widen(Vector256.Load(b + i));
            low += a0 * b0;
            high += a1 * b1;
        }

        double sum = Sum(low, high);
        for (; i < dimensions; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    static double BetweenUnits(float* a, float* b, int dimensions, double scaleA, double scaleB)
    {
        double sum = 0;
        for (int i = 0; i < dimensions; i++)
        {
            double d = (a[i] * scaleA) - (b[i] * scaleB);
            sum += d * d;
        }

        return sum < SameDirection ? 0 : sum / 2;
    }

    static double Sum(Vector256<double> low, Vector256<double> high)
    {
        Vector256<double> all = low + high;
        return all[0] + all[1] + (all[2] + all[3]);
    }
}
