using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>
/// What rows add up to: four whole numbers of units of 2⁻²⁴, exact in float64 up to half a billion rows, so neither the order of rows nor the number of threads changes a bit.
/// </summary>
readonly struct SliceSums(Vector256<double> of)
{
    /// <summary>Units in 1.</summary>
    public const double Unit = 1 << 24;

    readonly Vector256<double> _of = of;

    /// <summary>Number of rows, itself not in units.</summary>
    public double Rows => _of[0];

    /// <summary>Observed score, in [0, 1] a row.</summary>
    public double Score => _of[1];

    /// <summary>Of shares what is expected of the rows; of ranks, of which a half is expected, the rank among all rows.</summary>
    public double Held => _of[2];

    /// <summary>Variance of what is expected.</summary>
    public double Variance => _of[3];

    public static SliceSums Of(double rows, double score, double held, double variance) => new(Vector256.Create(rows, score, held, variance));

    public static SliceSums operator +(SliceSums left, SliceSums right) => new(left._of + right._of);

    public static SliceSums operator -(SliceSums left, SliceSums right) => new(left._of - right._of);

    public static SliceSums operator *(SliceSums left, double times) => new(left._of * times);
}
