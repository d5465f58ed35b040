namespace Faultline.Kernels;

/// <summary>The arithmetic that a tile is written in: a vector of floats of one width.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Vectors that the machine has room for at once.</summary>
    static abstract int Registers { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector vector, float* target);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left × right + addend, fused where the tier can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>Bit i is set where left[i] ≤ right[i]; NaN compares false.</summary>
    static abstract uint LessOrEqual(TVector left, TVector right);

    /// <summary>In how many of some codes a row differs from each of two vectors of columns.</summary>
    /// <param name="groups">Codes of a row, at most 255.</param>
    /// <param name="row">The row's codes, each in all four bytes.</param>
    /// <param name="columns">For each code one byte of each of 2 × <see cref="Count"/> columns.</param>
    static abstract (TVector Low, TVector High) Unequal(nint groups, uint* row, byte* columns);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(TVector vector);

    /// <summary>The mask of the first lanes.</summary>
    static abstract TVector Mask(int lanes);

    /// <summary>The lanes of a <see cref="Mask"/>, zero in the others, whose memory is not touched.</summary>
    static abstract TVector LoadMasked(float* source, TVector mask);

    /// <summary>Stores the lanes of a <see cref="Mask"/>; the memory of the others is not touched.</summary>
    static abstract void StoreMasked(TVector vector, float* target, TVector mask);
}
