namespace Faultline.Kernels;

/// <summary>A register tile: C of <see cref="Rows"/> rows by <see cref="Vectors"/> vectors, held in registers while the inner dimension runs.</summary>
unsafe interface ITile
{
    static abstract int Rows { get; }

    /// <summary>Vectors of columns.</summary>
    static abstract int Vectors { get; }

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="shape">What the tiles of a block share.</param>
    /// <param name="a">The first row's first element.</param>
    /// <param name="b">The first inner row of the tile's columns.</param>
    /// <param name="c">The tile's first element.</param>
    static abstract void Multiply(TileShape* shape, float* a, float* b, float* c);
}
