using System.Runtime.InteropServices;

namespace Faultline.Kernels;

/// <summary>One product C = A·B over memory that the caller keeps pinned; strides are floats between rows.</summary>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct GemmProblem(float* a, nint strideA, float* b, nint strideB, float* c, nint strideC, int m, int n, int k)
{
    public readonly float* A = a;
    public readonly nint StrideA = strideA;
    public readonly float* B = b;
    public readonly nint StrideB = strideB;
    public readonly float* C = c;
    public readonly nint StrideC = strideC;
    public readonly int M = m;
    public readonly int N = n;
    public readonly int K = k;

    /// <summary>The product of rows [from, from + count) of A.</summary>
    public GemmProblem Rows(int from, int count) => new(A + (from * StrideA), StrideA, B, StrideB, C + (from * StrideC), StrideC, count, N, K);

    /// <summary>The product with columns [from, from + count) of B.</summary>
    public GemmProblem Columns(int from, int count) => new(A, StrideA, B + from, StrideB, C + from, StrideC, M, count, K);

    /// <summary>The product over the inner elements [from, from + count) alone.</summary>
    public GemmProblem Inner(int from, int count) => new(A + from, StrideA, B + (from * StrideB), StrideB, C, StrideC, M, N, count);
}
