using Faultline.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Faultline.Kernels.Tests;

public sealed class GemmTests
{
    public static TheoryData<SimdTier> Tiers => [.. Simd.Supported];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Equals_the_product_in_float64_up_to_the_rounding_bound(SimdTier tier)
    {
        (int M, int N, int K)[] shapes =
        [
            (1, 1, 1), (1, 33, 7), (14, 32, 384), (15, 31, 385), (13, 63, 769), (29, 65, 1), (6, 16, 10), (7, 17, 3), (337, 40, 20), (28, 3079, 5), (100, 100, 100),
        ];
        foreach ((int m, int n, int k) in shapes)
        {
            RequireProduct(tier, m, n, k, threads: 1);
            RequireProduct(tier, m, n, k, threads: 3);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Equals_the_product_for_any_shape(SimdTier tier) =>
        Prop.ForAll(Gen.Choose(1, 70).Three().ToArbitrary(), shape => RequireProduct(tier, shape.Item1, shape.Item2, shape.Item3, threads: 1))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Threads_do_not_change_a_bit(SimdTier tier)
    {
        const int m = 301, n = 203, k = 400;
        float[] a = Values(m * k, 1), b = Values(k * n, 2);
        float[] alone = new float[m * n], together = new float[m * n];
        Gemm.Multiply(tier, m, n, k, a, b, alone, 1);
        Gemm.Multiply(tier, m, n, k, a, b, together, 5);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void An_inner_dimension_of_zero_gives_zeros()
    {
        float[] c = [1, 2, 3, 4];
        Gemm.Multiply(2, 2, 0, [], [], c);
        Assert.Equal([0f, 0f, 0f, 0f], c);
    }

    [Fact]
    public void What_lies_behind_c_is_left_alone()
    {
        float[] c = new float[14 * 33 + 50];
        Array.Fill(c, 7f);
        Gemm.Multiply(14, 33, 2, Values(28, 1), Values(66, 2), c);
        Assert.All(c[(14 * 33)..], value => Assert.Equal(7f, value));
    }

    [Fact]
    public void Nan_and_infinity_stay_in_their_row()
    {
        float[] a = [1, float.NaN, 1, 1], b = [1, 1, 1, 1], c = new float[4];
        Gemm.Multiply(2, 2, 2, a, b, c);
        Assert.Equal([float.NaN, float.NaN, 2f, 2f], c);
    }

    [Fact]
    public void Short_spans_negative_sizes_and_overlap_are_refused()
    {
        float[] four = new float[4], three = new float[3];
        Assert.Throws<ArgumentException>("a", () => Gemm.Multiply(2, 2, 2, three, four, new float[4]));
        Assert.Throws<ArgumentException>("b", () => Gemm.Multiply(2, 2, 2, four, three, new float[4]));
        Assert.Throws<ArgumentException>("c", () => Gemm.Multiply(2, 2, 2, four, four, three));
        Assert.Throws<ArgumentException>("c", () => Gemm.Multiply(2, 2, 2, four, new float[4], four));
        Assert.Throws<ArgumentOutOfRangeException>("m", () => Gemm.Multiply(-1, 2, 2, four, four, new float[4]));
        Assert.Throws<ArgumentException>("a", () => Gemm.Multiply(100_000, 1, 100_000, four, four, four));
    }

    static void RequireProduct(SimdTier tier, int m, int n, int k, int threads)
    {
        float[] a = Values(m * k, m + 1), b = Values(k * n, n + 2), c = new float[m * n];
        Array.Fill(c, float.NaN);
        Gemm.Multiply(tier, m, n, k, a, b, c, threads);
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                double exact = 0, size = 0;
                for (int i = 0; i < k; i++)
                {
                    double term = (double)a[(row * k) + i] * b[(i * n) + column];
                    exact += term;
                    size += Math.Abs(term);
                }

                // The bound of a sum of k rounded products: k × 2⁻²⁴ × Σ|ab|.
                double bound = (k + 2) * Math.ScaleB(size, -24);
                Assert.True(Math.Abs(c[(row * n) + column] - exact) <= bound, $"{m}×{n}×{k}: c[{row},{column}] is {c[(row * n) + column]}, not {exact}");
            }
        }
    }

    static float[] Values(int count, int seed)
    {
        var values = new float[count];
        uint state = (uint)seed * 2654435761u + 12345u;
        for (int i = 0; i < count; i++)
        {
            state = (state * 1664525u) + 1013904223u;
            values[i] = (state >> 8) / (float)(1 << 23) - 1;
        }

        return values;
    }
}
