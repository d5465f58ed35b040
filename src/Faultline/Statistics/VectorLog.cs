using System.Numerics;
using System.Runtime.CompilerServices;

namespace Faultline;

/// <summary>Natural logarithms of several numbers at a time, compiled into the loop that calls it.</summary>
static class VectorLog
{
    const long RootOfHalf = 0x3FE6A09E667F3BCD;
    const int FractionBits = 52;
    const double LnTwo = 0.693147180559945309417;

    /// <summary>ln x to within 3 · 10⁻¹⁶ of its size and of 1, the same on every machine.</summary>
    /// <param name="x">Positive, finite and not subnormal.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        // x = 2ᵏ · m with m between √½ and √2, and ln m = 2 artanh((m − 1) / (m + 1)) as a series.
        var bits = Vector.AsVectorInt64(x);
        var k = (bits - new Vector<long>(RootOfHalf)) >> FractionBits;
        var m = Vector.AsVectorDouble(bits - (k << FractionBits));
        var s = (m - Vector<double>.One) / (m + Vector<double>.One);
        var square = s * s;
        var series = square * (1 / 21.0);
        series = (series + new Vector<double>(1 / 19.0)) * square;
        series = (series + new Vector<double>(1 / 17.0)) * square;
        series = (series + new Vector<double>(1 / 15.0)) * square;
        series = (series + new Vector<double>(1 / 13.0)) * square;
        series = (series + new Vector<double>(1 / 11.0)) * square;
        series = (series + new Vector<double>(1 / 9.0)) * square;
        series = (series + new Vector<double>(1 / 7.0)) * square;
        series = (series + new Vector<double>(1 / 5.0)) * square;
        series = (series + new Vector<double>(1 / 3.0)) * square;
        return (Vector.ConvertToDouble(k) * LnTwo) + ((s + s) * (series + Vector<double>.One));
    }
}
