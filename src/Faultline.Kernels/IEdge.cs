namespace Faultline.Kernels;

/// <summary>How a tile reads and writes its last vector of columns: whole, or masked where the columns end within it.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
unsafe interface IEdge<TVector>
    where TVector : unmanaged
{
    static abstract TVector Mask(int lanes);

    static abstract TVector Load(float* source, TVector mask);

    static abstract void Store(TVector vector, float* target, TVector mask);
}
