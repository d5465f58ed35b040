using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>
/// Sums over rows as whole numbers, so that they are exact and do not depend on the order of addition: first lane Σ gradient, second lane
/// Σ second derivative (upper 40 bits) and the number of rows (lower 24 bits).
/// </summary>
static class LeafStatistics
{
    public const int CountBits = 24;
    public const int MaxRows = (1 << CountBits) - 1;
    const long CountMask = MaxRows;

    /// <summary>Units of the gradient for a bound on its size: 2³⁸ of them, so that 2²⁴ rows stay below 2⁶³.</summary>
    public static double GradientUnits(double largest) => (1L << 38) / Math.Max(largest, 1e-300);

    /// <summary>Units of the second derivative: the sum over all rows stays below 2³⁸.</summary>
    public static double HessianUnits(double largest, int rows) => (1L << 38) / (Math.Max(largest, 1e-300) * Math.Max(1, rows));

    public static long Gradient(Vector128<long> sum) => sum.GetElement(0);

    public static long Hessian(Vector128<long> sum) => sum.GetElement(1) >> CountBits;

    public static int Count(Vector128<long> sum) => (int)(sum.GetElement(1) & CountMask);

    public static Vector128<long> Row(double gradient, double hessian, double gradientUnits, double hessianUnits) =>
        Vector128.Create((long)(gradient * gradientUnits), ((long)(hessian * hessianUnits) << CountBits) | 1);
}
