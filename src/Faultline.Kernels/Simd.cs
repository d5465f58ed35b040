using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Faultline.Kernels;

/// <summary>Which SIMD tiers this machine has, and the one the kernels use.</summary>
/// <remarks>The environment variable <c>FAULTLINE_SIMD</c> (<c>avx512</c>, <c>avx2</c>, <c>vector128</c>, <c>scalar</c>) forces a tier. It is read once.</remarks>
public static class Simd
{
    /// <summary>The environment variable that forces a tier.</summary>
    public const string Variable = "FAULTLINE_SIMD";

    static readonly SimdTier[] s_supported = [.. Detect()];
    static readonly Lazy<SimdTier> s_tier = new(() => Choose(Environment.GetEnvironmentVariable(Variable), s_supported));

    /// <summary>The tier that the kernels use: the widest of <see cref="Supported"/>, unless <c>FAULTLINE_SIMD</c> names another.</summary>
    /// <exception cref="InvalidOperationException"><c>FAULTLINE_SIMD</c> names no tier, or one that this machine lacks.</exception>
    public static SimdTier Tier => s_tier.Value;

    /// <summary>The tiers that this machine can run, narrowest first.</summary>
    public static IReadOnlyList<SimdTier> Supported => s_supported;

    /// <summary>Chooses a tier from the value of <c>FAULTLINE_SIMD</c>.</summary>
    /// <param name="forced">The variable's value; empty or null chooses the widest tier.</param>
    /// <param name="supported">What the machine has, narrowest first; not empty.</param>
    /// <exception cref="InvalidOperationException"><paramref name="forced"/> names no tier, or one that is not in <paramref name="supported"/>.</exception>
    public static SimdTier Choose(string? forced, IReadOnlyList<SimdTier> supported)
    {
        ArgumentNullException.ThrowIfNull(supported);
        if (string.IsNullOrWhiteSpace(forced))
        {
            return supported[^1];
        }

        SimdTier tier = forced.Trim().ToUpperInvariant() switch
        {
            "AVX512" => SimdTier.Avx512,
            "AVX2" => SimdTier.Avx2,
            "VECTOR128" => SimdTier.Vector128,
            "SCALAR" => SimdTier.Scalar,
            _ => throw new InvalidOperationException($"{Variable} is '{forced}'. Known values: avx512, avx2, vector128, scalar. Correct it or unset it."),
        };
        return supported.Contains(tier)
            ? tier
            : throw new InvalidOperationException($"{Variable} asks for {tier}, which this machine lacks. It has: {string.Join(", ", supported)}. Choose one of them or unset it.");
    }

    static IEnumerable<SimdTier> Detect()
    {
        yield return SimdTier.Scalar;
        if (Vector128.IsHardwareAccelerated)
        {
            yield return SimdTier.Vector128;
        }

        if (Avx2.IsSupported && Fma.IsSupported)
        {
            yield return SimdTier.Avx2;
        }

        if (Avx512F.IsSupported)
        {
            yield return SimdTier.Avx512;
        }
    }
}
