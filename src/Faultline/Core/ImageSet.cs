namespace Faultline;

/// <summary>One image a row, all of one size, 8 bits a channel.</summary>
/// <param name="Pixels">Rows × height × width × channels, row-major.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (red, green, blue).</param>
public sealed record ImageSet(ReadOnlyMemory<byte> Pixels, int Height, int Width, int Channels)
{
    /// <summary>Bytes of one image.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Number of images.</summary>
    public int Count => Pixels.Length / Size;

    /// <summary>The pixels of one row's image.</summary>
    public ReadOnlySpan<byte> Image(int row) => Pixels.Span.Slice(row * Size, Size);
}
