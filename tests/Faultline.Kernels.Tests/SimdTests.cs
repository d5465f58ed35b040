using Faultline.Kernels;

namespace Faultline.Kernels.Tests;

public sealed class SimdTests
{
    static readonly SimdTier[] s_some = [SimdTier.Scalar, SimdTier.Vector128];

    [Theory]
    [InlineData(null, SimdTier.Vector128)]
    [InlineData(" ", SimdTier.Vector128)]
    [InlineData("scalar", SimdTier.Scalar)]
    [InlineData(" Vector128 ", SimdTier.Vector128)]
    public void The_widest_tier_is_taken_unless_another_is_forced(string? forced, SimdTier expected) =>
        Assert.Equal(expected, Simd.Choose(forced, s_some));

    [Fact]
    public void A_tier_the_machine_lacks_is_refused_with_those_it_has()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Simd.Choose("avx512", s_some));
        Assert.Contains("Scalar, Vector128", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_tier_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Simd.Choose("sse9", s_some));
        Assert.Contains("sse9", error.Message, StringComparison.Ordinal);
        Assert.Contains("vector128", error.Message, StringComparison.Ordinal);
    }
}
