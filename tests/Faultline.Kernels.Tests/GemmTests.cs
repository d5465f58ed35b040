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
            (1, 300, 513), (2, 259, 40), (3, 130, 9), (5, 67, 33), (9, 1024, 11), (60, 1030, 400), (300, 9, 500), (130, 1100, 390),
            (20, 1, 64), (9, 1, 1000), (17, 17, 100), (30, 50, 131), (8, 36, 70), (1, 1, 200),
        ];
        foreach ((int m, int n, int k) in shapes)
        {
            RequireProduct(tier, m, n, k, threads: 1);
            RequireProduct(tier, m, n, k, threads: 3);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Every_tile_equals_the_product(SimdTier tier)
    {
        // All heights of a strip beside panels that end after every lane of one, two, three and nine vectors.
        for (int m = 0; m <= 16; m++)
        {
            foreach (int n in Enumerable.Range(0, 35).Concat([47, 48, 49, 63, 64, 65, 127, 128, 129, 143, 145]))
            {
                RequireProduct(tier, m, n, 1 + (n % 3), threads: 1);
            }
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
        foreach ((int m, int n, int k) in new[] { (301, 203, 400), (40, 700, 801), (700, 20, 130), (3, 900, 385), (500, 1, 700), (333, 33, 101) })
        {
            float[] a = Values(m * k, 1), b = Values(k * n, 2);
            float[] alone = new float[m * n];
            Gemm.Multiply(tier, m, n, k, a, b, alone, 1);
            foreach (int threads in new[] { 2, 3, 5, 16 })
            {
                var together = new float[m * n];
                Gemm.Multiply(tier, m, n, k, a, b, together, threads);
                Assert.Equal(alone, together);
            }
        }
    }

    [Fact]
    public void Products_on_many_threads_at_once_do_not_mix()
    {
        const int m = 150, n = 130, k = 90;
        float[] a = Values(m * k, 1), b = Values(k * n, 2), expected = new float[m * n];
        Gemm.Multiply(m, n, k, a, b, expected);
        Parallel.For(0, 32, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, _ =>
        {
            var c = new float[m * n];
            Gemm.Multiply(m, n, k, a, b, c);
            Assert.Equal(expected, c);
        });
    }

    [Fact]
    public void An_inner_dimension_of_zero_gives_zeros()
    {
        float[] c = [1, 2, 3, 4];
        Gemm.Multiply(2, 2, 0, [], [], c);
        Assert.Equal([0f, 0f, 0f, 0f], c);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void What_lies_around_c_is_left_alone(SimdTier tier)
    {
        foreach ((int m, int n) in new[] { (14, 33), (1, 7), (5, 100), (30, 1), (2, 143) })
        {
            float[] memory = new float[(m * n) + 100];
            Array.Fill(memory, 7f);
            Gemm.Multiply(tier, m, n, 2, Values(2 * m, 1), Values(2 * n, 2), memory.AsSpan(50, m * n), 1);
            Assert.All(memory[..50], value => Assert.Equal(7f, value));
            Assert.All(memory[^50..], value => Assert.Equal(7f, value));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Nan_and_infinity_stay_in_their_row_and_column(SimdTier tier)
    {
        const int m = 17, n = 37, k = 21;
        float[] a = Values(m * k, 1), b = Values(k * n, 2), c = new float[m * n];
        a[(3 * k) + 4] = float.NaN;
        a[(5 * k) + 20] = float.PositiveInfinity;
        b[(20 * n) + 36] = float.NegativeInfinity;
        Gemm.Multiply(tier, m, n, k, a, b, c, 1);
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                float value = c[(row * n) + column];
                if (row == 3)
                {
                    Assert.True(float.IsNaN(value));
                }
                else if (row == 5)
                {
                    Assert.Equal(b[(20 * n) + column] > 0 ? float.PositiveInfinity : float.NegativeInfinity, value);
                }
                else
                {
                    Assert.Equal(column == 36 ? (a[(row * k) + 20] > 0 ? float.NegativeInfinity : float.PositiveInfinity) : value, value);
                    Assert.True(column == 36 || float.IsFinite(value));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Denormal_numbers_are_kept(SimdTier tier)
    {
        const int m = 15, n = 19;
        float[] a = new float[m], b = new float[n], c = new float[m * n];
        Array.Fill(a, float.Epsilon);
        Array.Fill(b, 3f);
        Gemm.Multiply(tier, m, n, 1, a, b, c, 1);
        Assert.All(c, value => Assert.Equal(3 * float.Epsilon, value));
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
