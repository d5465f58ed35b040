using System.Runtime.InteropServices;

namespace Faultline.Kernels;

/// <summary>How a tile walks over its operands: packed and plain matrices differ in the steps alone.</summary>
[StructLayout(LayoutKind.Sequential)]
struct TileShape
{
    /// <summary>The inner dimension, at least 1.</summary>
    public nint Inner;

    /// <summary>Floats from one row of A to the next.</summary>
    public nint RowStep;

    /// <summary>Floats from one inner element of A to the next.</summary>
    public nint InnerStep;

    /// <summary>Floats from one inner row of B to the next.</summary>
    public nint StrideB;

    /// <summary>Floats from one row of C to the next.</summary>
    public nint StrideC;

    /// <summary>Lanes of the last vector that are columns; counts for masked tiles only.</summary>
    public int LastLanes;

    /// <summary>False overwrites C.</summary>
    public bool Add;
}
