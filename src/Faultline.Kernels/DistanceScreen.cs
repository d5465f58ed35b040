using System.Runtime.Intrinsics;

namespace Faultline.Kernels;

/// <summary>
/// The fused distance tile: the squared distances between a strip of rows and a panel of columns, compared with limits on both sides while they lie in
/// the first-level cache. No distance leaves the tile, only one bit a pair.
/// </summary>
/// <remarks>
/// For packed a (scaled by −2) and b, with norms |a|² and |b|², the pair (i, j) passes when |b|² − 2ab ≤ rowLimit or |a|² − 2ab ≤ columnLimit,
/// where a limit is a squared distance less the own side's norm. Limits of −∞ never pass. NaN never passes.
/// </remarks>
public abstract unsafe class DistanceScreen
{
    /// <summary>Rows of a strip.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of a panel, at most 32.</summary>
    public abstract int Columns { get; }

    /// <summary>The screen of one tier.</summary>
    /// <exception cref="ArgumentException">This machine lacks the tier.</exception>
    public static DistanceScreen Of(SimdTier tier)
    {
        if (!Simd.Supported.Contains(tier))
        {
            throw new ArgumentException($"This machine lacks {tier}. It has: {string.Join(", ", Simd.Supported)}.", nameof(tier));
        }

        return tier switch
        {
            SimdTier.Avx512 => new TiledDistanceScreen<Tile14x2<Lanes512, Vector512<float>, WholeEdge<Lanes512, Vector512<float>>>, Lanes512, Vector512<float>>(),
            SimdTier.Avx2 => new TiledDistanceScreen<Tile6x2<Lanes256, Vector256<float>, WholeEdge<Lanes256, Vector256<float>>>, Lanes256, Vector256<float>>(),
            SimdTier.Vector128 => new TiledDistanceScreen<Tile6x2<Lanes128, Vector128<float>, WholeEdge<Lanes128, Vector128<float>>>, Lanes128, Vector128<float>>(),
            _ => new TiledDistanceScreen<Tile6x2<Lanes1, float, WholeEdge<Lanes1, float>>, Lanes1, float>(),
        };
    }

    /// <summary>Screens one tile.</summary>
    /// <param name="dimensions">The inner dimension.</param>
    /// <param name="strip">−2 × the rows: for each dimension one float of each of <see cref="Rows"/> rows.</param>
    /// <param name="panel">The columns: for each dimension one float of each of <see cref="Columns"/> columns.</param>
    /// <param name="rowNorms">Squared norms of the rows.</param>
    /// <param name="rowLimits">Limits of the rows.</param>
    /// <param name="columnNorms">Squared norms of the columns.</param>
    /// <param name="columnLimits">Limits of the columns; null where no column has one.</param>
    /// <param name="products">Room for <see cref="Rows"/> × <see cref="Columns"/> floats, on a 64-byte boundary for speed; what is written there means nothing.</param>
    /// <param name="passed">One word for each of <see cref="Rows"/> rows, written whole: bit j is set where column j passes.</param>
    /// <returns>True when any pair passes.</returns>
    public abstract bool Screen(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, float* products, uint* passed);

    /// <summary>Screens one tile whose rows also carry codes: each code in which a pair differs adds to its squared distance.</summary>
    /// <param name="dimensions">The inner dimension; 0 where codes are all that there is.</param>
    /// <param name="strip">−2 × the rows, as in <see cref="Screen"/>.</param>
    /// <param name="panel">The columns, as in <see cref="Screen"/>.</param>
    /// <param name="rowNorms">Squared norms of the rows, codes left out.</param>
    /// <param name="rowLimits">Limits of the rows.</param>
    /// <param name="columnNorms">Squared norms of the columns, codes left out.</param>
    /// <param name="columnLimits">Limits of the columns; null where no column has one.</param>
    /// <param name="codes">The codes of both sides.</param>
    /// <param name="products">Room for <see cref="Rows"/> × <see cref="Columns"/> floats.</param>
    /// <param name="passed">One word for each of <see cref="Rows"/> rows, written whole.</param>
    /// <returns>True when any pair passes.</returns>
    public abstract bool ScreenCoded(int dimensions, float* strip, float* panel, float* rowNorms, float* rowLimits, float* columnNorms, float* columnLimits, TileCodes codes, float* products, uint* passed);
}
