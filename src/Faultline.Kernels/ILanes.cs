namespace Faultline.Kernels;

/// <summary>The arithmetic that a tile is written in: a vector of floats of one width.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector vector, float* target);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left × right + addend, fused where the tier can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>Bit i is set where left[i] ≤ right[i]; NaN compares false.</summary>
    static abstract uint LessOrEqual(TVector left, TVector right);
}
