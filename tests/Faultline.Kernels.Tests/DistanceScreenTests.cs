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

        // No limits of columns are limits that let nothing through.
        var (without, closed) = (new uint[rows], columnLimits.Select(_ => float.NegativeInfinity).ToArray());
        fixed (uint* words = passed, others = without)
        fixed (float* s = strip, p = panel, room = products, rn = rowNorms, rl = rowLimits, cn = columnNorms, cl = closed)
        {
            screen.Screen(dimensions, s, p, rn, rl, cn, cl, room, words);
            screen.Screen(dimensions, s, p, rn, rl, cn, null, room, others);
        }

        Assert.Equal(passed, without);
        Assert.True(columns < 4 || passed.Any(bits => bits != 0));
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Codes_that_differ_add_to_the_distance(SimdTier tier)
    {
        DistanceScreen screen = DistanceScreen.Of(tier);
        foreach ((int groups, int most, bool isRare) in new[] { (200, 130, false), (7, 1, true), (7, 1, false) })
        {
            const float apart = 0.5f;
            int rows = screen.Rows, columns = screen.Columns, stride = groups;
            var (ownRows, ownColumns) = (new byte[rows * stride], new byte[columns * stride]);
            var (spread, panel) = (new uint[rows * groups], new byte[columns * groups]);
            float[] drawn = Whole((rows + columns) * groups, 5);
            for (int i = 0; i < rows + columns; i++)
            {
                for (int group = 0; group < groups; group++)
                {
                    byte code = (byte)((uint)drawn[(i * groups) + group] % 3 * 100);
                    if (i < rows)
                    {
                        (ownRows[(i * stride) + group], spread[(i * groups) + group]) = (code, code * 0x01010101u);
                    }
                    else
                    {
                        (ownColumns[((i - rows) * stride) + group], panel[(group * columns) + i - rows]) = (code, code);
                    }
                }
            }

            // No numbers at all: the distance is what the codes say. A row passes up to a number of them, a column has no limit; where few may pass by their numbers, most rows are far already.
            float[] none = new float[Math.Max(rows, columns)], norms = [.. none.Select((_, j) => isRare && j % 7 != 3 ? 1000f : 0)];
            float[] limits = [.. none.Select(_ => most * apart)];
            var passed = new uint[rows];
            var products = new float[rows * columns];
            bool any;
            fixed (uint* words = passed, s = spread)
            fixed (byte* p = panel)
            fixed (float* n = none, far = norms, l = limits, room = products)
            {
                any = screen.ScreenCoded(0, n, n, n, l, far, null, new TileCodes(groups, apart) { Spread = s, Panel = p }, room, words);
            }

            int within = 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    int unequal = Enumerable.Range(0, groups).Count(group => ownRows[(i * stride) + group] != panel[(group * columns) + j]);
                    bool expected = unequal <= most && norms[j] == 0;
                    within += expected ? 1 : 0;
                    Assert.Equal(expected, (passed[i] >> j & 1) == 1);
                }
            }

            Assert.Equal(within > 0, any);
            Assert.True(within < rows * columns && (isRare || within > 0));
        }
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
