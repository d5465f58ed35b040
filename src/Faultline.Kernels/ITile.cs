namespace Faultline.Kernels;

/// <summary>A register tile: C of <see cref="Rows"/> × <see cref="Columns"/>, held in registers while k runs.</summary>
unsafe interface ITile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="k">The inner dimension.</param>
    /// <param name="a">Packed rows: for each of k, one float of each row.</param>
    /// <param name="b">Packed columns: for each of k, one float of each column.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="stride">Floats between rows of C.</param>
    /// <param name="add">False overwrites C.</param>
    static abstract void Multiply(int k, float* a, float* b, float* c, nint stride, bool add);
}
