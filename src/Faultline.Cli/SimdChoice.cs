using Faultline.Kernels;

namespace Faultline.Cli;

/// <summary>The width of arithmetic that <c>FAULTLINE_SIMD</c> asks for.</summary>
static class SimdChoice
{
    /// <summary>Ends the run before anything is read where the variable's value can't be used; else every check would fail by itself.</summary>
    /// <exception cref="InputException">The value names no tier, or one that this machine lacks.</exception>
    public static void Require()
    {
        try
        {
            _ = Simd.Tier;
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException(exception.Message, exception);
        }
    }
}
