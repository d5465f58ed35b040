using System.Numerics;

namespace Faultline.Tests;

public sealed class VectorLogTests
{
    [Fact]
    public void Is_the_natural_logarithm_over_the_whole_range()
    {
        for (var i = 0; i < 200_000; i++)
        {
            // Every power of two of normal numbers, and near 1, where a rate taken from 1 ends up.
            var x = i % 2 == 0 ? Math.ScaleB(1 + (i % 1000 / 1000.0), (i % 2045) - 1022) : 1 - (Math.ScaleB(1 + (i % 997 / 997.0), -1 - (i % 52)) * (i % 4 == 1 ? 1 : -1));
            var expected = Math.Log(x);
            Assert.True(Math.Abs(VectorLog.Of(new Vector<double>(x))[0] - expected) <= 4e-16 * Math.Max(1, Math.Abs(expected)), $"ln {x:R}");
        }
    }

    [Fact]
    public void Takes_each_number_by_itself()
    {
        var x = Vector.CreateSequence(0.25, 0.5);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            Assert.Equal(Math.Log(0.25 + (0.5 * lane)), VectorLog.Of(x)[lane], 1e-15);
        }
    }
}
