using Faultline.Kernels;

namespace Faultline.Kernels.Tests;

public sealed unsafe class DistanceScreenTests
{
    public static TheoryData<SimdTier> Tiers => [.. Simd.Supported];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Passes_the_pairs_within_either_limit_and_no_other(SimdTier tier)
    {
        DistanceScreen screen = DistanceScreen.Of(tier);
        const int dimensions = 5;
        int rows = screen.Rows, columns = screen.Columns;

        // Small whole numbers: every float operation is exact, so every comparison is too.
        float[] a = Whole(rows * dimensions, 3), b = Whole(columns * dimensions, 4);
        float[] strip = new float[a.Length], panel = new float[b.Length];
        for (int d = 0; d < dimensions; d++)
        {
            for (int i = 0; i < rows; i++)
            {
                strip[(d * rows) + i] = -2 * a[(i * dimensions) + d];
            }

            for (int j = 0; j < columns; j++)
            {
                panel[(d * columns) + j] = b[(j * dimensions) + d];
            }
        }

        float[] rowNorms = Norms(a, dimensions), columnNorms = Norms(b, dimensions);
        float[] rowLimits = [.. rowNorms.Select((norm, i) => (i * 3) - norm)];
        float[] columnLimits = [.. columnNorms.Select((norm, j) => j % 4 == 0 ? float.NegativeInfinity : j - norm)];
        var passed = new uint[rows];
        bool any;
        var products = new float[rows * columns];
        fixed (uint* words = passed)
        fixed (float* s = strip, p = panel, room = products, rn = rowNorms, rl = rowLimits, cn = columnNorms, cl = columnLimits)
        {
            any = screen.Screen(dimensions, s, p, rn, rl, cn, cl, room, words);
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float squared = 0;
                for (int d = 0; d < dimensions; d++)
                {
                    float difference = a[(i * dimensions) + d] - b[(j * dimensions) + d];
                    squared += difference * difference;
                }

                bool expected = squared <= i * 3 || (j % 4 != 0 && squared <= j);
                Assert.Equal(expected, (passed[i] >> j & 1) == 1);
            }
        }

        Assert.Equal(passed.Any(bits => bits != 0), any);
    }

    [Fact]
    public void A_tier_that_is_missing_is_refused() =>
        Assert.Throws<ArgumentException>("tier", () => DistanceScreen.Of((SimdTier)99));

    static float[] Whole(int count, uint state)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            state = (state * 1664525u) + 1013904223u;
            values[i] = (state >> 24) % 7;
        }

        return values;
    }

    static float[] Norms(float[] rows, int dimensions) =>
        [.. rows.Chunk(dimensions).Select(row => row.Sum(value => value * value))];
}
