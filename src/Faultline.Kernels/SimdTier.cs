namespace Faultline.Kernels;

/// <summary>Widths of arithmetic that the kernels are written for, from the narrowest to the widest.</summary>
public enum SimdTier
{
    /// <summary>One number at a time. Runs everywhere.</summary>
    Scalar,

    /// <summary>Four floats at a time (SSE, AdvSimd).</summary>
    Vector128,

    /// <summary>Eight floats at a time with fused multiply-add (AVX2 and FMA).</summary>
    Avx2,

    /// <summary>Sixteen floats at a time with 32 registers (AVX-512F).</summary>
    Avx512,
}
