namespace Faultline.Kernels;

/// <summary>The codes of a tile of the distance screen, both pair by pair and column by column: few pairs are looked at one by one, many together.</summary>
/// <param name="groups">Codes of a row, at most 255.</param>
/// <param name="apart">What one unequal code adds to a squared distance.</param>
public readonly unsafe ref struct TileCodes(int groups, float apart)
{
    /// <summary>Bytes that a row's codes are padded to a multiple of.</summary>
    public const int Padding = 16;

    /// <summary>Codes of a row, at most 255.</summary>
    public int Groups { get; } = groups;

    /// <summary>What one unequal code adds to a squared distance.</summary>
    public float Apart { get; } = apart;

    /// <summary>Bytes of a row's codes.</summary>
    public int Stride => StrideOf(Groups);

    /// <summary>The codes of the strip's rows, row by row, each code in all four bytes.</summary>
    public uint* Spread { get; init; }

    /// <summary>The codes of the strip's rows, row by row, <see cref="Stride"/> bytes each, ending in zeros.</summary>
    public byte* Rows { get; init; }

    /// <summary>For each code one byte of each column of the panel.</summary>
    public byte* Panel { get; init; }

    /// <summary>The codes of the panel's columns, column by column, <see cref="Stride"/> bytes each, ending in zeros.</summary>
    public byte* Columns { get; init; }

    /// <summary>Bytes of so many codes.</summary>
    public static int StrideOf(int groups) => (groups + Padding - 1) / Padding * Padding;
}
