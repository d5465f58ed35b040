namespace Faultline.Kernels;

/// <summary>The codes of a tile of the distance screen.</summary>
/// <param name="groups">Codes of a row, at most 255.</param>
/// <param name="apart">What one unequal code adds to a squared distance.</param>
public readonly unsafe ref struct TileCodes(int groups, float apart)
{
    /// <summary>Codes of a row, at most 255.</summary>
    public int Groups { get; } = groups;

    /// <summary>What one unequal code adds to a squared distance.</summary>
    public float Apart { get; } = apart;

    /// <summary>The codes of the strip's rows, row by row, each code in all four bytes.</summary>
    public uint* Spread { get; init; }

    /// <summary>For each code one byte of each column of the panel.</summary>
    public byte* Panel { get; init; }
}
